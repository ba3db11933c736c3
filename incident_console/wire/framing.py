# SPDX-License-Identifier: Apache-2.0
"""Lengths before bytes: how a batch lines up its operations, plain or compressed, and how that is read with bounds."""

from __future__ import annotations

from collections.abc import Sequence

import zstandard

from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import u32
from incident_console.wire.operations import SALT_BYTES, RawOp

MAX_OPS = 10_000
MAX_RAW_BYTES = 4 << 20
_WORTH_PACKING = 256
_LEVEL = 3


class ByteReader:
    """Reads fixed and framed pieces of a plaintext; raises DamagedFile(framing) beyond its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = len(data)
        self.at = 0

    def take(self, length: int) -> bytes:
        """The next bytes."""
        end = self.at + length
        if end > self._size:
            raise DamagedFile(Damage.FRAMING)
        taken, self.at = self._data[self.at : end], end
        return taken

    def number(self) -> int:
        """The next four bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def framed(self) -> bytes:
        """The next bytes, as many as the number before them says."""
        start = self.at + 4
        self.at = start + int.from_bytes(self._data[self.at : start], "big")
        if max(start, self.at) > self._size:
            raise DamagedFile(Damage.FRAMING)
        return self._data[start : self.at]

    def is_at_end(self) -> bool:
        """Whether everything was read."""
        return self.at == self._size


def pack_operations(ops: Sequence[RawOp]) -> tuple[bytes, bool]:
    """The operations of a batch in a row, and whether they were compressed. Raises DamagedFile if too many."""
    pieces = [u32(len(ops))]
    for op in ops:
        pieces += (op.salt, u32(len(op.head)), op.head, u32(len(op.body)), op.body)
    raw = b"".join(pieces)
    if len(ops) > MAX_OPS or len(raw) > MAX_RAW_BYTES:
        raise DamagedFile(Damage.SIZE)
    if len(raw) >= _WORTH_PACKING:
        frame = zstandard.ZstdCompressor(level=_LEVEL).compress(raw)
        if len(frame) + 8 < len(raw):
            return u32(len(frame)) + u32(len(raw)) + frame, True
    return raw, False


def unpack_operations(reader: ByteReader, *, is_packed: bool) -> tuple[RawOp, ...]:
    """The operations that come next in a batch's plaintext. Raises DamagedFile(framing)."""
    if not is_packed:
        return _read_operations(reader)
    packed_bytes, raw_bytes = reader.number(), reader.number()
    inner = ByteReader(_decompressed(reader.take(packed_bytes), raw_bytes))
    ops = _read_operations(inner)
    if not inner.is_at_end():
        raise DamagedFile(Damage.FRAMING)
    return ops


def _read_operations(reader: ByteReader) -> tuple[RawOp, ...]:
    count = reader.number()
    if count > MAX_OPS:
        raise DamagedFile(Damage.FRAMING)
    take, framed = reader.take, reader.framed
    return tuple([RawOp(take(SALT_BYTES), framed(), framed()) for _ in range(count)])


def _decompressed(frame: bytes, raw_bytes: int) -> bytes:
    # The library allocates what the frame claims: the claim is checked before it is asked to.
    try:
        claimed = zstandard.get_frame_parameters(frame).content_size
        if claimed != raw_bytes or raw_bytes > MAX_RAW_BYTES:
            raise DamagedFile(Damage.FRAMING)
        return zstandard.ZstdDecompressor(max_window_size=8 << 20).decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError:
        raise DamagedFile(Damage.FRAMING) from None
