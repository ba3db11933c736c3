# SPDX-License-Identifier: Apache-2.0
"""What a document is called and how it is kept: set apart from its content, or said by a version of it.

A version *says* a property anew where it says something else than a version that it follows. What a version says and
what people set are writes of one field: whichever knew of the other wins, else the later one. So a file imported again
with the front matter it always had takes nothing back. Whom a document is restricted to is a coordinator's word, and
stands above whatever versions say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .merge import KnownOp, Merged, Register, merge_registers, order_key
from .operation import Operation, Value
from .view import FieldConflict, Stamp, conflicts_of, integer, stamp_of, text, texts, with_prefix

VERSION, SET, RESTRICT = "document.version", "document.set", "document.restrict"
OPEN, CONFIDENTIAL, RESTRICTED = "open", "confidential", "restricted"
TAG, READER = "tag.", "reader."
_TOLD = ("category", "classification", "is_vital", "owner", "review_interval_days", "reviewed_on", "service", "site",
         "title")  # fmt: skip
_UNNAMED_READERS = ("coordinator", "admin")
_LISTS = (("tags", TAG), ("readers", READER))


@dataclass(frozen=True, slots=True)
class Properties:
    """What everyone sees of a document besides its content; dates are ISO days.

    ``readers`` are the roles that a restricted document is for. ``reviewed`` says who set ``reviewed_on``, and when;
    None where a file says so, whoever brought it.
    """

    title: str
    category: str
    tags: tuple[str, ...]
    owner: str
    classification: str
    readers: tuple[str, ...]
    is_vital: bool
    site: str
    service: str
    reviewed_on: str
    review_interval_days: int | None
    reviewed: Stamp | None
    conflicts: tuple[FieldConflict, ...]

    @property
    def for_roles(self) -> tuple[str, ...]:
        """Whom a restricted document is for: a restriction that names no role is for those who may lift it."""
        return self.readers or _UNNAMED_READERS

    @property
    def is_restricted(self) -> bool:
        """Whether only some roles are to read it."""
        return self.classification.casefold() == RESTRICTED


def merge_properties(known: Sequence[KnownOp]) -> Merged:
    """The properties that versions say and people set, as fields; those of a restriction are not among them."""
    told = {item.op.id: _told(item.op) for item in known if item.op.head.kind == VERSION and item.is_accepted}
    writes = [_as_write(item, told) for item in known if item.op.head.kind in (VERSION, SET)]
    nodes = {item.op.id: item.op for item in writes}
    accepted = [item.op for item in writes if item.is_accepted]
    fields: dict[str, Register] = {}
    for name in sorted({name for op in accepted for name in op.body}):
        values = [op for op in accepted if name in op.body]
        covered = _covered(name, values, nodes) if len(values) > 1 else ()
        heads = sorted((op for op in values if op.id not in covered), key=order_key, reverse=True)
        fields[name] = Register(tuple(heads), name)
    return Merged(fields, is_removed=False, is_revived=False)


def merge_restriction(known: Sequence[KnownOp]) -> Merged:
    """What coordinators set about who may read it."""
    return merge_registers([item for item in known if item.op.head.kind == RESTRICT])


def is_restriction(field: str) -> bool:
    """Whether a field is one of a restriction: a coordinator's word."""
    return field == "classification" or field.startswith(READER)


def version_links(fields: Mapping[str, Value], parents: Sequence[bytes], known: Sequence[KnownOp]) -> tuple[bytes, ...]:
    """What a new version with these fields supersedes besides its parents: the writes of what it says anew."""
    told = {item.op.id: _told(item.op) for item in known if item.op.head.kind == VERSION and item.is_accepted}
    anew = _said_anew(told_by(fields), [told[parent] for parent in parents if parent in told])
    return merge_properties(known).heads_of(anew)


def properties_of(known: Sequence[KnownOp]) -> Properties:
    """What everyone sees of a document, from all operations known about it."""
    if len(known) == 1:
        return _said_alone(known[0].op.body)
    merged, restriction = merge_properties(known), merge_restriction(known)
    value, above = merged.value, restriction.value("classification")
    reviewed = merged.fields["reviewed_on"].heads[0] if "reviewed_on" in merged.fields else None
    return Properties(
        title=text(value("title")),
        category=text(value("category")),
        tags=_named(merged, TAG),
        owner=text(value("owner")),
        classification=text(value("classification")) if above is None else text(above),
        readers=_named(merged if above is None else restriction, READER),
        is_vital=value("is_vital") is True,
        site=text(value("site")),
        service=text(value("service")),
        reviewed_on=text(value("reviewed_on")),
        review_interval_days=integer(value("review_interval_days")),
        reviewed=stamp_of(reviewed) if reviewed and reviewed.head.kind == SET else None,
        conflicts=(*_set_apart(merged), *conflicts_of(restriction)),
    )


def _said_alone(body: Mapping[str, Value]) -> Properties:
    """The properties of a document with one version and nothing else, as most have: quick, for large imports."""
    return Properties(
        title=text(body.get("title")),
        category=text(body.get("category")),
        tags=_sorted_names(set(texts(body.get("tags")))),
        owner=text(body.get("owner")),
        classification=text(body.get("classification")),
        readers=_sorted_names(set(texts(body.get("readers")))),
        is_vital=body.get("is_vital") is True,
        site=text(body.get("site")),
        service=text(body.get("service")),
        reviewed_on=text(body.get("reviewed_on")),
        review_interval_days=integer(body.get("review_interval_days")) or None,
        reviewed=None,
        conflicts=(),
    )


def told_by(body: Mapping[str, Value]) -> dict[str, Value]:
    """The properties in the fields of a version, as fields of their own; what it says nothing of is not there."""
    told = {name: body[name] for name in _TOLD if body.get(name)}
    for name, prefix in _LISTS:
        told.update((f"{prefix}{each}", True) for each in texts(body.get(name)))
    return told


def _told(op: Operation) -> dict[str, Value]:
    return told_by(op.body)


def _as_write(item: KnownOp, told: Mapping[bytes, Mapping[str, Value]]) -> KnownOp:
    """A version as a write of what it says anew; anything else as it is."""
    if item.op.head.kind != VERSION:
        return item
    anew = _said_anew(_told(item.op), [told[link] for link in item.op.head.sup if link in told])
    return KnownOp(replace(item.op, body=anew), item.is_accepted)


def _said_anew(told: Mapping[str, Value], parents: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    """What one version says that not all those say which it follows; None for what it leaves out."""
    if not parents:
        return dict(told)
    names = {*told, *(name for parent in parents for name in parent)}
    return {name: told.get(name) for name in names if any(parent.get(name) != told.get(name) for parent in parents)}


def _covered(name: str, starts: Iterable[Operation], nodes: Mapping[bytes, Operation]) -> set[bytes]:
    """The writes of a field that others supersede. A version leads to the versions below it, whatever it says."""
    covered: set[bytes] = set()
    waiting = list(starts)
    while waiting:
        op = waiting.pop()
        for link in op.head.sup:
            below = nodes.get(link)
            if below is not None and link not in covered and _leads(name, op, below):
                covered.add(link)
                waiting.append(below)
    return covered


def _leads(name: str, above: Operation, below: Operation) -> bool:
    if above.head.kind == below.head.kind == VERSION:
        return True
    return name in above.body and (name in below.body or below.head.kind == VERSION)


def _named(merged: Merged, prefix: str) -> tuple[str, ...]:
    """The names below a prefix that are on, in the order of their letters."""
    return _sorted_names({name for name, is_on in with_prefix(merged, prefix) if is_on is True})


def _sorted_names(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=_alphabetical)) if len(names) > 1 else tuple(names)


def _alphabetical(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _set_apart(merged: Merged) -> tuple[FieldConflict, ...]:
    """Conflicts that a person made by setting something; what versions alone say apart is told as two versions."""
    return tuple(
        conflict
        for conflict in conflicts_of(merged)
        if any(head.head.kind == SET for head in merged.fields[conflict.field].heads)
    )
