# SPDX-License-Identifier: Apache-2.0
"""Seen vectors and the lists they build upon, as bytes for this laptop's own record."""

from __future__ import annotations

import msgspec

from incident_console.storage.frontier import Vector
from incident_console.wire.seen import SeenState

_encode = msgspec.msgpack.Encoder().encode
_Rows = list[tuple[bytes, int, bytes]]
_State = tuple[list[bytes], list[tuple[bytes, list[tuple[int, bytes | None]]]]]


def pack_vector(vector: Vector) -> bytes:
    """A vector as bytes, equal for equal vectors."""
    return _encode([(stream, seq, stmt) for stream in sorted(vector) for seq, stmt in sorted(vector[stream])])


def unpack_vector(data: bytes) -> Vector:
    """The vector in the record's own bytes."""
    vector: Vector = {}
    for stream, seq, stmt in msgspec.msgpack.decode(data, type=_Rows):
        vector.setdefault(stream, set()).add((seq, stmt))
    return vector


def pack_state(state: SeenState) -> bytes:
    """What a stream has told so far, as bytes."""
    return _encode((state.order, sorted(state.tips.items())))


def unpack_state(data: bytes) -> SeenState:
    """What a stream has told so far; nothing for a new one."""
    if not data:
        return SeenState()
    order, rows = msgspec.msgpack.decode(data, type=_State)
    return SeenState(tuple(order), {stream: tuple(told) for stream, told in rows})
