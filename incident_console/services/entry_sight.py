# SPDX-License-Identifier: Apache-2.0
"""What the author of an entry could have known when writing it: the entries of other stations that were there."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.operation import Number
from incident_console.domain.status_log import Entry
from incident_console.storage.numbers import Numbers
from incident_console.storage.proofs import Backing, Proofs
from incident_console.wire.canonical import Malformed
from incident_console.wire.seen import FULL_EVERY, SeenState, decode_seen

from .base import Service

_MOST_UNSEEN = 5


@dataclass(frozen=True, slots=True)
class Sight:
    """``seen`` are (station, number of its last entry that was there); ``unseen`` decisions made before, not there."""

    seen: tuple[tuple[str, str], ...]
    unseen: tuple[str, ...]


class EntrySight(Service):
    """Reads what a signed batch says that its author had seen."""

    def of(self, view: Entry, backing: Backing) -> Sight | None:
        """What was there for the author of an entry; None if batches are missing that would tell."""
        last = self._last_entries(view.incident, backing)
        if last is None:
            return None
        seen = [(self._station_of(stream), self._label(view, stream, n)) for stream, n in last.items() if n]
        return Sight(tuple(sorted(seen)), tuple(self._unseen_decisions(view, last)))

    def _last_entries(self, incident: bytes, backing: Backing) -> dict[bytes, int] | None:
        """The last entry of each other stream that was there, 0 for none."""
        connection = self.station.index.connection
        steps = (backing.seq - 1) % FULL_EVERY + 1
        state = SeenState()
        try:
            for seen in Proofs(connection).seen_chain(backing.stmt, steps):
                state = decode_seen(state, seen)
        except Malformed:
            return None
        numbers = Numbers(connection)
        return {
            stream: max(numbers.last_entry(incident, stream, seq) for seq, _ in tips)
            for stream, tips in state.tips.items()
        }

    def _unseen_decisions(self, view: Entry, last: dict[bytes, int]) -> list[str]:
        things = self.station.index.things
        places = things.log.places(view.incident, EntryFilter(kinds=frozenset({"decision"})))
        keys = [key for _, tie, key in places if tie < view.entered.hlc]
        unseen = [
            entry
            for entry in things.many(Entry, keys)
            if entry.entered.device != view.entered.device and entry.number.n > last.get(entry.number.series, 0)
        ]
        latest = sorted(unseen, key=lambda entry: entry.entered.hlc)[-_MOST_UNSEEN:]
        return [self.station.label(entry.number, entry.incident, entry.id) for entry in latest]

    def _station_of(self, stream: bytes) -> str:
        device = next(iter(self.station.index.batches("stream = ? AND seq = 1", (stream,))), None)
        found = device.verdict.device if device else None
        return self.station.station_name(found) if found else "a station that is not known"

    def _label(self, view: Entry, stream: bytes, n: int) -> str:
        return self.station.label(Number("entry", stream, n), view.incident)
