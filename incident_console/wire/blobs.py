# SPDX-License-Identifier: Apache-2.0
"""Documents and attachments: sealed in parts of at most 8 MiB under a key of their own, never held whole in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256 as new_sha256

from incident_console.crypto.container import (
    Header,
    Kind,
    Random,
    check_padding,
    open_container,
    seal_container,
)
from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import sha256
from incident_console.domain.operation import Value
from incident_console.wire.canonical import Fault, Malformed
from incident_console.wire.shapes import LARGEST_U32, LARGEST_U64, exact, items, mapping, member, row, whole

PART_BYTES = 126 * 65536
"""How much content a full part holds: the largest padded length whose file stays under 8 MiB."""

MAX_PARTS = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece of a blob lies: the hash of the part file, and the place inside it."""

    file_hash: bytes
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class BlobReference:
    """Everything that is needed to fetch, open and check a blob; it stands in the operation that refers to it."""

    key: bytes
    length: int
    sha256: bytes
    parts: tuple[Part, ...]

    def encode(self) -> dict[str, Value]:
        """The reference as a value in an operation's body."""
        parts: list[Value] = [[part.file_hash, part.offset, part.length] for part in self.parts]
        return {"key": self.key, "length": self.length, "parts": parts, "sha256": self.sha256}

    @classmethod
    def decode(cls, value: Value) -> BlobReference:
        """The reference in an operation's body. Raises Malformed."""
        fields = mapping(value)
        parts = tuple(_part(item) for item in items(member(fields, "parts"), MAX_PARTS))
        length = whole(member(fields, "length"), 0, LARGEST_U64)
        if bool(length) != bool(parts):
            raise Malformed(Fault.SCHEMA)
        return cls(exact(member(fields, "key"), 32), length, exact(member(fields, "sha256"), 32), parts)


def seal_blob(
    read: Callable[[int], bytes],
    put: Callable[[bytes], None],
    *,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
) -> BlobReference:
    """Seal what ``read`` gives until it gives nothing; every sealed part file is handed to ``put``.

    ``read`` is that of a file opened in binary mode. An interrupted seal starts anew with another key.
    """
    key, whole_hash, length = random(32), new_sha256(), 0
    parts: list[Part] = []
    header = Header(Kind.BLOB, team_id[:16])
    while content := _read_part(read):
        if len(parts) == MAX_PARTS:
            raise DamagedFile(Damage.SIZE)
        data = seal_container(header, content, key=key, team_id=team_id, device_secret=device_secret, random=random)
        put(data)
        parts.append(Part(sha256(data), 0, len(data)))
        whole_hash.update(content)
        length += len(content)
    return BlobReference(key, length, whole_hash.digest(), tuple(parts))


def open_blob(reference: BlobReference, fetch: Callable[[bytes], bytes], team_id: bytes) -> Iterator[bytes]:
    """The content of a blob, part by part; ``fetch`` gives the part file of a hash and may raise.

    Raises DamagedFile or NeedsNewerVersion; what was given before an error is sound, but not the whole.
    """
    rest, whole_hash = reference.length, new_sha256()
    for part in reference.parts:
        content = open_part(part, fetch(part.file_hash), reference.key, team_id)
        check_padding(content, min(rest, len(content)))
        yield (taken := content[:rest])
        whole_hash.update(taken)
        rest -= len(taken)
    if rest or whole_hash.digest() != reference.sha256:
        raise DamagedFile(Damage.FRAMING)


def open_part(part: Part, data: bytes, key: bytes, team_id: bytes) -> bytes:
    """One part's plaintext with its padding, out of the whole part file. Raises DamagedFile or NeedsNewerVersion."""
    if sha256(data) != part.file_hash:
        raise DamagedFile(Damage.NAME)
    piece = data[part.offset : part.offset + part.length]
    if Header.read(piece).kind is not Kind.BLOB:
        raise DamagedFile(Damage.HEADER)
    return open_container(piece, [key], team_id).plaintext


def _read_part(read: Callable[[int], bytes]) -> bytes:
    pieces: list[bytes] = []
    missing = PART_BYTES
    while missing and (piece := read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _part(value: Value) -> Part:
    file_hash, offset, length = row(value, 3)
    return Part(exact(file_hash, 32), whole(offset, 0, LARGEST_U32), whole(length, 1, LARGEST_U32))
