# SPDX-License-Identifier: Apache-2.0
"""A roll-up: the files of a stream's old batches, joined as they are, so that a year does not fill a directory.

It says nothing of its own, so nobody has to trust who made it: every batch inside is verified as a loose one is, and
the lengths in the batches' headers split it with or without a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from incident_console.crypto.container import HEADER_BYTES, Header, Kind
from incident_console.crypto.errors import Damage, DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256

from . import names

WIDTH = 32
"""So many files of one level make one of the next."""
ROLLUP_BYTES = 32 << 20
"""A roll-up is never larger; levels whose files would be stay apart."""
_GLANCE = HEADER_BYTES + 1024
"""Enough of a file to read its header."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The file of one batch inside a roll-up, with what its header and hash tell without a key."""

    header: Header
    file_hash: bytes
    data: bytes

    @property
    def stream(self) -> bytes:
        """The stream that it claims to belong to."""
        return self.header.stream

    @property
    def seq(self) -> int:
        """The number that it claims in its stream."""
        return self.header.seq

    @property
    def name(self) -> str:
        """The path that it has, or would have, as a file of its own."""
        return names.batch_file(self.stream, self.seq, self.file_hash)


@dataclass(frozen=True, slots=True)
class Rollup:
    """A well-formed roll-up; whether the batches in it are sound is not known yet."""

    path: str
    pieces: tuple[Piece, ...]

    @property
    def stream(self) -> bytes:
        """The stream that all of its batches belong to."""
        return self.pieces[0].stream

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return b"".join(piece.data for piece in self.pieces)


def parse(name: str) -> names.RollupName | None:
    """What a name in a stream's directory claims, or None if it is not that of a whole level's roll-up."""
    found = names.parse_rollup(name)
    return found if found and is_level(found.first, found.last) else None


def is_level(first: int, last: int) -> bool:
    """Whether numbers from ``first`` to ``last`` are a place for a roll-up: a power of the width, and aligned to it."""
    width = last - first + 1
    return first >= 1 and width in levels(last) and (first - 1) % width == 0


def levels(largest: int) -> list[int]:
    """The widths of roll-ups, from the narrowest to those of ``largest`` numbers."""
    widths = [WIDTH]
    while widths[-1] * WIDTH <= largest:
        widths.append(widths[-1] * WIDTH)
    return [width for width in widths if width <= largest]


def join(batches: Iterable[bytes]) -> Rollup:
    """Join the files of verified batches. Raises DamagedFile if they make no whole level or too large a file."""
    pieces = sorted({piece.file_hash: piece for data in batches for piece in (_piece(data, 0),)}.values(), key=_order)
    return _checked(tuple(pieces))


def split(data: bytes, path: str, team_id: bytes) -> Rollup:
    """Take a roll-up apart, as it lies in a folder under a name. Raises DamagedFile or NeedsNewerVersion."""
    if not HEADER_BYTES <= len(data) <= ROLLUP_BYTES:
        raise DamagedFile(Damage.SIZE)
    rollup = _checked(tuple(_pieces(data)))
    if rollup.pieces[0].header.team != team_id[:16]:
        raise DamagedFile(Damage.TEAM)
    if rollup.path != path:
        raise DamagedFile(Damage.NAME)
    return rollup


def sound_looking(data: bytes) -> Iterator[Piece]:
    """The pieces of a torn roll-up, as far as it can be split; each has to prove itself."""
    try:
        yield from _pieces(data[:ROLLUP_BYTES])
    except (DamagedFile, NeedsNewerVersion):
        return


def _pieces(data: bytes) -> Iterator[Piece]:
    at = 0
    while at < len(data):
        piece = _piece(data, at)
        yield piece
        at += len(piece.data)


def _piece(data: bytes, at: int) -> Piece:
    header = Header.read_first(data[at : at + _GLANCE])
    if header.kind is not Kind.BATCH:
        raise DamagedFile(Damage.HEADER)
    whole = data[at : at + header.file_bytes]
    if len(whole) != header.file_bytes:
        raise DamagedFile(Damage.SIZE)
    return Piece(header, sha256(whole), whole)


def _checked(pieces: tuple[Piece, ...]) -> Rollup:
    if len(pieces) < 2 or sum(len(piece.data) for piece in pieces) > ROLLUP_BYTES:
        raise DamagedFile(Damage.SIZE)
    if len({(piece.header.team, piece.header.space, piece.stream) for piece in pieces}) > 1:
        raise DamagedFile(Damage.HEADER)
    if any(_order(before) >= _order(after) or after.seq - before.seq > 1 for before, after in pairwise(pieces)):
        raise DamagedFile(Damage.FRAMING)
    first, last = pieces[0], pieces[-1]
    if not is_level(first.seq, last.seq):
        raise DamagedFile(Damage.FRAMING)
    whole = sha256(*(piece.data for piece in pieces))
    return Rollup(names.rollup_file(first.stream, first.seq, last.seq, whole), pieces)


def _order(piece: Piece) -> tuple[int, bytes]:
    return piece.seq, piece.file_hash
