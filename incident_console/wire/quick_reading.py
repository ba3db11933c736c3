# SPDX-License-Identifier: Apache-2.0
"""The quick way to and from the bytes of most operations: read by a compiled decoder, then proven canonical.

What was read is written again: only bytes that come out the same are believed, and everything else is left to the
strict reader in ``canonical``. No shape here holds an array of any length, so that no bytes can ask for memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import msgspec

from incident_console.domain.operation import Value

_Plain = dict[str, str | int | bool | None]


class _Head(msgspec.Struct, array_like=True):
    """The head of an operation without links and without members of a newer program."""

    kind: str
    right: int
    incident: bytes | None
    number: tuple[str, bytes, int] | None
    entity: bytes
    device: bytes
    person: bytes
    hlc: int
    wall_ms: int
    utc_offset_min: int
    sup: tuple[()]


_USUAL = {str, int, bool, bytes, type(None)}
_read_head = msgspec.msgpack.Decoder(_Head).decode
_read_body = cast(Callable[[bytes], dict[str, Value]], msgspec.msgpack.Decoder(_Plain).decode)
_write = msgspec.msgpack.Encoder().encode


def common_head(data: bytes) -> list[Value] | None:
    """The members of a head of the usual shape, as ``unpack`` gives them; None leaves it to ``unpack``."""
    try:
        found = _read_head(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if _write(found) != data:
        return None
    number: list[Value] | None = None if found.number is None else [*found.number]
    return [
        *(found.kind, found.right, found.incident, number, found.entity, found.device, found.person),
        *(found.hlc, found.wall_ms, found.utc_offset_min, []),
    ]


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
