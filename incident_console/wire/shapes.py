# SPDX-License-Identifier: Apache-2.0
"""Small checks that a decoded member is what its place asks for; each raises Malformed if it is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from incident_console.crypto.errors import NeedsNewerVersion
from incident_console.domain.operation import Value
from incident_console.wire.canonical import Fault, Malformed

VERSION = 1
"""The first member of every signed array; a reader leaves a later one to a newer program."""

LARGEST_U32 = (1 << 32) - 1
LARGEST_U64 = (1 << 64) - 1


def whole(value: Value, smallest: int, largest: int) -> int:
    """A whole number within bounds."""
    if type(value) is not int:
        raise Malformed(Fault.SCHEMA)
    if not smallest <= value <= largest:
        raise Malformed(Fault.LIMIT)
    return value


def check_version(value: Value, what: str) -> None:
    """Raises NeedsNewerVersion for a later version of what the array describes."""
    version = whole(value, 1, LARGEST_U32)
    if version != VERSION:
        raise NeedsNewerVersion(f"{what} {version}")


def yes_or_no(value: Value) -> bool:
    """A bool."""
    if type(value) is not bool:
        raise Malformed(Fault.SCHEMA)
    return value


def exact(value: Value, length: int) -> bytes:
    """Binary of one length."""
    if type(value) is not bytes or len(value) != length:
        raise Malformed(Fault.SCHEMA)
    return value


def binary(value: Value, longest: int) -> bytes:
    """Binary of at most some length."""
    if type(value) is not bytes:
        raise Malformed(Fault.SCHEMA)
    if len(value) > longest:
        raise Malformed(Fault.LIMIT)
    return value


def text(value: Value, longest: int) -> str:
    """Text of at most so many bytes of UTF-8."""
    if type(value) is not str:
        raise Malformed(Fault.SCHEMA)
    if len(value) > longest or len(value.encode()) > longest:
        raise Malformed(Fault.LIMIT)
    return value


def items(value: Value, most: int) -> list[Value]:
    """An array of at most so many members."""
    if type(value) is not list:
        raise Malformed(Fault.SCHEMA)
    if len(value) > most:
        raise Malformed(Fault.LIMIT)
    return value


def members(value: Value, known: int) -> list[Value]:
    """An array with at least the known members; a newer program may have appended more."""
    if type(value) is not list or len(value) < known:
        raise Malformed(Fault.SCHEMA)
    return value


def row(value: Value, length: int) -> list[Value]:
    """An array of exactly so many members."""
    if type(value) is not list or len(value) != length:
        raise Malformed(Fault.SCHEMA)
    return value


def mapping(value: Value) -> dict[str, Value]:
    """A map with text keys."""
    if type(value) is not dict:
        raise Malformed(Fault.SCHEMA)
    return value


def member(fields: Mapping[str, Value], name: str) -> Value:
    """A field that must be there."""
    if name not in fields:
        raise Malformed(Fault.SCHEMA)
    return fields[name]


def sorted_hashes(value: Value, most: int) -> tuple[bytes, ...]:
    """An array of 32-byte hashes, sorted, each once."""
    hashes = tuple(exact(item, 32) for item in items(value, most))
    if any(left >= right for left, right in pairwise(hashes)):
        raise Malformed(Fault.SCHEMA)
    return hashes


def tips_of(value: Value, most: int) -> tuple[tuple[int, bytes], ...]:
    """An array of a stream's tips: [seq, stmt] pairs, sorted, each once."""
    tips = tuple(_tip(item) for item in items(value, most))
    if any(left >= right for left, right in pairwise(tips)):
        raise Malformed(Fault.SCHEMA)
    return tips


def _tip(value: Value) -> tuple[int, bytes]:
    seq, stmt = row(value, 2)
    return whole(seq, 1, LARGEST_U32), exact(stmt, 32)
