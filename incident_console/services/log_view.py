# SPDX-License-Identifier: Apache-2.0
"""The status log as somebody looks at it: filtered, counted, read where they look, with what came since they looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry
from incident_console.storage.log_entries import LogEntries, Place, Tally
from incident_console.storage.proofs import Proofs
from incident_console.storage.receipts import Receipt, Receipts

from .base import Service
from .carrier_names import carrier_name
from .drafts import DraftsService
from .entry_detail import EntryDetail, EntryDetails
from .entry_drafts import EntryDraft, EntryDrafts
from .entry_links import EntryLinks
from .log_arrivals import Arrival, Wave, waves_in
from .log_choices import Choice, LogChoices
from .status_log import EntryLine, StatusLogService


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which part of a log to show; ``is_new_only`` asks for what came from others after ``looked_at_ms``.

    Without ``looked_at_ms`` it is the last time that `LogViewService.note_looked` was told; the first time, now.
    """

    incident: bytes
    chosen: EntryFilter = field(default_factory=EntryFilter)
    is_new_only: bool = False
    looked_at_ms: int | None = None

    @property
    def hides_nothing(self) -> bool:
        """Whether the whole log is shown."""
        return self.chosen.hides_nothing and not self.is_new_only


@dataclass(frozen=True, slots=True)
class LogState:
    """What there is beside the entries shown: counts, and what came from others since somebody looked."""

    tally: Tally
    arrivals: Mapping[bytes, Arrival]
    waves: tuple[Wave, ...]
    looked_at_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class LogNews:
    """Where the entries shown stand, the earliest event first; ``hidden`` were asked for and are not shown."""

    shown: tuple[Place, ...]
    hidden: frozenset[bytes]
    state: LogState


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as the log shows it.

    ``carrier`` is the folder that brought it, empty for own work; ``counterpart`` the number of the strike against it
    or, for a strike, of the entry that it strikes.
    """

    entry: EntryLine
    carrier: str
    counterpart: str


class LogViewService(Service):
    """What the log page asks; everything is answered by the database, whatever the length of the log."""

    def open(self, query: LogQuery) -> LogNews:
        """Every place that a query shows, with the counts."""
        with self.station.lock:
            now, kept = self.station.now().ms, query.looked_at_ms
            looked_at_ms = self._looked_at(query.incident) if kept is None else kept
            looked_at_ms = now if looked_at_ms is None else min(looked_at_ms, now)  # a clock set back hides nothing new
            return self._news(query, None, self._arrivals(query.incident, looked_at_ms), looked_at_ms)

    def news(self, query: LogQuery, keys: Sequence[bytes], before: LogState) -> LogNews:
        """Which of these entries a query shows now, and what the state before became by their change."""
        with self.station.lock:
            changed, after_ms = frozenset(keys), query.looked_at_ms or before.looked_at_ms
            kept = {k: a for k, a in before.arrivals.items() if k not in changed and a.at_ms > after_ms}
            come = self._arrivals_among(query.incident, changed, after_ms)
            return self._news(query, changed, {**kept, **come}, after_ms)

    def lines(self, keys: Sequence[bytes]) -> list[LogLine]:
        """The entries with these keys, in no order; those that are gone are left out."""
        with self.station.lock:
            return [self.line(view) for view in self.station.index.things.many(Entry, keys)]

    def line(self, view: Entry) -> LogLine:
        """An entry of the record, ready to show in the log."""
        entry = StatusLogService(self.station).line(view)
        receipt = self._receipt(view.id)
        other = self._get(Entry, view.struck.op if view.struck else view.target or b"")
        return LogLine(
            entry=entry,
            carrier=carrier_name(receipt.carrier) if receipt and not entry.is_own else "",
            counterpart=self.station.label(other.number, other.incident, other.id) if other else "",
        )

    def choices(self, incident: bytes) -> list[Choice]:
        """What the log of an incident can be filtered by."""
        return LogChoices(self.station).all(incident)

    def detail(self, key: bytes) -> EntryDetail:
        """Everything about an entry beside its line; raises KnownError if it is not here."""
        return EntryDetails(self.station).get(key)

    def refusal(self) -> KnownError | None:
        """Why this station may not write in the log, or None if it may."""
        try:
            self.station.require(Role.RESPONDER, "write in the log")
        except KnownError as error:
            return error
        return None

    def note_looked(self, incident: bytes, at_ms: int) -> None:
        """Everything that was here then has been looked at; kept over a restart."""
        DraftsService(self.station).keep(f"log-looked/{incident.hex()}", str(at_ms))

    def draft(self, incident: bytes) -> EntryDraft:
        """The line that was typed and not saved, empty if there is none."""
        return EntryDrafts(self.station).read(incident)

    def keep_draft(self, incident: bytes, draft: EntryDraft) -> None:
        """Keep a line that is being typed, sealed; one without words that cites nothing forgets it."""
        EntryDrafts(self.station).keep(incident, draft)

    @property
    def _log(self) -> LogEntries:
        return self.station.index.things.log

    def _news(
        self, query: LogQuery, keys: frozenset[bytes] | None, arrivals: Mapping[bytes, Arrival], looked_at_ms: int
    ) -> LogNews:
        wanted = frozenset(arrivals) if query.is_new_only else None
        wanted = keys if wanted is None else wanted if keys is None else wanted & keys
        chosen = replace(query.chosen, keys=wanted, named=self._named(query))
        shown = tuple(self._log.places(query.incident, chosen))
        waves = waves_in(self._log.newest_first(query.incident), arrivals) if query.hides_nothing else ()
        state = LogState(self._log.tally(query.incident), arrivals, waves, looked_at_ms, self.station.now().ms)
        return LogNews(shown, (keys or frozenset()) - {key for _, _, key in shown}, state)

    def _arrivals(self, incident: bytes, after_ms: int) -> dict[bytes, Arrival]:
        receipts = {receipt.stmt: receipt for receipt in Receipts(self.station.record.connection).since(after_ms)}
        brought = self._log.brought_by(incident, list(receipts))
        return {
            place[2]: Arrival(place, receipts[stmt].at_ms, carrier_name(receipts[stmt].carrier))
            for place, stmt in brought
        }

    def _arrivals_among(self, incident: bytes, keys: frozenset[bytes], after_ms: int) -> dict[bytes, Arrival]:
        places = self._log.places(incident, EntryFilter(keys=keys))
        found = ((place, self._receipt(place[2])) for place in places)
        return {
            place[2]: Arrival(place, receipt.at_ms, carrier_name(receipt.carrier))
            for place, receipt in found
            if receipt and receipt.at_ms > after_ms
        }

    def _receipt(self, key: bytes) -> Receipt | None:
        """How an entry came here, None for own work."""
        backing = Proofs(self.station.index.connection).backing(key)
        return Receipts(self.station.record.connection).of(backing.stmt) if backing else None

    def _named(self, query: LogQuery) -> frozenset[bytes]:
        found = EntryLinks(self.station).find(query.incident, query.chosen.words)
        return frozenset(link.key for link in found if link.page == "log")

    def _looked_at(self, incident: bytes) -> int | None:
        kept = DraftsService(self.station).read(f"log-looked/{incident.hex()}")
        return int(kept) if kept.isdecimal() else None
