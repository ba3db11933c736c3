# SPDX-License-Identifier: Apache-2.0
"""The kinds of operations: which thing they touch, how they merge, which role and fields they need.

A kind's role never changes; a new rule is a new kind. A reader that does not know a kind keeps it,
passes it on and still checks the role, which stands in the operation. Fields that this program does
not know are kept beside the known ones.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .clock import LAST_MS
from .operation import MAX_LINKS, OpHead, Value
from .roles import Role


class Mode(Enum):
    """How operations of a kind come together."""

    REGISTER = "register"
    """Each field holds the latest write; concurrent different writes are a visible conflict."""
    GROW = "grow"
    """Each operation stands for ever, beside all others."""
    REMOVE = "remove"
    """Takes the whole thing away, unless somebody edited it meanwhile."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The rule of one kind.

    ``fields`` gives the type of each known field, None being allowed in registers; a name that ends in
    a dot stands for all fields with that prefix (``step.3``). ``required`` fields must be there.
    """

    thing: str
    mode: Mode
    right: Role
    fields: Mapping[str, type]
    required: frozenset[str] = frozenset()


def _register(thing: str, right: Role, **fields: type) -> Kind:
    return Kind(thing, Mode.REGISTER, right, {name.replace("__", "."): kind for name, kind in fields.items()})


def _grow(thing: str, right: Role, required: str, **fields: type) -> Kind:
    return Kind(thing, Mode.GROW, right, fields, frozenset(required.split()))


KINDS: dict[str, Kind] = {
    "incident.set": _register(
        "incident", Role.COORDINATOR, name=str, state=str, severity=str, plan=str, plan_version=str, summary=str,
        started_at_ms=int, opened_at_ms=int, next_report_at_ms=int, topics=list,
        objectives=str, headline=str, classification=str, document__=str,
    ),
    "entry.add": _grow(
        "entry", Role.RESPONDER, "text kind event_at_ms event_offset_min",
        text=str, kind=str, event_at_ms=int, event_offset_min=int, cites=list,
    ),
    "entry.strike": _grow("entry", Role.RESPONDER, "target reason", target=bytes, reason=str),
    "entry.mark": _register("entry", Role.RESPONDER, significant=bool),
    "entry.tag": _register("entry", Role.RESPONDER, tag__=bool),
    "task.set": _register(
        "task", Role.RESPONDER, title=str, detail=str, state=str, reason=str, role=str, owner=str, priority=str,
        phase=str, due_at_ms=int, order=str, document=str, acknowledged_by=str, acknowledged_at_ms=int,
        plan_key=str, blocked_by=list, step__=dict, document_id=bytes, document_version=bytes,
    ),
    "person.set": _register(
        "person", Role.RESPONDER, name=str, organisation=str, title=str, note=str, uid=str, verified_at_ms=int,
        email__=str, number__=dict, group__=bool,
    ),
    "person.remove": Kind("person", Mode.REMOVE, Role.RESPONDER, {}),
    "call_list.set": _register(
        "call_list", Role.COORDINATOR, name=str, purpose=str, say=str, plan_key=str, order=str, member__=str,
    ),
    "call_list.remove": Kind("call_list", Mode.REMOVE, Role.COORDINATOR, {}),
    "call.attempt": _grow(
        "call", Role.RESPONDER, "person outcome at_ms",
        person=bytes, call_list=bytes, outcome=str, number=str, note=str, at_ms=int, retry_at_ms=int,
    ),
    "document.version": _grow(
        "document", Role.RESPONDER, "title file_name media_type size sha256 blob",
        title=str, file_name=str, path=str, media_type=str, size=int, sha256=bytes, blob=dict, why=str,
        category=str, owner=str, tags=list, classification=str, readers=list, is_vital=bool, version=str,
        reviewed_on=str, review_interval_days=int, site=str, service=str,
    ),
    "document.set": _register(
        "document", Role.RESPONDER, title=str, category=str, owner=str, is_vital=bool, reviewed_on=str,
        review_interval_days=int, site=str, service=str, tag__=bool,
    ),
    "document.restrict": _register("document", Role.COORDINATOR, classification=str, reader__=bool),
    "document.leave": _grow("document", Role.VIEWER, "version how", version=bytes, how=str, note=str),
    "role.set": _register("role", Role.COORDINATOR, key=str, title=str, holder=str, deputies=list, duties=str),
    "message.add": _grow(
        "message", Role.RESPONDER, "to subject text", to=str, to_kind=str, subject=str, text=str, urgent=bool,
    ),
    "message.acknowledge": _grow("message", Role.RESPONDER, "target", target=bytes),
    "message.reply": _grow("message", Role.RESPONDER, "target text", target=bytes, text=str),
    "report.issue": _grow(
        "report", Role.RESPONDER, "blob number seen_root at_ms",
        blob=dict, number=int, seen_root=bytes, own_tip=list, at_ms=int, headline=str, pages=int,
    ),
    "station.set": _register("station", Role.VIEWER, name=str),
    "checkpoint.sign": _grow("checkpoint", Role.VIEWER, ""),
}  # fmt: skip


def kinds_mark() -> int:
    """A number that changes with the kinds and fields that this program knows, 31 bits."""
    known = [(name, kind.thing, kind.mode, kind.right, sorted(kind.required), sorted(
        (field, type_.__name__) for field, type_ in kind.fields.items()
    )) for name, kind in sorted(KINDS.items())]  # fmt: skip
    return zlib.crc32(repr(known).encode()) & 0x7FFFFFFF


def schema_fault(head: OpHead, body: Mapping[str, Value]) -> str | None:
    """Why this program rejects an operation of a kind that it knows, or None if it is well formed.

    Unknown kinds and unknown fields are never a fault.
    """
    kind = KINDS.get(head.kind)
    if len(head.sup) > MAX_LINKS:
        return "too many links"
    if kind is None:
        return None
    if kind.right != head.right:
        return "wrong role class for its kind"
    missing = sorted(kind.required - body.keys())
    if missing:
        return f"field {missing[0]} is missing"
    wrong = next((name for name, value in body.items() if not _fits(kind, name, value)), None)
    return f"field {wrong} has the wrong type" if wrong else None


def _fits(kind: Kind, name: str, value: Value) -> bool:
    expected = kind.fields.get(name) or kind.fields.get(name.partition(".")[0] + ".")
    if expected is None:
        return True
    if value is None:
        return name not in kind.required
    if name.endswith("_ms"):
        return type(value) is int and 0 <= value <= LAST_MS
    return type(value) is expected
