# SPDX-License-Identifier: Apache-2.0
"""A batch: signed operations of one device, in its own stream, sealed under an epoch's key.

What is signed (stmt) covers team, space, core and the operations' ids, never the sealing: another member may seal the
same batch anew under another epoch. The order of the checks is that of docs/format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.crypto.container import (
    FLAG_ZSTD,
    Header,
    Kind,
    Random,
    check_padding,
    open_container,
    seal_container,
)
from incident_console.crypto.errors import Damage, DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import TEAM_SPACE, ops_root, sha256, statement, stream_id, u32
from incident_console.crypto.signing import SIGNATURE_BYTES, is_signed_by
from incident_console.domain.operation import Value
from incident_console.wire.canonical import Malformed, pack, unpack
from incident_console.wire.framing import ByteReader, pack_operations, unpack_operations
from incident_console.wire.operations import RawOp
from incident_console.wire.seen import MAX_SEEN_BYTES
from incident_console.wire.shapes import (
    LARGEST_U32,
    LARGEST_U64,
    VERSION,
    binary,
    check_version,
    exact,
    members,
    sorted_hashes,
    text,
    whole,
)

READER_GENERATION = 1
MAX_ACL_HEADS = 1024
_NO_STMT = bytes(32)


@dataclass(frozen=True, slots=True)
class Core:
    """What a batch says of itself, under its author's signature.

    ``epoch_id`` is the epoch it was first sealed under; ``acl_heads``, ``seen`` and ``seen_root`` tell what its author
    had applied when the first operation was made. ``extra`` keeps members that a newer program appended.
    """

    sign_key: bytes
    nonce: bytes
    stream: bytes
    seq: int
    prev_stmt: bytes
    epoch_id: bytes
    acl_heads: tuple[bytes, ...]
    seen: bytes
    seen_root: bytes
    sealed_at_ms: int
    app_version: str
    min_reader: int = READER_GENERATION
    space: bytes = TEAM_SPACE
    extra: tuple[Value, ...] = ()

    def encode(self) -> bytes:
        """The bytes that are signed and kept."""
        return pack(
            [
                *(VERSION, self.sign_key, self.nonce, self.space, self.stream, self.seq, self.prev_stmt),
                *(self.epoch_id, self.acl_heads, self.seen, self.seen_root, self.sealed_at_ms, self.app_version),
                *(self.min_reader, *self.extra),
            ]
        )

    @classmethod
    def decode(cls, data: bytes) -> Core:
        """The core in the bytes. Raises Malformed, or NeedsNewerVersion for a later version of it."""
        parts = members(unpack(data), 1)
        check_version(parts[0], "core")
        _, key, nonce, space, stream, seq, prev, epoch, acl, seen, root, at, app, reader, *extra = members(parts, 14)
        return cls(
            sign_key=exact(key, 32),
            nonce=exact(nonce, 16),
            space=exact(space, 8),
            stream=exact(stream, 16),
            seq=whole(seq, 1, LARGEST_U32),
            prev_stmt=exact(prev, 32),
            epoch_id=exact(epoch, 32),
            acl_heads=sorted_hashes(acl, MAX_ACL_HEADS),
            seen=binary(seen, MAX_SEEN_BYTES),
            seen_root=exact(root, 32),
            sealed_at_ms=whole(at, 0, LARGEST_U64),
            app_version=text(app, 64),
            min_reader=whole(reader, 0, LARGEST_U32),
            extra=tuple(extra),
        )


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch ready to be written: its bytes, the statement that names it, and the hash that its file name carries."""

    data: bytes
    stmt: bytes
    file_hash: bytes


@dataclass(frozen=True, slots=True)
class OpenedBatch:
    """A verified batch, with the bytes that were signed; its operations are not decoded yet."""

    core: Core
    core_bytes: bytes
    signature: bytes
    ops: tuple[RawOp, ...]
    stmt: bytes
    epoch_key: bytes


def seal_batch(
    core: Core,
    ops: Sequence[RawOp],
    *,
    sign: Callable[[bytes], bytes],
    epoch_key: bytes,
    team_id: bytes,
    device_secret: bytes,
    random: Random,
) -> SealedBatch:
    """Sign and seal operations, compressed where that helps. Raises DamagedFile if they are too many for one batch."""
    core_bytes = core.encode()
    _checked_core(core_bytes, core, team_id)
    stmt = statement(team_id, core.space, core_bytes, ops_root([op.id for op in ops]))
    framed, is_packed = pack_operations(ops)
    header = Header(
        kind=Kind.BATCH,
        team=team_id[:16],
        seq=core.seq,
        stream=core.stream,
        epoch_hint=core.epoch_id[:8],
        space=core.space,
        flags=FLAG_ZSTD if is_packed else 0,
    )
    content = b"".join((sign(stmt), u32(len(core_bytes)), core_bytes, framed))
    data = seal_container(header, content, key=epoch_key, team_id=team_id, device_secret=device_secret, random=random)
    return SealedBatch(data, stmt, sha256(data))


def open_batch(data: bytes, epoch_keys: Mapping[bytes, Sequence[bytes]], team_id: bytes) -> OpenedBatch:
    """Open and verify a batch; ``epoch_keys`` holds the known keys by the first 8 bytes of their epoch's id.

    Raises DamagedFile, NeedsNewerVersion or KeyNotHeld. Whether its device may do what it did is not judged here.
    """
    header = Header.read(data)
    if header.kind is not Kind.BATCH:
        raise DamagedFile(Damage.HEADER)
    opened = open_container(data, epoch_keys.get(header.epoch_hint, ()), team_id)
    reader = ByteReader(opened.plaintext)
    signature = reader.take(SIGNATURE_BYTES)
    core_bytes = reader.framed()
    ops = unpack_operations(reader, is_packed=bool(header.flags & FLAG_ZSTD))
    check_padding(opened.plaintext, reader.at)
    core = _checked_core(core_bytes, header, team_id)
    stmt = statement(team_id, core.space, core_bytes, ops_root([op.id for op in ops]))
    if not is_signed_by(core.sign_key, signature, stmt):
        raise DamagedFile(Damage.SIGNATURE)
    if core.min_reader > READER_GENERATION:
        raise NeedsNewerVersion(f"reader {core.min_reader}")
    return OpenedBatch(core, core_bytes, signature, ops, stmt, opened.key)


def _checked_core(core_bytes: bytes, expected: Header | Core, team_id: bytes) -> Core:
    try:
        core = Core.decode(core_bytes)
    except Malformed:
        raise DamagedFile(Damage.FRAMING) from None
    if (core.prev_stmt == _NO_STMT) != (core.seq == 1):
        raise DamagedFile(Damage.FRAMING)
    if (core.stream, core.seq, core.space) != (expected.stream, expected.seq, expected.space):
        raise DamagedFile(Damage.HEADER)
    if core.stream != stream_id(team_id, core.space, core.sign_key, core.nonce):
        raise DamagedFile(Damage.STREAM_ID)
    return core
