# SPDX-License-Identifier: Apache-2.0
"""How this laptop stands: what it holds, whom it heard and when, what its folders are like, what is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import incident_console
from incident_console.domain.document import Document
from incident_console.domain.incident import Incident
from incident_console.domain.message import Message
from incident_console.domain.people import Person
from incident_console.domain.projection import View
from incident_console.domain.status_log import Entry
from incident_console.domain.task import Task
from incident_console.domain.versions import newest_above
from incident_console.storage.not_understood import NotUnderstood
from incident_console.sync.coverage import coverage
from incident_console.wire import names

from .base import Service
from .times import span

_COUNTED: dict[str, type[View]] = {
    "incidents": Incident, "entries": Entry, "tasks": Task, "people": Person, "documents": Document,
    "messages": Message,
}  # fmt: skip

_STATES = {1: "locked", 2: "closing"}
_FILES = {
    names.HEADS: "sign of life", names.STREAMS: "batch of changes", names.ACTS: "membership file",
    names.JOINS: "join request", names.BLOBS: "part of a document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StationLine:
    """Until when a station was heard; ``last_heard_ms`` None says never, ``state`` working, locked or closing.

    ``carrier`` is the folder that brought its last word; ``clock_ahead_ms`` how far its clock runs ahead of ours.
    """

    device: bytes
    code: str
    name: str
    member: str
    role: str
    last_heard_ms: int | None
    is_silent: bool
    state: str
    missing_batches: int
    is_self: bool
    carrier: str
    clock_ahead_ms: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that could not be verified; it is read again later."""

    folder: str
    name: str
    reason: str
    first_seen_ms: int
    next_try_ms: int

    @property
    def what(self) -> str:
        """What the file would be, by the directory it lies in."""
        return _FILES.get(self.name.partition("/")[0], "file")


@dataclass(frozen=True, slots=True)
class NeedsNewer:
    """How many entries and sealed files only a newer program can show, and which version; empty if nobody said."""

    entries: int
    files: int
    version: str

    @property
    def words(self) -> str:
        """As people read it: "4 entries need version 1.8"; empty if there is nothing."""
        things = [_count(self.entries, "entry", "entries"), _count(self.files, "sealed file", "sealed files")]
        named = " and ".join(filter(None, things))
        needs = "needs" if self.entries + self.files == 1 else "need"
        return f"{named} {needs} {f'version {self.version}' if self.version else 'a newer version'}" if named else ""


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """All of it; the two hashes tell whether two laptops hold, and show, the same."""

    state_hash: str
    set_hash: str
    counts: dict[str, int]
    stations: tuple[StationLine, ...]
    set_aside: tuple[SetAside, ...]
    newer: NeedsNewer


class StatusService(Service):
    """What the whole team knows, as far as this laptop can tell."""

    def summary(self) -> StatusSummary:
        """Everything at once, for the status command."""
        with self.station.lock:
            return StatusSummary(
                self.station.state_hash(), self.station.set_hash(), self.counts(), tuple(self.stations()),
                tuple(self.set_aside()), self.newer(),
            )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """How many things of each kind there are, and how many operations are known and held back."""
        with self.station.lock:
            things = self.station.index.things
            states = {state.name: count for state, count in self.station.index.operation_states().items()}
            counts = {name: things.count(view) for name, view in _COUNTED.items()}
        return {**counts, "operations": sum(states.values()), "held": states["HELD"]}

    def stations(self) -> list[StationLine]:
        """Every station, this one first, the silent ones last."""
        if not self.station.is_joined:
            return []
        lines = [
            StationLine(
                device=row.device,
                code=row.code,
                name=row.name,
                member=row.member,
                role=row.role.word,
                last_heard_ms=row.last_heard_ms,
                is_silent=row.is_silent,
                state=_STATES.get(row.state, "working"),
                missing_batches=row.missing_batches,
                is_self=row.is_self,
                carrier=row.carrier,
                clock_ahead_ms=row.clock_ahead_ms,
            )
            for row in coverage(self.station)
        ]
        return sorted(lines, key=lambda line: (not line.is_self, line.is_silent, line.name.casefold(), line.device))

    def set_aside(self) -> list[SetAside]:
        """Files in the folders that have not arrived whole."""
        with self.station.lock:
            rows = self.station.carriers.quarantined()
        return [SetAside(row.folder, row.name, row.code, row.first_seen_ms, row.next_try_ms) for row in rows]

    def set_back_ms(self) -> int:
        """By how many ms this clock is behind what it showed when this laptop last sealed work; 0 as it should be."""
        with self.station.lock:
            last = self.station.record.open_stream().last_stmt if self.station.is_joined else b""
            sealed = self.station.index.batches("stmt = ?", (last,))
            return max([0, *(batch.sealed_at_ms - self.station.now().ms for batch in sealed)])

    def newer(self) -> NeedsNewer:
        """What this program keeps and passes on but is too old to show."""
        with self.station.lock:
            unknown = NotUnderstood(self.station.index.connection)
            count, streams = unknown.count(), unknown.streams()
            files = len(self.station.unread.keys() - self.station.strangers)
            heard = self.station.carriers.heard()
        authors = [row.app_version for row in heard if row.stream in streams]
        others = [row.app_version for row in heard] if files else []
        return NeedsNewer(count, files, newest_above(incident_console.__version__, authors + others))

    def held(self) -> int:
        """How many operations are kept but do not count until a membership file arrives that they depend on."""
        with self.station.lock:
            return self.station.index.held_count()


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}" if number else ""


def coverage_words(stations: Sequence[StationLine], now_ms: int) -> str:
    """The coverage line: "Heard 5 of 7 stations - silent: Ops-2 (38 min), Home-1 (2 h 04 min)"."""
    silent = [line for line in stations if line.is_silent]
    heard = f"Heard {len(stations) - len(silent)} of {len(stations)} stations"
    return f"{heard} - silent: {', '.join(_silence(line, now_ms) for line in silent)}" if silent else heard


def _silence(line: StationLine, now_ms: int) -> str:
    return f"{line.name} ({'never heard' if line.last_heard_ms is None else span(now_ms - line.last_heard_ms)})"
