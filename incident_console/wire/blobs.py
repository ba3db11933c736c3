# SPDX-License-Identifier: Apache-2.0
"""Documents and attachments: sealed in parts of at most 8 MiB under a key of their own, never held whole in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from incident_console.domain.document import BlobPart, BlobRef

PART_BYTES = 126 * 65536
"""How much content a full part holds: the largest padded length whose file stays under 8 MiB."""

MAX_PARTS = 4096


def seal_blob(
    read: Callable[[int], bytes],
    put: Callable[[bytes], None],
    *,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
) -> BlobRef:
    """Seal what ``read`` gives until it gives nothing; every sealed part file is handed to ``put``.

    ``read`` is that of a file opened in binary mode. An interrupted seal starts anew with another key.
    """
    key, whole_hash, length = random(32), new_sha256(), 0
    parts: list[BlobPart] = []
    header = Header(Kind.BLOB, team_id[:16])
    while content := _read_part(read):
        if len(parts) == MAX_PARTS:
            raise DamagedFile(Damage.SIZE)
        data = seal_container(header, content, key=key, team_id=team_id, device_secret=device_secret, random=random)
        put(data)
        parts.append(BlobPart(sha256(data), 0, len(data)))
        whole_hash.update(content)
        length += len(content)
    return BlobRef(key, tuple(parts), length, whole_hash.digest())


def open_blob(reference: BlobRef, fetch: Callable[[BlobPart], bytes], team_id: bytes) -> Iterator[bytes]:
    """The content of a blob, part by part; ``fetch`` gives the piece of a part file that a part names, and may raise.

    Raises DamagedFile or NeedsNewerVersion; what was given before an error is sound, but not the whole.
    """
    rest, whole_hash = reference.length, new_sha256()
    for part in reference.parts:
        content = open_piece(fetch(part), reference.key, team_id)
        check_padding(content, min(rest, len(content)))
        yield (taken := content[:rest])
        whole_hash.update(taken)
        rest -= len(taken)
    if rest or whole_hash.digest() != reference.sha256:
        raise DamagedFile(Damage.FRAMING)


def piece_of(part: BlobPart, data: bytes) -> bytes:
    """The piece that a part names, out of its whole part file. Raises DamagedFile if that is another one."""
    if sha256(data) != part.sha256:
        raise DamagedFile(Damage.NAME)
    return data[part.offset : part.offset + part.length]


def open_piece(piece: bytes, key: bytes, team_id: bytes) -> bytes:
    """A piece's plaintext with its padding. Raises DamagedFile or NeedsNewerVersion."""
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
