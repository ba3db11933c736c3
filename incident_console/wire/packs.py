# SPDX-License-Identifier: Apache-2.0
"""Part files of many documents: small ones lie one after the other, so that a folder does not hold a file for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from incident_console.crypto.container import Hash, Header, Kind, Random, seal_container
from incident_console.domain.document import BlobPart, BlobRef

from .blobs import PART_BYTES

PACK_BYTES = 4 << 20
"""A part file that small files share takes no more of them from here on; whoever lacks one of them fetches it whole."""
SMALL_BYTES = 1 << 20
"""Larger files lie alone."""


class Unsealed(NamedTuple):
    """A file to be sealed, with the SHA-256 that has taken it in; vital ones share part files with vital ones alone."""

    content: bytes
    hashed: Hash
    is_vital: bool = False


class _Sealed(NamedTuple):
    key: bytes
    length: int
    sha256: bytes
    parts: list[BlobPart]


@dataclass
class PartFile:
    """A part file in the making: pieces one after the other, each with the file that it is of."""

    pieces: list[bytes] = field(default_factory=list)
    owners: list[_Sealed] = field(default_factory=list)
    length: int = 0

    def add(self, piece: bytes, owner: _Sealed) -> None:
        """Put a piece behind the others."""
        self.pieces.append(piece)
        self.owners.append(owner)
        self.length += len(piece)

    @property
    def is_full(self) -> bool:
        """Whether it takes no more files."""
        return self.length >= PACK_BYTES

    def data(self) -> bytes:
        """The bytes of the whole."""
        return b"".join(self.pieces)

    def name(self, digest: bytes) -> None:
        """It has this SHA-256: now it can be said where its pieces lie. They are not kept any longer."""
        offset = 0
        for piece, owner in zip(self.pieces, self.owners, strict=True):
            owner.parts.append(BlobPart(digest, offset, len(piece)))
            offset += len(piece)
        self.pieces.clear()


class Packer:
    """Seals files, each under a key of its own; what opens them is known once every part file has its name."""

    def __init__(self, *, team_id: bytes, device_secret: bytes, random: Random) -> None:
        self._team_id, self._secret, self._random = team_id, device_secret, random
        self._header = Header(Kind.BLOB, team_id[:16])
        self._open = {True: PartFile(), False: PartFile()}
        self._sealed: list[_Sealed] = []

    @property
    def references(self) -> list[BlobRef]:
        """What an operation must hold to open each file, in the order of the files."""
        return [BlobRef(key, tuple(parts), length, digest) for key, length, digest, parts in self._sealed]

    def part_files(self, files: Iterable[Unsealed]) -> Iterator[PartFile]:
        """Seal these files and no more; each part file is given as soon as it is whole, to be named in this order."""
        for file in files:
            sealed = _Sealed(self._random(32), len(file.content), file.hashed.digest(), [])
            self._sealed.append(sealed)
            yield from self._shared(file, sealed) if len(file.content) <= SMALL_BYTES else self._alone(file, sealed)
        yield from (part_file for part_file in self._open.values() if part_file.pieces)

    def _shared(self, file: Unsealed, sealed: _Sealed) -> Iterator[PartFile]:
        if not file.content:
            return
        if self._open[file.is_vital].is_full:
            full, self._open[file.is_vital] = self._open[file.is_vital], PartFile()
            yield full
        self._open[file.is_vital].add(self._seal(file.content, sealed.key, file.hashed), sealed)

    def _alone(self, file: Unsealed, sealed: _Sealed) -> Iterator[PartFile]:
        for start in range(0, len(file.content), PART_BYTES):
            part_file = PartFile()
            piece = file.content[start : start + PART_BYTES]
            hashed = file.hashed if len(piece) == len(file.content) else None
            part_file.add(self._seal(piece, sealed.key, hashed), sealed)
            yield part_file

    def _seal(self, content: bytes, key: bytes, hashed: Hash | None = None) -> bytes:
        return seal_container(
            self._header,
            content,
            key=key,
            team_id=self._team_id,
            device_secret=self._secret,
            random=self._random,
            hashed=hashed,
        )
