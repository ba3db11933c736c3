# SPDX-License-Identifier: Apache-2.0
"""From operations to what people see: one pure function for each type of thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .call_list import CallAttempt, CallList, project_attempts, project_call_list
from .document import Document, project_document
from .incident import Incident, project_incident
from .issued_report import IssuedReport, project_reports
from .kinds import KINDS
from .merge import KnownOp, merge_registers
from .message import Message, project_messages
from .people import Person, project_person
from .role_holder import RoleHolder, project_role
from .status_log import Entry, project_entries
from .task import Task, project_task
from .view import text


@dataclass(frozen=True, slots=True)
class StationName:
    """The name that people gave to a station, such as Ops-1; ``id`` is its device."""

    id: bytes
    name: str


View = (
    Incident
    | Entry
    | Task
    | Person
    | CallList
    | CallAttempt
    | Document
    | RoleHolder
    | Message
    | IssuedReport
    | StationName
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as stored in the index: its key, incident, sort keys, view, and searchable text."""

    key: bytes
    thing: str
    incident: bytes | None
    sort: int
    tie: int
    view: View
    title: str
    words: str


VIEW_TYPES: dict[str, type[View]] = {
    "incident": Incident,
    "entry": Entry,
    "task": Task,
    "person": Person,
    "call_list": CallList,
    "call": CallAttempt,
    "document": Document,
    "role": RoleHolder,
    "message": Message,
    "report": IssuedReport,
    "station": StationName,
}


def project(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    """What the operations known about one entity show: usually one row, several for a line and its strikes.

    Pure: depends on the set of operations and their verdicts alone. Kinds of different things under one
    entity id are projected apart.
    """
    apart: dict[str, list[KnownOp]] = {}
    for item in known:
        kind = KINDS.get(item.op.head.kind)
        if kind is not None:
            apart.setdefault(kind.thing, []).append(item)
    rows: list[Row] = []
    for thing in sorted(apart):
        if any(item.is_accepted for item in apart[thing]):
            rows.extend(_PROJECTORS[thing](entity, apart[thing]))
    return rows


def _incident(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_incident(entity, known)
    if view is None:
        return []
    return [
        Row(
            entity,
            "incident",
            entity,
            view.opened_at_ms,
            view.opened.hlc,
            view,
            view.name,
            f"{view.summary}\n{view.headline}",
        )
    ]


def _entry(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    return [
        Row(e.id, "entry", e.incident, e.event_at_ms, e.entered.hlc, e, "", e.text)
        for e in project_entries(entity, known)
    ]


def _task(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_task(entity, known)
    if view is None:
        return []
    words = "\n".join([view.detail, view.owner, view.role, *(step.text for step in view.steps)])
    return [Row(entity, "task", view.incident, view.made.hlc >> 16, view.made.hlc, view, view.title, words)]


def _person(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_person(entity, known)
    if view is None:
        return []
    numbers = " ".join(f"{number.number} {number.e164}" for number in view.numbers)
    words = "\n".join([view.organisation, view.title, numbers, " ".join(view.emails), view.note, " ".join(view.groups)])
    return [Row(entity, "person", None, 0, 0, view, view.name, words)]


def _call_list(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_call_list(entity, known)
    if view is None:
        return []
    return [Row(entity, "call_list", view.incident, view.made.hlc >> 16, view.made.hlc, view, view.name, view.purpose)]


def _call(_entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    return [
        Row(call.id, "call", call.incident, call.at_ms, call.made.hlc, call, "", call.note)
        for call in project_attempts(known)
    ]


def _document(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_document(entity, known)
    if view is None:
        return []
    now, told = view.current, view.properties
    words = " ".join([now.file_name, told.category, told.owner, told.site, told.service, *told.tags])
    return [Row(entity, "document", None, now.made.wall_ms, now.made.hlc, view, told.title, words)]


def _role(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    view = project_role(entity, known)
    return [Row(entity, "role", view.incident, 0, 0, view, view.title, view.holder)] if view else []


def _message(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    found = project_messages(entity, known)
    return [
        Row(
            m.id,
            "message",
            m.incident,
            m.sent.wall_ms,
            m.sent.hlc,
            m,
            m.subject,
            "\n".join([m.text, *(r.text for r in m.replies)]),
        )
        for m in found
    ]


def _message_words(message: Message) -> str:
    return "\n".join([message.text, *(reply.text for reply in message.replies)])


def _report(_entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    found = project_reports(known)
    return [Row(r.id, "report", r.incident, r.at_ms, r.issued.hlc, r, "", r.headline) for r in found]


def _station(entity: bytes, known: Sequence[KnownOp]) -> list[Row]:
    own = [item for item in known if item.op.head.device == entity]
    name = text(merge_registers(own).value("name"))
    return [Row(entity, "station", None, 0, 0, StationName(entity, name), name, "")] if name else []


def _checkpoint(_entity: bytes, _known: Sequence[KnownOp]) -> list[Row]:
    """Nothing to look at: what counts is that the batch of a checkpoint signs what its author had seen."""
    return []


_PROJECTORS: dict[str, Callable[[bytes, Sequence[KnownOp]], list[Row]]] = {
    "incident": _incident,
    "entry": _entry,
    "task": _task,
    "person": _person,
    "call_list": _call_list,
    "call": _call,
    "document": _document,
    "role": _role,
    "message": _message,
    "report": _report,
    "station": _station,
    "checkpoint": _checkpoint,
}
