# SPDX-License-Identifier: Apache-2.0
"""Keeps header and status line true: reads facts when something happened and once a minute."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.events import Event, ThingsChanged
from incident_console.ui.frame.facts import FrameFacts, read_facts
from incident_console.ui.frame.words import (
    clock_words,
    folder_words,
    header_state,
    held_words,
    saved_words,
    station_words,
    switch_words,
)
from incident_console.ui.theme import Tone

if TYPE_CHECKING:
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner
    from incident_console.ui.widgets.header_bar import HeaderBar
    from incident_console.ui.widgets.status_line import StatusLine

_GATHER_MS = 100


class HeadAndFoot(QObject):
    """``facts_read(FrameFacts)`` tells of each reading; the first one comes soon after construction."""

    facts_read = Signal(object)

    def __init__(
        self, session: Session, jobs: JobRunner, header: HeaderBar, status: StatusLine, chosen: bytes | None
    ) -> None:
        super().__init__(status)
        self._session, self._jobs = session, jobs
        self._header, self._status = header, status
        self._chosen = chosen
        self._saved_at_ms: int | None = None
        self._is_reading, self._is_stale = False, False
        self._pause = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._minute = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.read)
        self._minute.timeout.connect(self.read)
        self.facts: FrameFacts | None = None
        self.read()

    def choose(self, incident: bytes | None) -> None:
        """Speak of another incident from now on."""
        self._chosen = incident
        self.read()

    def note_saved(self) -> None:
        """Something was made durable just now."""
        self._saved_at_ms = self._session.now().ms
        self._pause.start()

    def take_events(self, events: Sequence[Event]) -> None:
        """Read anew soon; own changes are durable when they are told."""
        if any(isinstance(event, ThingsChanged) and event.is_local for event in events):
            self.note_saved()
        elif not self._pause.isActive():
            self._pause.start()

    def read(self) -> None:
        """Read everything now; while a reading is under way, once more after it."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        self._minute.stop()
        self._jobs.ask(
            partial(read_facts, self._session, self._chosen), on_success=self._on_facts, on_failure=self._on_failure
        )

    def _on_facts(self, facts: FrameFacts) -> None:
        self.facts, self._is_reading = facts, False
        self._header.show_state(header_state(facts))
        self._status.set_saved(saved_words(self._saved_at_ms, facts), Tone.OK if facts.is_sealed else Tone.PLAIN)
        words, tone = folder_words(facts, self._saved_at_ms)
        self._status.set_folders(words, tone, "folder-sync" if tone is Tone.PLAIN else "folder-x")
        self._status.set_station(station_words(facts))
        self._status.set_switch(switch_words(facts))
        self._status.set_held(held_words(facts))
        self._status.set_clock_warning(clock_words(facts))
        self.facts_read.emit(facts)
        self._go_on()

    def _on_failure(self, _error: object) -> None:
        self._is_reading = False
        self._go_on()

    def _go_on(self) -> None:
        """Wait for the next minute of the clock, or read at once what changed meanwhile."""
        self._minute.start(60_000 - int(time() * 1000) % 60_000 + 20)
        if self._is_stale:
            self._is_stale = False
            self._pause.start()
