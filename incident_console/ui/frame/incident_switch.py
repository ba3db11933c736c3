# SPDX-License-Identifier: Apache-2.0
"""Which incident the window shows: the one of last time, else the open one; another by the menu; one that arrives."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal

from incident_console.ui.frame.facts import FrameFacts
from incident_console.ui.frame.head_and_foot import HeadAndFoot
from incident_console.ui.frame.incident_menu import IncidentMenu
from incident_console.ui.settings import Settings
from incident_console.ui.widgets.header_bar import HeaderBar

MEMORY_KEY = "frame/incident"


class IncidentSwitch(QObject):
    """``changed(id or None)`` tells what to show, ``opening_wanted`` that the user would open another one."""

    changed = Signal(object)
    opening_wanted = Signal()

    def __init__(self, header: HeaderBar, head_and_foot: HeadAndFoot, settings: Settings) -> None:
        super().__init__(header)
        self._header, self._head_and_foot, self._settings = header, head_and_foot, settings
        self._facts: FrameFacts | None = None
        self.shown: bytes | None = None
        header.incident_clicked.connect(self.show_menu)
        head_and_foot.facts_read.connect(self._on_facts)

    def show(self, incident: bytes) -> None:
        """Show this incident from now on, also at the next start."""
        self._settings.write(MEMORY_KEY, incident.hex())
        self._head_and_foot.choose(incident)
        if incident != self.shown:
            self.shown = incident
            self.changed.emit(incident)

    def show_menu(self) -> None:
        """Open the list of incidents below the header's button."""
        if self._facts is None:
            return
        button = self._header.incident_button
        menu = IncidentMenu(self._facts, self._on_chosen, button)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _on_chosen(self, incident: bytes | None) -> None:
        if incident is None:
            self.opening_wanted.emit()
        else:
            self.show(incident)

    def _on_facts(self, facts: FrameFacts) -> None:
        is_first, self._facts = self._facts is None, facts
        if self.shown is None:
            line = facts.incident
            if line is not None and not line.is_open:
                line = next((other for other in facts.incidents if other.is_open), line)
            self._begin_with(line.id if line else None, is_first=is_first)

    def _begin_with(self, incident: bytes | None, *, is_first: bool) -> None:
        if incident is not None:
            self.show(incident)
        elif is_first:
            self.changed.emit(None)


def remembered_incident(settings: Settings) -> bytes | None:
    """The incident that was shown last in this workspace."""
    try:
        return bytes.fromhex(settings.read(MEMORY_KEY)) or None
    except ValueError:
        return None
