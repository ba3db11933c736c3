# SPDX-License-Identifier: Apache-2.0
"""Tasks: who does what by when, each change in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .errors import KnownError
from .merge import KnownOp, merge_registers
from .operation import Draft, Number, Value
from .view import (
    FieldConflict,
    Stamp,
    conflicts_of,
    first_and_last,
    first_number,
    identity,
    incident_of,
    integer,
    member,
    text,
    texts,
    with_prefix,
)

OPEN, IN_PROGRESS, DONE, NOT_APPLICABLE = "open", "in_progress", "done", "not_applicable"
TASK_STATES = (OPEN, IN_PROGRESS, DONE, NOT_APPLICABLE)
PRIORITIES = ("high", "normal", "low")
_SPELLINGS = {"in progress": IN_PROGRESS, "in-progress": IN_PROGRESS, "doing": IN_PROGRESS, "started": IN_PROGRESS,
              "not applicable": NOT_APPLICABLE, "not-applicable": NOT_APPLICABLE, "n/a": NOT_APPLICABLE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task, ticked or not."""

    key: str
    text: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A task as the whole team sees it; ``owner`` is a person, ``role`` the role that answers for it.

    ``document`` is a file name of the library. A task that was made of a document's step, or of a plan whose document
    the library had then, also has ``document_id`` and ``document_version``, the version of that moment; both are empty
    otherwise.
    """

    id: bytes
    incident: bytes
    number: Number | None
    title: str
    detail: str
    state: str
    reason: str
    role: str
    owner: str
    priority: str
    phase: str
    due_at_ms: int | None
    order: str
    document: str
    document_id: bytes
    document_version: bytes
    plan_key: str
    blocked_by: tuple[str, ...]
    acknowledged_by: str
    acknowledged_at_ms: int | None
    steps: tuple[Step, ...]
    made: Stamp
    changed: Stamp
    conflicts: tuple[FieldConflict, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (OPEN, IN_PROGRESS)

    def is_overdue(self, now_ms: int) -> bool:
        """Whether it is open past its due time."""
        return self.is_open and self.due_at_ms is not None and self.due_at_ms < now_ms


def parse_state(word: str) -> str:
    """The task state that a person typed; raises KnownError for an unknown one."""
    state = _SPELLINGS.get(word.strip().lower(), word.strip().lower())
    if state not in TASK_STATES:
        raise KnownError(f"There is no task state “{word}”", what_to_do=f"Use one of {', '.join(TASK_STATES)}.")
    return state


def new_task(entity: bytes, incident: bytes, title: str, fields: Mapping[str, Value]) -> Draft:
    """Add a task to an incident; raises KnownError if the title is blank."""
    if not title.strip():
        raise KnownError("A task needs a title", what_to_do="Say in a few words what has to be done.")
    body = {"title": title.strip(), "state": OPEN, **fields}
    return Draft("task.set", entity, body, incident=incident, number_what="task")


def change_task(task: Task, fields: Mapping[str, Value], known: Sequence[KnownOp]) -> Draft:
    """Change fields of a task, superseding what this laptop knows; raises KnownError for a bad state or title."""
    if not fields:
        raise KnownError("Nothing to change", what_to_do="Name a field and its new value.")
    if not text(fields.get("title", "-")).strip():
        raise KnownError("A task needs a title", "Nothing was changed.")
    if fields.get("state") == NOT_APPLICABLE and not text(fields.get("reason")).strip():
        raise KnownError("Say why the task is not applicable", "Nothing was changed.", "Give a reason.")
    links = merge_registers(known).heads_of(fields)
    return Draft("task.set", task.id, dict(fields), incident=task.incident, sup=links)


def project_task(entity: bytes, known: Sequence[KnownOp]) -> Task | None:
    """The task that these operations describe, or None while nothing of it is accepted."""
    merged = merge_registers(known)
    incident = incident_of(known)
    if not merged.fields or incident is None:
        return None
    made, changed = first_and_last(known)
    value = merged.value
    return Task(
        id=entity,
        incident=incident,
        number=first_number(known),
        title=text(value("title")),
        detail=text(value("detail")),
        state=text(value("state")) or OPEN,
        reason=text(value("reason")),
        role=text(value("role")),
        owner=text(value("owner")),
        priority=text(value("priority")) or "normal",
        phase=text(value("phase")),
        due_at_ms=integer(value("due_at_ms")),
        order=text(value("order")),
        document=text(value("document")),
        document_id=identity(value("document_id"), 16),
        document_version=identity(value("document_version"), 32),
        plan_key=text(value("plan_key")),
        blocked_by=texts(value("blocked_by")),
        acknowledged_by=text(value("acknowledged_by")),
        acknowledged_at_ms=integer(value("acknowledged_at_ms")),
        steps=tuple(_step(key, step) for key, step in with_prefix(merged, "step.")),
        made=made,
        changed=changed,
        conflicts=conflicts_of(merged),
    )


def _step(key: str, value: Value) -> Step:
    return Step(key, text(member(value, "text")), member(value, "done") is True)
