# SPDX-License-Identifier: Apache-2.0
"""The list of incidents below the header's button: the open ones first, then the closed, then the way to a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from incident_console.services.incidents import IncidentLine
from incident_console.services.times import clock
from incident_console.ui.frame.facts import FrameFacts


class IncidentMenu(QMenu):
    """Made anew each time it is shown. ``choose(id)`` is called for a choice, None for "open another"."""

    def __init__(self, facts: FrameFacts, choose: Callable[[bytes | None], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("incident-menu")
        self.setAccessibleName("Incidents")
        self._facts, self._choose = facts, choose
        self._group = QActionGroup(self)
        for title, is_open in (("Open", True), ("Closed", False)):
            self._add_lines(title, [line for line in facts.incidents if line.is_open is is_open])
        if facts.incidents:
            self.addSeparator()
        self.addAction("Open an incident\N{HORIZONTAL ELLIPSIS}").triggered.connect(partial(choose, None))
        self.aboutToHide.connect(self.deleteLater)

    def _add_lines(self, title: str, lines: list[IncidentLine]) -> None:
        if lines:
            self.addSection(title)
        for line in lines:
            self._add_line(line)

    def _add_line(self, line: IncidentLine) -> None:
        since = clock(line.started_at_ms, self._facts.now)
        action = QAction(f"{line.name.replace('&', '&&')}\tsince {since}", self)
        action.setCheckable(True)
        action.setChecked(self._facts.incident is not None and self._facts.incident.id == line.id)
        action.triggered.connect(partial(self._choose, line.id))
        self._group.addAction(action)
        self.addAction(action)
