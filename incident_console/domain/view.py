# SPDX-License-Identifier: Apache-2.0
"""What all views of the record share: who wrote it and when, and values that two people set differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .clock import LAST_MS
from .merge import KnownOp, Merged
from .operation import Number, Operation, Value


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote an operation, on which station, and when by that station's clock."""

    op: bytes
    device: bytes
    person: bytes
    hlc: int
    wall_ms: int
    utc_offset_min: int


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that people set for a field without knowing of each other; ``value`` is a Value."""

    value: Any
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field with several values; the first one is shown until somebody settles it."""

    field: str
    values: tuple[ConflictValue, ...]


def stamp_of(op: Operation) -> Stamp:
    """Author, station and times of an operation."""
    head = op.head
    return Stamp(op.id, head.device, head.person, head.hlc, min(head.wall_ms, LAST_MS), head.utc_offset_min)


def conflicts_of(merged: Merged) -> tuple[FieldConflict, ...]:
    """Every field of a thing that shows two values, by name, each different value once."""
    return tuple(
        FieldConflict(name, tuple(_distinct(register.heads, name)))
        for name, register in sorted(merged.fields.items())
        if register.is_conflict
    )


def first_and_last(known: Sequence[KnownOp]) -> tuple[Stamp, Stamp]:
    """Who made a thing and who changed it last, among accepted operations (at least one)."""
    ops = sorted((item.op for item in known if item.is_accepted), key=lambda op: (op.head.hlc, op.id))
    return stamp_of(ops[0]), stamp_of(ops[-1])


def text(value: Value) -> str:
    """A value as text; anything else than text is the empty text."""
    return value if isinstance(value, str) else ""


def integer(value: Value) -> int | None:
    """A value as whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def identity(value: Value, length: int) -> bytes:
    """A value as an id of this many bytes; anything else is the empty one."""
    return value if isinstance(value, bytes) and len(value) == length else b""


def texts(value: Value) -> tuple[str, ...]:
    """The texts of a list value, leaving out anything that is not text."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def with_prefix(merged: Merged, prefix: str) -> list[tuple[str, Value]]:
    """The fields below a prefix (``step.``) that hold a value, as (rest of the name, value), by name."""
    found = (
        (name.removeprefix(prefix), merged.value(name)) for name in sorted(merged.fields) if name.startswith(prefix)
    )
    return [(name, value) for name, value in found if value is not None]


def member(value: Mapping[str, Value] | Value, name: str) -> Value:
    """A member of a map value, or None where the value is no map or lacks it."""
    return value.get(name) if isinstance(value, Mapping) else None


def _distinct(heads: Iterable[Operation], name: str) -> Iterable[ConflictValue]:
    seen: list[Value] = []
    for head in heads:
        value = head.body[name]
        if value not in seen:
            seen.append(value)
            yield ConflictValue(value, stamp_of(head))


def incident_of(known: Sequence[KnownOp]) -> bytes | None:
    """The incident that a thing was made in: that of its earliest accepted operation that names one."""
    placed = [item.op for item in known if item.is_accepted and item.op.head.incident]
    return min(placed, key=lambda op: (op.head.hlc, op.id)).head.incident if placed else None


def first_number(known: Sequence[KnownOp]) -> Number | None:
    """The number under which a thing was made: that of its earliest accepted numbered operation."""
    numbered = [item.op for item in known if item.is_accepted and item.op.head.number]
    return min(numbered, key=lambda op: (op.head.hlc, op.id)).head.number if numbered else None
