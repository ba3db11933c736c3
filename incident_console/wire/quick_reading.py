# SPDX-License-Identifier: Apache-2.0
"""The quick way to and from the bytes of most operations: read by a compiled decoder, then proven canonical.

What was read is written again: only bytes that come out the same are believed, and everything else is left to the
strict reader in ``canonical``. No shape here holds an array of any length, so that no bytes can ask for memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, cast

import msgspec
from msgspec import Meta

from incident_console.domain.operation import Number, OpHead, Value
from incident_console.wire.shapes import LARGEST_U32

_Plain = dict[str, str | int | bool | None]


_Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
_Name = Annotated[str, Meta(max_length=16)]
"""Sixteen characters are no more than 64 bytes, whichever they are."""
_Count = Annotated[int, Meta(ge=1, le=LARGEST_U32)]
_Time = Annotated[int, Meta(ge=0)]


class _Head(msgspec.Struct, array_like=True):
    """The head of an operation within its bounds, without links and without members of a newer program."""

    kind: _Name
    right: Annotated[int, Meta(ge=0, le=3)]
    incident: _Id | None
    number: tuple[_Name, _Id, _Count] | None
    entity: _Id
    device: _Id
    person: _Id
    hlc: _Time
    wall_ms: _Time
    utc_offset_min: Annotated[int, Meta(ge=-1440, le=1440)]
    sup: tuple[()]


_USUAL = {str, int, bool, bytes, type(None)}
_read_head = msgspec.msgpack.Decoder(_Head).decode
_read_body = cast(Callable[[bytes], dict[str, Value]], msgspec.msgpack.Decoder(_Plain).decode)
_write = msgspec.msgpack.Encoder().encode


def common_head(data: bytes) -> OpHead | None:
    """A head of the usual shape, as the strict reader gives it; None leaves it to that one."""
    try:
        found = _read_head(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if _write(found) != data:
        return None
    return OpHead(
        found.kind, found.right, found.incident, None if found.number is None else Number(*found.number), found.entity,
        found.device, found.person, found.hlc, found.wall_ms, found.utc_offset_min, found.sup,
    )  # fmt: skip


def plain_body(data: bytes) -> dict[str, Value] | None:
    """The fields of a body of texts and numbers, as ``unpack`` gives them; None leaves it to ``unpack``."""
    try:
        found = _read_body(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return found if list(found) == sorted(found) and _write(found) == data else None


def body_bytes(fields: Mapping[str, Value]) -> bytes | None:
    """The bytes of a body of usual values, as ``pack`` gives them; None leaves it to ``pack``."""
    if not all(type(value) in _USUAL for value in fields.values()):
        return None
    return _written({name: fields[name] for name in sorted(fields)})


def head_bytes(members: Sequence[object]) -> bytes | None:
    """The bytes of a head without members of a newer program, as ``pack`` gives them; None leaves it to ``pack``."""
    return _written(members)


def _written(value: object) -> bytes | None:
    try:
        return _write(value)
    except (OverflowError, UnicodeEncodeError):
        return None
