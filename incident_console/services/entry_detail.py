# SPDX-License-Identifier: Apache-2.0
"""All that is known of one entry: what it speaks of, what became of it, what its author had seen, what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.merge import order_key
from incident_console.domain.operation import Operation
from incident_console.domain.status_log import Entry
from incident_console.domain.view import stamp_of, text
from incident_console.storage.proofs import Backing, Proofs

from .base import Service
from .citations import CitationsService, CitedLine
from .entry_links import EntryLink, EntryLinks
from .entry_sight import EntrySight, Sight


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that was done with an entry, by whom and when."""

    what: str
    author: str
    at_ms: int
    utc_offset_min: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands behind an entry: ``is_sealed`` once it is signed, ``is_whole`` if nothing before it is missing."""

    signer: str
    is_sealed: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """What the detail of an entry shows beside the line itself; ``sight`` is None where it is not known."""

    links: tuple[EntryLink, ...]
    history: tuple[HistoryLine, ...]
    proof: Proof
    sight: Sight | None
    cites: tuple[CitedLine, ...] = ()


class EntryDetails(Service):
    """Answers for one entry at a time."""

    def get(self, key: bytes) -> EntryDetail:
        """Everything about an entry; raises KnownError if it is not here."""
        with self.station.lock:
            view = self._need(Entry, key, "entry")
            backing = Proofs(self.station.index.connection).backing(key)
            return EntryDetail(
                links=tuple(self._links(view)),
                history=tuple(self._history(view)),
                proof=self._proof(view, backing),
                sight=EntrySight(self.station).of(view, backing) if backing else None,
                cites=tuple(CitationsService(self.station).lines(view.cites)),
            )

    def _links(self, view: Entry) -> list[EntryLink]:
        found = [link for link in EntryLinks(self.station).find(view.incident, view.text) if link.key != view.id]
        counterpart = self._get(Entry, view.struck.op if view.struck else view.target or b"")
        if counterpart is None:
            return found
        label = self.station.label(counterpart.number, counterpart.incident, counterpart.id)
        state = "strikes this" if view.struck else "struck by this"
        link = EntryLink("log", counterpart.id, label, counterpart.text, state)
        return [link, *(other for other in found if other.key != link.key)]

    def _history(self, view: Entry) -> list[HistoryLine]:
        accepted = sorted((item.op for item in self._known(view.entity) if item.is_accepted), key=order_key)
        return [self._history_line(op, what) for op in accepted if (what := _what(op, view.id))]

    def _history_line(self, op: Operation, what: str) -> HistoryLine:
        stamp = stamp_of(op)
        station = self.station.station_name(stamp.device)
        return HistoryLine(what, f"{self._author(stamp)} · {station}", stamp.wall_ms, stamp.utc_offset_min)

    def _proof(self, view: Entry, backing: Backing | None) -> Proof:
        signer = self.station.station_name(view.entered.device)
        return Proof(signer, is_sealed=backing is not None, is_whole=backing is not None and backing.is_whole)


def _what(op: Operation, key: bytes) -> str:
    if op.head.kind == "entry.mark":
        return "marked significant" if op.body.get("significant") is True else "no longer significant"
    if op.head.kind == "entry.tag":
        words = (
            f"{'' if value is True else 'no longer '}tagged {name.partition('.')[2]}" for name, value in op.body.items()
        )
        return ", ".join(words)
    if op.head.kind == "entry.strike" and op.body.get("target") == key:
        return f"struck: {text(op.body.get('reason'))}"
    return ""
