# SPDX-License-Identifier: Apache-2.0
"""What a log can be filtered by: kinds, stations, authors and states, as far as there are any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.status_log import ENTRY_KINDS
from incident_console.storage.log_entries import Tally

from .base import Service


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by: its words, how many entries it means, and the filter itself."""

    group: str
    words: str
    count: int
    chosen: EntryFilter


class LogChoices(Service):
    """Offers filters with the names that people know."""

    def all(self, incident: bytes) -> list[Choice]:
        """Every choice, those of one group after each other."""
        with self.station.lock:
            tally = self.station.index.things.log.tally(incident)
            return [*_kinds(tally), *self._stations(tally), *self._authors(tally), *_states(tally)]

    def _stations(self, tally: Tally) -> list[Choice]:
        counts: dict[bytes, int] = {}
        for (device, _), count in tally.authors.items():
            counts[device] = counts.get(device, 0) + count
        return _sorted(
            Choice("Station", self.station.station_name(device), count, EntryFilter(stations=frozenset({device})))
            for device, count in counts.items()
        )

    def _authors(self, tally: Tally) -> list[Choice]:
        return _sorted(
            Choice("Author", self.station.author_name(*author), count, EntryFilter(authors=frozenset({author})))
            for author, count in tally.authors.items()
        )


def _kinds(tally: Tally) -> list[Choice]:
    order = [*ENTRY_KINDS, *sorted(tally.kinds.keys() - set(ENTRY_KINDS))]
    return [
        Choice("Kind", kind.capitalize(), tally.kinds[kind], EntryFilter(kinds=frozenset({kind})))
        for kind in order
        if kind in tally.kinds
    ]


def _states(tally: Tally) -> list[Choice]:
    states = (
        Choice("State", "Late", tally.late, EntryFilter(is_late=True)),
        Choice("State", "Struck", tally.struck, EntryFilter(is_struck=True)),
    )
    return [choice for choice in states if choice.count]


def _sorted(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (choice.words.casefold(), choice.words))
