# SPDX-License-Identifier: Apache-2.0
"""What happens while tasks are made of a document: its steps are fetched, those chosen become tasks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.services.document_tasks import StepChoice
from incident_console.services.roles import RoleLine
from incident_console.services.session import Session
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents.tasks_view import TasksView
from incident_console.ui.pages.page import PageContext


class TaskMakingDesk(QObject):
    """Fills the view.

    ``began`` comes when there are steps to choose from, ``made(title, tasks)`` with the tasks that were made,
    ``failed`` when there is nothing to make tasks of.
    """

    began = Signal()
    made = Signal(str, object)
    failed = Signal(object)

    def __init__(self, context: PageContext, view: TasksView, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._choice: StepChoice | None = None
        self._is_making = False
        self._openings = Latest(context.jobs, self)
        view.make_wanted.connect(self._on_make_wanted)

    def open(self, incident: bytes, opened: OpenedDocument) -> None:
        """Show the steps of the version that is read."""
        ask = partial(_choice, self._context.session, incident, opened.line.id, opened.version.id)
        self._openings.ask(ask, self._on_choice, self.failed.emit)

    def _on_choice(self, answer: tuple[StepChoice, list[RoleLine]]) -> None:
        self._choice, self._is_making = answer[0], False
        self.began.emit()
        self._view.show_choice(*answer, self._context.session.now())
        self._view.rows.setFocus()

    def _on_make_wanted(self) -> None:
        choice = self._choice
        if choice is None or self._is_making:
            return
        self._is_making = True
        make = partial(
            self._context.session.document_tasks.make,
            *(choice.incident, choice.document.id, choice.version.id),
            self._view.model.chosen,
            self._view.role.currentData() or "",
        )
        done = partial(self._on_made, choice.version.title)
        self._context.jobs.ask(make, on_success=done, on_failure=self._on_not_made)

    def _on_made(self, title: str, tasks: list[bytes]) -> None:
        self._choice, self._is_making = None, False
        self._context.tell_saved()
        self.made.emit(title, tasks)

    def _on_not_made(self, error: KnownError) -> None:
        self._is_making = False
        self._view.bar.tell_error(error)


def _choice(session: Session, incident: bytes, document: bytes, version: bytes) -> tuple[StepChoice, list[RoleLine]]:
    """The steps, and the roles that may answer for the tasks."""
    return session.document_tasks.choice(incident, document, version), session.roles.lines(incident)
