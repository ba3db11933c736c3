# SPDX-License-Identifier: Apache-2.0
"""What the tasks page shows, read from the services in one go; nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.services.tasks import HistoryLine, TaskLine

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.conflicts import ConflictLine
    from incident_console.services.documents import DocumentLine
    from incident_console.services.roles import RoleLine
    from incident_console.services.session import Session


@dataclass(frozen=True, slots=True)
class IncidentTasks:
    """All tasks of an incident, whom one may give them to, and what was typed for a new one and not saved.

    ``refusal`` tells why this station may not change tasks.
    """

    lines: tuple[TaskLine, ...]
    roles: tuple[RoleLine, ...]
    names: tuple[str, ...]
    unsaved: str
    refusal: KnownError | None
    now: Moment


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """All about one task: what comes before it, fields with two values, its document, what became of it.

    Until ``is_whole`` only what lists hold is there; the rest is being read.
    """

    line: TaskLine
    blockers: tuple[TaskLine, ...]
    conflicts: tuple[ConflictLine, ...]
    document: DocumentLine | None
    history: tuple[HistoryLine, ...]
    now: Moment
    is_whole: bool = True


def read_incident(session: Session, incident: bytes) -> IncidentTasks:
    """Read all tasks of an incident."""
    return IncidentTasks(
        lines=tuple(session.tasks.lines(incident)),
        roles=tuple(session.roles.lines(incident)),
        names=tuple(session.tasks.likely_owners(incident)),
        unsaved=session.drafts.read(unsaved_key(incident)),
        refusal=session.tasks.refusal(),
        now=session.now(),
    )


def read_task(session: Session, task: bytes) -> TaskFacts:
    """Read everything about a task; raises KnownError if it is not here."""
    line = session.tasks.get(task)
    return TaskFacts(
        line=line,
        blockers=tuple(_in_order(session.tasks.some(line.blocker_ids), line.blocker_ids)),
        conflicts=tuple(session.conflicts.of(task)),
        document=_document(session, line),
        history=tuple(session.tasks.history(task)),
        now=session.now(),
    )


def _document(session: Session, line: TaskLine) -> DocumentLine | None:
    """The document that a task names, or cites by its id; None where it is not here."""
    if line.document_id:
        return next(iter(session.documents.some([line.document_id])), None)
    return session.documents.named(line.document) if line.document else None


def first_facts(line: TaskLine, blockers: Iterable[TaskLine | None], now: Moment) -> TaskFacts:
    """What is known of a task before anything is read."""
    return TaskFacts(line, tuple(each for each in blockers if each), (), None, (), now, is_whole=False)


def unsaved_key(incident: bytes) -> str:
    """Under which key the new task of an incident is kept while it is not saved."""
    return f"task-form/{incident.hex()}"


def _in_order(lines: Sequence[TaskLine], ids: Sequence[bytes]) -> list[TaskLine]:
    place = {key: number for number, key in enumerate(ids)}
    return sorted(lines, key=lambda line: place[line.id])
