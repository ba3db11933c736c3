# SPDX-License-Identifier: Apache-2.0
"""The state of a thing as a pure function of the operations known about it.

The order of arrival never matters. A write that superseded another wins, along the closure of links
over every known operation, accepted or not; among concurrent accepted writes the highest (hlc, id)
shows, and differing others stay visible as a conflict until a person settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .kinds import KINDS, Mode
from .operation import Operation, Value


@dataclass(frozen=True, slots=True)
class KnownOp:
    """An operation that this laptop holds; ``is_accepted`` is false while it is held or beyond its author's role."""

    op: Operation
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Register:
    """One field as merged: ``heads`` are the surviving writes, the shown one first."""

    heads: tuple[Operation, ...]
    field: str

    @property
    def value(self) -> Value:
        """The value that every station shows."""
        return self.heads[0].body[self.field]

    @property
    def is_conflict(self) -> bool:
        """Whether concurrent writes left different values that nobody has settled."""
        return any(head.body[self.field] != self.value for head in self.heads[1:])


@dataclass(frozen=True, slots=True)
class Merged:
    """A thing as all stations see it: its fields, and whether it was removed or revived by an edit."""

    fields: Mapping[str, Register]
    is_removed: bool
    is_revived: bool

    def value(self, field: str) -> Value:
        """The shown value of a field, or None where nobody wrote it."""
        register = self.fields.get(field)
        return register.value if register else None

    def is_news(self, field: str, value: Value) -> bool:
        """Whether writing this would change what is shown, or settle two values."""
        register = self.fields.get(field)
        if register is None:
            return value is not None
        return register.is_conflict or register.value != value

    def heads_of(self, fields: Iterable[str]) -> tuple[bytes, ...]:
        """The operations that a new write of ``fields`` supersedes, sorted."""
        ids = {head.id for name in fields if name in self.fields for head in self.fields[name].heads}
        return tuple(sorted(ids))


def order_key(op: Operation) -> tuple[int, bytes]:
    """The tie-break among concurrent writes: the higher (hlc, id) shows."""
    return op.head.hlc, op.id


def merge_registers(known: Sequence[KnownOp]) -> Merged:
    """The fields of one thing from all operations known about it, in any order.

    Removals count as writes of every field when links are followed, but a thing with any accepted
    write outside the closure of every accepted removal is alive, with the values it had.
    """
    writers = [item for item in known if _mode(item.op) in (Mode.REGISTER, Mode.REMOVE)]
    removals = [item.op for item in writers if item.is_accepted and _mode(item.op) is Mode.REMOVE]
    fields = _field_names(writers)
    is_alive = not removals or any(_survives_removals(name, writers, removals) for name in fields)
    merged = {}
    for name in fields if is_alive else ():
        heads = _heads(name, writers)
        if heads:
            merged[name] = Register(tuple(sorted(heads, key=order_key, reverse=True)), name)
    return Merged(merged, is_removed=not is_alive, is_revived=is_alive and bool(removals))


def removal_links(merged: Merged) -> tuple[bytes, ...]:
    """What a removal supersedes: the heads of every field."""
    return merged.heads_of(merged.fields)


def version_heads(known: Sequence[KnownOp]) -> list[Operation]:
    """The newest versions of a document: accepted ones that no accepted version descends from, latest first."""
    versions = [item for item in known if item.op.head.kind == "document.version"]
    by_id = {item.op.id: item.op for item in versions}
    accepted = [item.op for item in versions if item.is_accepted]
    covered = _ancestors(accepted, by_id)
    return sorted((op for op in accepted if op.id not in covered), key=order_key, reverse=True)


def _mode(op: Operation) -> Mode | None:
    kind = KINDS.get(op.head.kind)
    return kind.mode if kind else None


def _field_names(writers: Sequence[KnownOp]) -> list[str]:
    return sorted({name for item in writers if _mode(item.op) is Mode.REGISTER for name in item.op.body})


def _writes(op: Operation, field: str) -> bool:
    return _mode(op) is Mode.REMOVE or field in op.body


def _heads(field: str, writers: Sequence[KnownOp]) -> list[Operation]:
    by_id = {item.op.id: item.op for item in writers if _writes(item.op, field)}
    values = [
        item.op for item in writers if item.is_accepted and item.op.id in by_id and _mode(item.op) is Mode.REGISTER
    ]
    covered = _ancestors(values, by_id)
    return [op for op in values if op.id not in covered]


def _survives_removals(field: str, writers: Sequence[KnownOp], removals: Sequence[Operation]) -> bool:
    by_id = {item.op.id: item.op for item in writers if _writes(item.op, field)}
    removed = _ancestors(removals, by_id)
    return any(
        item.is_accepted and _mode(item.op) is Mode.REGISTER and item.op.id not in removed
        for item in writers
        if item.op.id in by_id
    )


def _ancestors(starts: Iterable[Operation], by_id: Mapping[bytes, Operation]) -> set[bytes]:
    """Every operation that the starts supersede, through links between operations of ``by_id``."""
    covered: set[bytes] = set()
    open_links = [link for op in starts for link in op.head.sup]
    while open_links:
        link = open_links.pop()
        if link in by_id and link not in covered:
            covered.add(link)
            open_links.extend(by_id[link].head.sup)
    return covered
