# SPDX-License-Identifier: Apache-2.0
"""Lets somebody else write at this laptop: by one click in the status line, or by a key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.persons import Writer
    from incident_console.services.session import Session
    from incident_console.ui.frame.facts import FrameFacts
    from incident_console.ui.frame.head_and_foot import HeadAndFoot
    from incident_console.ui.jobs import JobRunner
    from incident_console.ui.widgets.status_line import StatusLine


class WriterSwitch(QObject):
    """``adding_wanted`` asks for the form that adds a person, ``failed(KnownError)`` tells that nobody was changed."""

    adding_wanted = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, jobs: JobRunner, status: StatusLine, head_and_foot: HeadAndFoot) -> None:
        super().__init__(status)
        self._session, self._jobs, self._status = session, jobs, status
        self._writers: tuple[Writer, ...] = ()
        status.switch_clicked.connect(self._on_clicked)
        head_and_foot.facts_read.connect(self._on_facts)

    def switch(self) -> None:
        """Let the next person write; where there is one only, ask for another."""
        names = [line.is_writing for line in self._writers]
        if len(names) < 2:
            self.adding_wanted.emit()
        else:
            self._choose(self._writers[(names.index(True) + 1) % len(names)])

    def _on_facts(self, facts: FrameFacts) -> None:
        before = [line.id for line in self._writers if line.is_writing]
        self._writers = facts.writers
        now = [line.id for line in self._writers if line.is_writing]
        if before and before != now:
            said = QAccessibleAnnouncementEvent(self._status, f"{facts.writer} is writing now")
            QAccessible.updateAccessibility(said)

    def _on_clicked(self) -> None:
        if len(self._writers) == 2:
            self.switch()
            return
        button = self._status.switch
        menu = QMenu(button)
        menu.setObjectName("writer-menu")
        menu.setAccessibleName("Who is writing")
        for line in self._writers:
            action = menu.addAction(line.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(line.is_writing)
            action.triggered.connect(partial(self._choose, line))
        menu.addSeparator()
        menu.addAction("Add a person\N{HORIZONTAL ELLIPSIS}").triggered.connect(self.adding_wanted)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _choose(self, line: Writer, *_checked: bool) -> None:
        self._jobs.ask(partial(self._session.writers.choose, line.id), on_failure=self._on_failure)

    def _on_failure(self, error: KnownError) -> None:
        self.failed.emit(error)
