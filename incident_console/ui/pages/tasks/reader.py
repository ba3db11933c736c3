# SPDX-License-Identifier: Apache-2.0
"""Reads tasks for the page, one question at a time; events that come meanwhile are gathered for the next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.services.tasks import TaskLine
from incident_console.ui.latest import Latest
from incident_console.ui.pages.page import PageContext
from incident_console.ui.pages.tasks.facts import read_incident, read_task


class TaskReader(QObject):
    """``loaded(IncidentTasks)``, ``refreshed(keys asked for, task lines)``, ``task_read(TaskFacts)``.

    ``failed(KnownError)`` tells that what is shown may be old; a task that is gone is no failure.
    """

    loaded = Signal(object)
    refreshed = Signal(object, object)
    task_read = Signal(object)
    failed = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._incident: bytes | None = None
        self._all, self._one = Latest(context.jobs, self), Latest(context.jobs, self)
        self._stale: set[bytes] = set()
        self._is_refreshing = False

    def load(self, incident: bytes | None) -> None:
        """Read all tasks of an incident; None reads nothing and drops what is on its way."""
        self._incident = incident
        self._stale.clear()
        if incident is None:
            self._all.forget()
            self._one.forget()
            return
        self._all.ask(partial(read_incident, self._context.session, incident), self.loaded.emit, self.failed.emit)

    def refresh(self, keys: Iterable[bytes]) -> None:
        """Read these tasks again."""
        self._stale.update(keys)
        if self._stale and not self._is_refreshing:
            self._is_refreshing = True
            asked, self._stale = frozenset(self._stale), set()
            call = partial(self._context.session.tasks.some, sorted(asked))
            done = partial(self._on_lines, self._incident, asked)
            self._context.jobs.ask(call, on_success=done, on_failure=self._on_not_refreshed)

    def read_task(self, key: object) -> None:
        """Read all about one task; None reads nothing."""
        if isinstance(key, bytes):
            self._one.ask(partial(read_task, self._context.session, key), self.task_read.emit)
        else:
            self._one.forget()

    def _on_lines(self, incident: bytes | None, asked: frozenset[bytes], lines: list[TaskLine]) -> None:
        self._is_refreshing = False
        if incident == self._incident:
            self.refreshed.emit(asked, [line for line in lines if line.incident == incident])
        self.refresh(())

    def _on_not_refreshed(self, error: KnownError) -> None:
        self._is_refreshing = False
        self.failed.emit(error)
