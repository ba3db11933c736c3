# SPDX-License-Identifier: Apache-2.0
"""Checklists come alive: the task boxes and numbered steps of a document become tasks of an incident."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.document import Document
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import derived_entity
from incident_console.domain.operation import Draft, Value
from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.roles import Role
from incident_console.domain.task import Task, new_task
from incident_console.library.decoding import decode_text
from incident_console.library.document_steps import DocumentStep, read_steps
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.sync.station import Station

from .base import Service
from .tasks import step_value

if TYPE_CHECKING:
    from .documents import DocumentLine, DocumentsService, VersionLine
    from .tasks import TasksService

__all__ = ["DocumentStep", "DocumentTasksService", "StepChoice", "StepLine"]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a document; ``task`` is the number of the task that was made of it already, else empty."""

    step: DocumentStep
    task: str


@dataclass(frozen=True, slots=True)
class StepChoice:
    """What tasks may be made of one version of a document, in one incident.

    ``role`` is the key of the incident's role that the document's owner names, empty if it has none such.
    """

    incident: bytes
    document: DocumentLine
    version: VersionLine
    role: str
    steps: tuple[StepLine, ...]

    @property
    def open_keys(self) -> tuple[str, ...]:
        """The steps that are no task yet and not ticked in the document: what one wants, as a rule."""
        return tuple(line.step.key for line in self.steps if not line.task and not line.step.is_done)


class DocumentTasksService(Service):
    """Made twice, here or on two laptops apart, a step is one task; the task cites the version that lay open."""

    def __init__(self, station: Station, documents: DocumentsService, tasks: TasksService) -> None:
        super().__init__(station)
        self._documents, self._tasks = documents, tasks

    def choice(self, incident: bytes, document: bytes, version: bytes | None = None) -> StepChoice:
        """The steps of a version, the current one if none is named. Raises KnownError where there are none."""
        line, versions = self._documents.get(document), self._documents.versions(document)
        wanted = version or self._need(Document, document, "document").current.id
        shown = next((one for one in versions if one.id == wanted), None)
        if shown is None:
            raise KnownError("This version of the document is not here", "Nothing was changed.")
        steps = self._steps(document, shown)
        if not steps:
            raise KnownError(
                "This document has no steps", "Tasks are made of task boxes and numbered steps.", "Choose another one."
            )
        made = self._made(incident, document, steps)
        lines = tuple(StepLine(step, made.get(step.key, "")) for step in steps)
        return StepChoice(incident, line, shown, self._role_of(incident, line.owner), lines)

    def make(
        self, incident: bytes, document: bytes, version: bytes, keys: Collection[str], role: str = ""
    ) -> list[bytes]:
        """Make tasks of these steps, all or none; those that are tasks already are passed over.

        Due times count from now. Returns the tasks that were made. Raises KnownError without the right.
        """
        self.station.require(Role.RESPONDER, "add a task")
        choice = self.choice(incident, document, version)
        key = self._tasks.role_key(incident, role) if role else ""
        with self.station.lock:
            now = self.station.now().ms
            made = self._made(incident, document, [line.step for line in choice.steps])
            steps = [line.step for line in choice.steps if line.step.key in keys and line.step.key not in made]
            drafts = [_draft(choice, step, key, now) for step in steps]
            if drafts:
                self._save(*drafts)
        return [draft.entity for draft in drafts]

    def _steps(self, document: bytes, version: VersionLine) -> tuple[DocumentStep, ...]:
        data = self._documents.read(document, version.id)
        if recognise(version.file_name, data).format not in (DocumentFormat.MARKDOWN, DocumentFormat.TEXT):
            return ()
        return read_steps(decode_text(data).text)

    def _made(self, incident: bytes, document: bytes, steps: Sequence[DocumentStep]) -> dict[str, str]:
        """Which of these steps are tasks, each with its number."""
        entities = {_entity(incident, document, step): step.key for step in steps}
        with self.station.lock:
            found = self.station.index.things.many(Task, list(entities))
            return {entities[task.id]: self._tasks.label(task) for task in found}

    def _role_of(self, incident: bytes, owner: str) -> str:
        wanted = owner.strip().casefold()
        roles = self._all(RoleHolder, incident)
        return next((role.key for role in roles if wanted in (role.title.casefold(), role.key.casefold())), "")


def _entity(incident: bytes, document: bytes, step: DocumentStep) -> bytes:
    return derived_entity("task-of-document", incident, document, step.key)


def _draft(choice: StepChoice, step: DocumentStep, role: str, now_ms: int) -> Draft:
    given: dict[str, Value] = {
        "detail": step.detail,
        "phase": step.heading,
        "role": role,
        "due_at_ms": None if step.due_minutes is None else now_ms + step.due_minutes * 60_000,
        "document": choice.version.file_name,
        "document_id": choice.document.id,
        "document_version": choice.version.id,
        **{f"step.{place:03d}": step_value(text) for place, text in enumerate(step.parts, start=1)},
    }
    fields = {name: value for name, value in given.items() if value not in ("", None)}
    return new_task(_entity(choice.incident, choice.document.id, step), choice.incident, step.title, fields)
