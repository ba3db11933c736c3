# SPDX-License-Identifier: Apache-2.0
"""Notes of calls that are typed and not saved yet: each stays with its person, over a lock or a crash too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from incident_console.services.drafts import DraftsService
from incident_console.ui.jobs import JobRunner
from incident_console.ui.latest import Latest
from incident_console.ui.widgets.growing_text import GrowingText

Call = tuple[bytes, bytes]
"""The list and the person."""


class CallNotes(QObject):
    """Fills the field with the note of the call that is shown, and keeps what was typed when another comes."""

    def __init__(self, field: GrowingText, drafts: DraftsService, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._field, self._drafts, self._jobs = field, drafts, jobs
        self._notes: dict[Call, str] = {}
        self._readings = Latest(jobs, self)
        self.call: Call | None = None

    def show(self, call: Call | None) -> None:
        """Show the note of another call; nothing happens for the same one."""
        if call == self.call:
            return
        self.keep()
        self.call = call
        self._field.set_text(self._notes.get(call, "") if call else "")
        if call is not None and call not in self._notes:
            self._readings.ask(partial(self._drafts.read, _key(call)), partial(self._on_read, call))

    def keep(self) -> None:
        """Keep what is typed now."""
        text = self._field.text()
        if self.call is not None and text != self._notes.get(self.call, ""):
            self._notes[self.call] = text
            self._jobs.ask(partial(self._drafts.keep, _key(self.call), text))

    def forget(self, call: Call, saved: str) -> None:
        """A note is saved: take it away, unless more was typed meanwhile."""
        if call == self.call and self._field.text() == saved:
            self._field.set_text("")
        self._notes[call] = ""
        self._jobs.ask(partial(self._drafts.keep, _key(call), ""))

    def _on_read(self, call: Call, text: str) -> None:
        self._notes.setdefault(call, text)
        if call == self.call and text and not self._field.text():
            self._field.set_text(text)


def _key(call: Call) -> str:
    return f"call/{call[0].hex()}/{call[1].hex()}"
