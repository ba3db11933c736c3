# SPDX-License-Identifier: Apache-2.0
"""An incident: what happened, since when, by which plan the team works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import KnownError
from .merge import KnownOp, merge_registers
from .operation import Draft, Value
from .view import FieldConflict, Stamp, conflicts_of, first_and_last, integer, text, texts, with_prefix

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as the whole team sees it; times in ms UTC, ``started_at_ms`` when it began.

    ``documents`` are the file names of the documents that belong to it.
    """

    id: bytes
    name: str
    state: str
    severity: str
    plan: str
    plan_version: str
    summary: str
    headline: str
    classification: str
    started_at_ms: int
    opened_at_ms: int
    next_report_at_ms: int | None
    topics: tuple[str, ...]
    documents: tuple[str, ...]
    opened: Stamp
    changed: Stamp
    conflicts: tuple[FieldConflict, ...]

    @property
    def is_open(self) -> bool:
        """Whether the team still works on it."""
        return self.state != CLOSED


def open_incident(entity: bytes, name: str, at_ms: int, **fields: Value) -> Draft:
    """Open an incident under a name; raises KnownError if the name is blank."""
    if not name.strip():
        raise KnownError("An incident needs a name", what_to_do="Give it a name people will say on the phone.")
    body: dict[str, Value] = {
        "name": name.strip(),
        "state": OPEN,
        "started_at_ms": at_ms,
        "opened_at_ms": at_ms,
        **fields,
    }
    return Draft("incident.set", entity, body, incident=entity)


def project_incident(entity: bytes, known: Sequence[KnownOp]) -> Incident | None:
    """The incident that these operations describe, or None while nothing of it is accepted."""
    merged = merge_registers(known)
    if not merged.fields:
        return None
    opened, changed = first_and_last(known)
    value = merged.value
    return Incident(
        id=entity,
        name=text(value("name")),
        state=text(value("state")) or OPEN,
        severity=text(value("severity")),
        plan=text(value("plan")),
        plan_version=text(value("plan_version")),
        summary=text(value("summary")),
        headline=text(value("headline")),
        classification=text(value("classification")),
        started_at_ms=integer(value("started_at_ms")) or opened.wall_ms,
        opened_at_ms=integer(value("opened_at_ms")) or opened.wall_ms,
        next_report_at_ms=integer(value("next_report_at_ms")),
        topics=texts(value("topics")),
        documents=tuple(name for name, _ in with_prefix(merged, "document.")),
        opened=opened,
        changed=changed,
        conflicts=conflicts_of(merged),
    )
