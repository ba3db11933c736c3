# SPDX-License-Identifier: Apache-2.0
"""What each operation changed about a thing: every field before and after, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .kinds import KINDS, Mode
from .merge import KnownOp, Merged, order_key
from .operation import Operation, Value
from .view import Stamp, stamp_of


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as its author found it and left it; ``is_settling`` tells that they found two values there."""

    field: str
    before: Value
    after: Value
    is_settling: bool


@dataclass(frozen=True, slots=True)
class ThingChange:
    """One accepted operation; ``is_first`` is the one that made the thing."""

    stamp: Stamp
    fields: tuple[FieldChange, ...]
    is_first: bool


def changes_of(known: Sequence[KnownOp]) -> list[ThingChange]:
    """Every accepted write of a thing's fields, the oldest first.

    "Before" is what the author saw, not what others wrote meanwhile without knowing of it.
    """
    ops = sorted((item.op for item in known if item.is_accepted and _is_register(item.op)), key=order_key)
    by_id = {op.id: op for op in ops}
    return [_change(op, by_id, is_first=op is ops[0]) for op in ops]


def is_latest(change: ThingChange, merged: Merged) -> bool:
    """Whether all that this change wrote is still what everyone sees, with nothing else beside it."""
    registers = [merged.fields.get(each.field) for each in change.fields]
    return all(each and each.heads[0].id == change.stamp.op and not each.is_conflict for each in registers)


def _change(op: Operation, by_id: Mapping[bytes, Operation], *, is_first: bool) -> ThingChange:
    seen = sorted((by_id[link] for link in op.head.sup if link in by_id), key=order_key)
    fields = tuple(_field_change(op, field, seen) for field in sorted(op.body))
    return ThingChange(stamp_of(op), fields, is_first)


def _field_change(op: Operation, field: str, seen: Sequence[Operation]) -> FieldChange:
    values = [earlier.body[field] for earlier in seen if field in earlier.body]
    before = values[-1] if values else None
    return FieldChange(field, before, op.body[field], is_settling=any(value != before for value in values))


def _is_register(op: Operation) -> bool:
    return op.head.kind in KINDS and KINDS[op.head.kind].mode is Mode.REGISTER
