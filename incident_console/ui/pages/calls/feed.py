# SPDX-License-Identifier: Apache-2.0
"""Keeps what the page of calls shows equal to the record and to the clock: one reading at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.clock import Moment
from incident_console.domain.events import Event, MembershipChanged, ThingsChanged
from incident_console.services.calls import CallListLine, CallQueue
from incident_console.services.people import PersonLine
from incident_console.ui.latest import Latest

if TYPE_CHECKING:
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner

_TICK_MS = 20_000
_THINGS = {"person", "call_list", "call", "incident"}


@dataclass(frozen=True, slots=True)
class CallFacts:
    """The call lists of an incident, the queue of the chosen one, and everybody."""

    lists: tuple[CallListLine, ...]
    queue: CallQueue | None
    people: tuple[PersonLine, ...]
    now: Moment


class CallsFeed(QObject):
    """``changed(CallFacts)`` comes with every reading that no newer one overtook."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._incident: bytes | None = None
        self._list: bytes | None = None
        self.facts: CallFacts | None = None
        self._readings = Latest(jobs, self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.read)

    def watch(self, *, is_watched: bool) -> None:
        """Somebody looks at it from now on, or no longer."""
        if is_watched:
            self._tick.start()
            self.read()
        else:
            self._tick.stop()

    def show(self, incident: bytes | None, call_list: bytes | None) -> None:
        """Read another incident or another list of it; without one, the first with work left."""
        self._incident, self._list = incident, call_list
        self.read()

    def take_events(self, events: Sequence[Event]) -> None:
        """Read again if these events touch calls or people."""
        if any(_touches_calls(event) for event in events):
            self.read()

    def read(self) -> None:
        """Read now, or as soon as the reading before has ended."""
        call = partial(read_calls, self._session, self._incident, self._list)
        self._readings.ask(call, self._on_facts, self.failed.emit)

    def _on_facts(self, facts: CallFacts) -> None:
        self.facts = facts
        if self._list is None and facts.queue is not None:
            self._list = facts.queue.list.id  # stays, whatever others do to the lists meanwhile
        self.changed.emit(facts)


def read_calls(session: Session, incident: bytes | None, call_list: bytes | None) -> CallFacts:
    """Everything that the page shows; called in the store's lane."""
    lists = tuple(session.calls.lists(incident)) if incident is not None else ()
    chosen = next((each for each in lists if each.id == call_list), None) or _first(lists)
    queue = session.calls.queue(chosen.id) if chosen is not None else None
    return CallFacts(lists, queue, tuple(session.people.lines()), session.now())


def _first(lists: Sequence[CallListLine]) -> CallListLine | None:
    """The first list with somebody left to call, else with anybody on it, else the first."""
    ranked = sorted(lists, key=lambda line: (not line.waiting, not line.listed))
    return next(iter(ranked), None)


def _touches_calls(event: Event) -> bool:
    if isinstance(event, ThingsChanged):
        return any(change.thing in _THINGS for change in event.changes)
    return isinstance(event, MembershipChanged)
