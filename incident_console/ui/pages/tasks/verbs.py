# SPDX-License-Identifier: Apache-2.0
"""Everything one can do to tasks, each as one job on the store, and taking the last of it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.task import DONE, IN_PROGRESS, NOT_APPLICABLE, OPEN
from incident_console.services.session import Session
from incident_console.services.tasks import TaskLine
from incident_console.services.times import parse_due_time
from incident_console.ui.pages.page import PageContext

_MOST_KEPT = 50


@dataclass(frozen=True, slots=True)
class Doing:
    """Something done here that can be taken back: the task, the change, and both in words."""

    task: bytes
    op: bytes
    words: str


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as it was typed; ``due`` is a time as people type it."""

    title: str
    role: str = ""
    owner: str = ""
    due: str = ""


class TaskVerbs(QObject):
    """Each verb asks and returns at once.

    ``saved(TaskLine)`` comes when it is durable, ``refused(KnownError)`` when nothing was changed, ``added(TaskLine)``
    after `add`, and ``last_changed(words)`` tells what `undo` would take back, empty for nothing.
    """

    saved = Signal(object)
    refused = Signal(object)
    added = Signal(object)
    last_changed = Signal(str)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._done: list[Doing] = []

    @property
    def last(self) -> Doing | None:
        """What `undo` would take back."""
        return self._done[-1] if self._done else None

    def forget(self) -> None:
        """Take nothing back any more, as when another incident is shown."""
        self._done.clear()
        self._tell_last()

    def add(self, incident: bytes, new: NewTask) -> None:
        """Add a task."""
        self._ask(None, partial(_add, self._context.session, incident, new))

    def acknowledge(self, task: TaskLine) -> None:
        """Say that the owner knows of it."""
        self._ask(task, partial(self._context.session.tasks.acknowledge, task.id))

    def start(self, task: TaskLine) -> None:
        """Say that somebody is at it."""
        self._change(task, state=IN_PROGRESS)

    def finish(self, task: TaskLine) -> None:
        """Say that it is done."""
        self._change(task, state=DONE)

    def reopen(self, task: TaskLine) -> None:
        """Say that it has to be done after all."""
        self._change(task, state=OPEN)

    def leave_out(self, task: TaskLine, reason: str) -> None:
        """Say that it is not applicable, and why."""
        self._change(task, state=NOT_APPLICABLE, reason=reason)

    def set_owner(self, task: TaskLine, name: str) -> None:
        """Give it to a person; an empty name leaves it to its role."""
        self._change(task, owner=name)

    def set_role(self, task: TaskLine, role: str) -> None:
        """Let a role answer for it, by key."""
        self._change(task, role=role)

    def set_due(self, task: TaskLine, typed: str) -> None:
        """Set when it is due, as typed: 14:05, +30, none."""
        self._ask(task, partial(_set_due, self._context.session, task.id, typed))

    def postpone(self, task: TaskLine, minutes: int) -> None:
        """Move its due time on."""
        self._ask(task, partial(self._context.session.tasks.postpone, task.id, minutes))

    def tick(self, task: TaskLine, step: str, *, is_done: bool) -> None:
        """Tick a step, or take the tick off."""
        self._ask(task, partial(self._context.session.tasks.tick, task.id, step, is_done))

    def keep(self, task: TaskLine, field: str, op: bytes) -> None:
        """Settle two values by that of one of their authors."""
        self._ask(task, partial(self._context.session.tasks.keep, task.id, field, op))

    def undo(self) -> None:
        """Take back the last thing done here, unless somebody changed it since."""
        if self._done:
            doing = self._done.pop()
            self._tell_last()
            call = partial(self._context.session.tasks.undo, doing.task, doing.op)
            self._context.jobs.ask(call, on_success=self._on_undone, on_failure=self._on_refused)

    def _change(self, task: TaskLine, **fields: Value) -> None:
        self._ask(task, partial(self._context.session.tasks.change, task.id, **fields))

    def _ask(self, task: TaskLine | None, call: Callable[[], TaskLine]) -> None:
        before = task.changed_op if task else b""
        job = partial(_with_words, self._context.session, call)
        self._context.jobs.ask(job, on_success=partial(self._on_saved, before), on_failure=self._on_refused)

    def _on_saved(self, before: bytes, answer: tuple[TaskLine, str]) -> None:
        line, words = answer
        if line.changed_op != before and all(line.changed_op != doing.op for doing in self._done):
            self._done = [*self._done[1 - _MOST_KEPT :], Doing(line.id, line.changed_op, f"{line.label} {words}")]
            self._tell_last()
        self._context.tell_saved()
        self.saved.emit(line)
        if not before:
            self.added.emit(line)

    def _on_undone(self, line: TaskLine) -> None:
        self._context.tell_saved()
        self.saved.emit(line)

    def _on_refused(self, error: KnownError) -> None:
        self.refused.emit(error)

    def _tell_last(self) -> None:
        self.last_changed.emit(self._done[-1].words if self._done else "")


def _add(session: Session, incident: bytes, new: NewTask) -> TaskLine:
    due_at_ms = parse_due_time(new.due, session.now())
    return session.tasks.add(incident, new.title, role=new.role, owner=new.owner, due_at_ms=due_at_ms)


def _set_due(session: Session, task: bytes, typed: str) -> TaskLine:
    return session.tasks.change(task, due_at_ms=parse_due_time(typed, session.now()))


def _with_words(session: Session, call: Callable[[], TaskLine]) -> tuple[TaskLine, str]:
    line = call()
    history = session.tasks.history(line.id)
    return line, history[0].words if history else ""
