# SPDX-License-Identifier: Apache-2.0
"""Keeps what the page of the team shows equal to the record and the folders: one reading at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.events import Event, MembershipChanged, SyncStateChanged, ThingsChanged
from incident_console.ui.jobs import Lane
from incident_console.ui.models.team_facts import TeamFacts, read_team

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner

_PAUSE_MS = 150
_TICK_MS = 20_000


class TeamFeed(QObject):
    """``changed(TeamFacts)`` comes with every reading. While nobody looks only join requests are followed."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.facts: TeamFacts | None = None
        self._is_reading, self._wants_requests = False, True
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._pause.timeout.connect(self._go_on)
        self._tick.timeout.connect(self.read)

    def watch(self, *, is_watched: bool) -> None:
        """Somebody looks at it from now on, or no longer."""
        if is_watched:
            self._tick.start()
            self.read()
        else:
            self._tick.stop()

    def take_events(self, events: Sequence[Event]) -> None:
        """Read again if these events touch the team."""
        if any(isinstance(event, MembershipChanged) for event in events):
            self._wants_requests = True
            self.read()
        elif self._tick.isActive() and any(_touches_team(event) for event in events):
            self.read()

    def read(self) -> None:
        """Read in a moment, together with whatever else is asked for until then."""
        if not self._pause.isActive():
            self._pause.start()

    def _go_on(self) -> None:
        if self._is_reading:
            self._pause.start()
            return
        before = None if self._wants_requests else self.facts
        self._is_reading, self._wants_requests = True, False
        self._jobs.ask(
            partial(read_team, self._session, before),
            lane=Lane.STORE_BACKGROUND,
            on_success=self._on_facts,
            on_failure=self._on_failure,
        )

    def _on_facts(self, facts: TeamFacts) -> None:
        self._is_reading, self.facts = False, facts
        self.changed.emit(facts)

    def _on_failure(self, error: KnownError) -> None:
        self._is_reading, self._wants_requests = False, True
        self.failed.emit(error)


def _touches_team(event: Event) -> bool:
    if isinstance(event, ThingsChanged):
        return any(change.thing == "station" for change in event.changes)
    return isinstance(event, SyncStateChanged)
