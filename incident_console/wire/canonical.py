# SPDX-License-Identifier: Apache-2.0
"""The one way to write a value as bytes: a strict subset of msgpack in which equal values have equal bytes.

Allowed: nil, bool, integers of 64 bits, UTF-8 text, binary, arrays, maps with text keys in byte order. Refused: floats,
extension types, duplicate or unordered keys, longer forms than needed, more than a given depth, trailing bytes.
Decoding then encoding gives the same bytes.
"""

from __future__ import annotations

from enum import StrEnum

from incident_console.domain.operation import Value

MAX_DEPTH = 8

_MAX_INT = (1 << 64) - 1
_MIN_INT = -(1 << 63)


class Fault(StrEnum):
    """Why bytes are not a canonical value. The values are stable: they are stored and shown."""

    TRUNCATED = "truncated"
    TRAILING = "trailing"
    TYPE = "type"
    NOT_MINIMAL = "not-minimal"
    TEXT = "text"
    KEYS = "keys"
    DEPTH = "depth"
    SCHEMA = "schema"
    LIMIT = "limit"


class Malformed(Exception):
    """Bytes that are not a canonical value, or a value that is not what it should be."""

    def __init__(self, code: Fault) -> None:
        super().__init__(str(code))
        self.code = code


def pack(value: object) -> bytes:
    """The bytes of a value. Raises Malformed for what the format cannot hold."""
    out = bytearray()
    _pack_into(out, value, MAX_DEPTH)
    return bytes(out)


def unpack(data: bytes, max_depth: int = MAX_DEPTH) -> Value:
    """The value of bytes written by ``pack``. Raises Malformed for anything else."""
    value, end = unpack_first(data, max_depth)
    if end != len(data):
        raise Malformed(Fault.TRAILING)
    return value


def unpack_first(data: bytes, max_depth: int = MAX_DEPTH) -> tuple[Value, int]:
    """The value at the beginning of bytes, and where it ends. Raises Malformed."""
    try:
        return _read(data, 0, max_depth)
    except IndexError:
        raise Malformed(Fault.TRUNCATED) from None


def _pack_into(out: bytearray, value: object, depth: int) -> None:
    if value is None:
        out.append(0xC0)
    elif isinstance(value, bool):
        out.append(0xC3 if value else 0xC2)
    elif isinstance(value, int):
        _pack_int(out, value)
    elif isinstance(value, str):
        _pack_text(out, value)
    elif isinstance(value, bytes):
        _pack_length(out, len(value), None, (0xC4, 0xC5, 0xC6))
        out += value
    elif depth == 0:
        raise Malformed(Fault.DEPTH)
    elif isinstance(value, list | tuple):
        _pack_length(out, len(value), (0x90, 16), (None, 0xDC, 0xDD))
        for item in value:
            _pack_into(out, item, depth - 1)
    elif isinstance(value, dict):
        _pack_map(out, value, depth - 1)
    else:
        raise Malformed(Fault.TYPE)


def _pack_int(out: bytearray, number: int) -> None:
    if -32 <= number < 128:
        out.append(number & 0xFF)
        return
    if not _MIN_INT <= number <= _MAX_INT:
        raise Malformed(Fault.LIMIT)
    first = 0xCC if number >= 0 else 0xD0
    bits = number.bit_length() if number >= 0 else (~number).bit_length() + 1
    power = max(0, (bits - 1).bit_length() - 3)
    out.append(first + power)
    out += number.to_bytes(1 << power, "big", signed=number < 0)


def _pack_text(out: bytearray, text: str) -> None:
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed(Fault.TEXT) from None
    _pack_length(out, len(raw), (0xA0, 32), (0xD9, 0xDA, 0xDB))
    out += raw


def _pack_map(out: bytearray, fields: dict[object, object], depth: int) -> None:
    _pack_length(out, len(fields), (0x80, 16), (None, 0xDE, 0xDF))
    names = [name for name in fields if isinstance(name, str)]
    if len(names) != len(fields):
        raise Malformed(Fault.KEYS)
    for name in sorted(names):  # code point order is UTF-8 byte order
        _pack_text(out, name)
        _pack_into(out, fields[name], depth)


def _pack_length(
    out: bytearray, length: int, short: tuple[int, int] | None, marks: tuple[int | None, int, int]
) -> None:
    mark8, mark16, mark32 = marks
    if short is not None and length < short[1]:
        out.append(short[0] | length)
    elif mark8 is not None and length < 0x100:
        out += bytes((mark8, length))
    elif length < 0x10000:
        out.append(mark16)
        out += length.to_bytes(2, "big")
    else:
        out.append(mark32)
        out += length.to_bytes(4, "big")


def _read(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    """The value that starts at an offset, and where it ends. Inlined where operations spend their time."""
    mark = data[at]
    at += 1
    if mark < 0x80:
        return mark, at
    if mark < 0x90:
        return _map(data, at, mark & 0x0F, depth)
    if mark < 0xA0:
        return _array(data, at, mark & 0x0F, depth)
    if mark < 0xC0:
        return _text(data, at, mark & 0x1F)
    if mark >= 0xE0:
        return mark - 0x100, at
    if mark == _BIN8:
        return _binary(data, at + 1, data[at])
    if mark in _CONSTANTS:
        return _CONSTANTS[mark], at
    return _long_form(data, at, mark, depth)


def _long_form(data: bytes, at: int, mark: int, depth: int) -> tuple[Value, int]:
    if mark not in _LONG_FORMS:
        raise Malformed(Fault.TYPE)
    what, width, smallest = _LONG_FORMS[mark]
    raw, at = _binary(data, at, width)
    number = int.from_bytes(raw, "big", signed=what == "negative")
    if number > smallest if what == "negative" else number < smallest:
        raise Malformed(Fault.NOT_MINIMAL)
    match what:
        case "text":
            return _text(data, at, number)
        case "binary":
            return _binary(data, at, number)
        case "array":
            return _array(data, at, number, depth)
        case "map":
            return _map(data, at, number, depth)
    return number, at


def _text(data: bytes, at: int, length: int) -> tuple[str, int]:
    end = at + length
    if end > len(data):
        raise Malformed(Fault.TRUNCATED)
    try:
        return data[at:end].decode("utf-8"), end
    except UnicodeDecodeError:
        raise Malformed(Fault.TEXT) from None


def _binary(data: bytes, at: int, length: int) -> tuple[bytes, int]:
    end = at + length
    if end > len(data):
        raise Malformed(Fault.TRUNCATED)
    return data[at:end], end


def _array(data: bytes, at: int, count: int, depth: int) -> tuple[list[Value], int]:
    if depth == 0:
        raise Malformed(Fault.DEPTH)
    items: list[Value] = []
    for _ in range(count):
        item, at = _read(data, at, depth - 1)
        items.append(item)
    return items, at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[str, Value], int]:
    if depth == 0:
        raise Malformed(Fault.DEPTH)
    fields: dict[str, Value] = {}
    last: str | None = None
    for _ in range(count):
        name, at = _read(data, at, 0)
        if not isinstance(name, str) or (last is not None and name <= last):
            raise Malformed(Fault.KEYS)
        fields[name], at = _read(data, at, depth - 1)
        last = name
    return fields, at


_BIN8 = 0xC4
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}

# mark: what it starts, width of the number after it, the smallest (for negatives: largest) number it may hold.
# Floats (ca, cb), extension types and the unused c1 are missing here and so refused.
_LONG_FORMS = {
    0xC5: ("binary", 2, 0x100),
    0xC6: ("binary", 4, 0x10000),
    0xCC: ("number", 1, 0x80),
    0xCD: ("number", 2, 0x100),
    0xCE: ("number", 4, 0x10000),
    0xCF: ("number", 8, 0x100000000),
    0xD0: ("negative", 1, -33),
    0xD1: ("negative", 2, -0x81),
    0xD2: ("negative", 4, -0x8001),
    0xD3: ("negative", 8, -0x80000001),
    0xD9: ("text", 1, 0x20),
    0xDA: ("text", 2, 0x100),
    0xDB: ("text", 4, 0x10000),
    0xDC: ("array", 2, 0x10),
    0xDD: ("array", 4, 0x10000),
    0xDE: ("map", 2, 0x10),
    0xDF: ("map", 4, 0x10000),
}
