# SPDX-License-Identifier: Apache-2.0
"""The status log: write a line, strike it, mark it as significant, read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.citation import Citation
from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.domain.status_log import (
    ENTRY_KINDS,
    STRIKE,
    TAGS,
    Entry,
    add_entry,
    mark_entry,
    strike_entry,
    tag_entry,
)

from .base import Service
from .citations import CitationsService
from .finding import find_one, full_id
from .writers import Writers


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of the status log as lists and commands show it; times in ms UTC.

    ``label`` is its number (JO-17). A strike is a line of its own: kind "strike", its text the reason, ``target`` the
    entry it strikes. The struck entry has ``is_struck`` and tells by whom, when and why. ``late_min`` is 0 when it was
    entered in time; ``received_at_ms`` is when this laptop first read it. ``cites`` are the document versions that its
    writer cited.
    """

    id: bytes
    incident: bytes
    label: str
    kind: str
    text: str
    event_at_ms: int
    event_offset_min: int
    entered_at_ms: int
    entered_offset_min: int
    received_at_ms: int | None
    author: str
    station: str
    is_own: bool
    is_significant: bool
    is_struck: bool
    struck_by: str
    struck_at_ms: int | None
    strike_reason: str
    late_min: int
    target: bytes | None
    tags: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


class StatusLogService(Service):
    """The status log of each incident: append-only."""

    kinds = ENTRY_KINDS
    tags = TAGS

    def add(
        self,
        incident: bytes,
        text: str,
        kind: str = ENTRY_KINDS[0],
        at: Moment | None = None,
        cites: Sequence[Citation] = (),
    ) -> EntryLine:
        """Write a line; it is durable on return. ``at`` is when it happened, else now; ``cites`` what it rests on.

        Raises KnownError, also for citing what is not here or not for whoever is writing.
        """
        self.station.require(Role.RESPONDER, "write in the log")
        when = at or self.station.now()
        with self.station.lock:
            CitationsService(self.station).check(cites)
            draft = add_entry(self._new_id(), incident, text, kind, when.ms, when.utc_offset_min, cites)
            return self.get(self._save(draft)[0].id)

    def strike(self, entry: bytes, reason: str) -> EntryLine:
        """Rule a line through, with the reason; returns the strike's own line. Raises KnownError."""
        self.station.require(Role.RESPONDER, "strike an entry")
        with self.station.lock:
            return self.get(self._save(strike_entry(self._entry(entry), reason))[0].id)

    def mark(self, entry: bytes, is_significant: bool) -> EntryLine:
        """Mark a line as significant, or take the mark off; nothing is written if it is so already."""
        self.station.require(Role.RESPONDER, "mark an entry")
        with self.station.lock:
            view = self._entry(entry)
            if view.kind == STRIKE:
                raise KnownError("A strike cannot be marked as significant", "Nothing was changed.")
            if view.is_significant != is_significant:
                self._save(mark_entry(view, is_significant, self._known(view.entity)))
            return self.get(entry)

    def tag(self, entry: bytes, tag: str, is_on: bool) -> EntryLine:
        """Tag a line, and with it what strikes it, or take a tag off; nothing is written if it is so already."""
        self.station.require(Role.RESPONDER, "tag an entry")
        with self.station.lock:
            view = self._entry(entry)
            draft = tag_entry(view, tag, is_on, self._known(view.entity))
            if (tag in view.tags) != is_on:
                self._save(draft)
            return self.get(entry)

    def lines(self, incident: bytes) -> list[EntryLine]:
        """Every line of an incident, the oldest event first, strikes in their place."""
        return self._ready(sorted(self._all(Entry, incident), key=in_order))

    def page(self, incident: bytes, offset: int, limit: int) -> list[EntryLine]:
        """A part of a long log, the latest event first."""
        with self.station.lock:
            views = self.station.index.things.page(Entry, incident, offset, limit)
        return self._ready(sorted(views, key=in_order, reverse=True))

    def count(self, incident: bytes) -> int:
        """How many lines an incident has, strikes among them."""
        with self.station.lock:
            return self.station.index.things.count(Entry, incident)

    def get(self, entry: bytes) -> EntryLine:
        """One line; raises KnownError if it is not here."""
        return self.line(self._entry(entry))

    def find(self, named: str) -> EntryLine:
        """The line with this id, beginning of an id, or number (JO-17); raises KnownError for none or several."""
        key = full_id(named, 32)
        if key is not None:
            return self.get(key)
        return self.line(find_one(named, "entries", self._all(Entry), lambda view: view.id.hex(), self._labels))

    def line(self, view: Entry) -> EntryLine:
        """An entry of the record, ready to show."""
        return self._ready([view])[0]

    def _ready(self, views: Sequence[Entry]) -> list[EntryLine]:
        with self.station.lock:
            writers = Writers(self.station, [view.id for view in views])
            return [self._line(view, writers) for view in views]

    def _line(self, view: Entry, writers: Writers) -> EntryLine:
        stamp, struck = view.entered, view.struck
        return EntryLine(
            id=view.id,
            incident=view.incident,
            label=self.station.team.label(view.number, view.incident, view.id),
            kind=view.kind,
            text=view.text,
            event_at_ms=view.event_at_ms,
            event_offset_min=view.event_offset_min,
            entered_at_ms=stamp.wall_ms,
            entered_offset_min=stamp.utc_offset_min,
            received_at_ms=writers.received_at(view.id, stamp),
            author=writers.author(stamp),
            station=writers.station(stamp),
            is_own=writers.is_own(stamp),
            is_significant=view.is_significant,
            is_struck=view.is_struck,
            struck_by=writers.author(struck) if struck else "",
            struck_at_ms=struck.wall_ms if struck else None,
            strike_reason=view.strike_reason,
            late_min=late_minutes(view),
            target=view.target,
            tags=view.tags,
            cites=view.cites,
        )

    def _entry(self, entry: bytes) -> Entry:
        return self._need(Entry, entry, "entry")

    def _labels(self, view: Entry) -> tuple[str]:
        return (self.station.label(view.number, view.incident, view.id),)


def in_order(view: Entry) -> tuple[int, int, bytes]:
    """Where a line stands in the log: by event, and lines of the same minute in the order they were written."""
    return view.event_at_ms, view.entered.hlc, view.id


def late_minutes(view: Entry) -> int:
    """How many minutes after the event a line was entered, 0 when that was in time."""
    return (view.entered.wall_ms - view.event_at_ms) // 60_000 if view.is_late else 0
