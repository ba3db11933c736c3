# SPDX-License-Identifier: Apache-2.0
"""Entries that came from others since somebody looked, and where in the log they slipped in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.storage.log_entries import Place

_ONE_WAVE_MS = 2 * 60 * 1000
"""Arrivals by one carrier with less than this between them came together."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When and by which folder an entry came here."""

    place: Place
    at_ms: int
    carrier: str


@dataclass(frozen=True, slots=True)
class Wave:
    """Entries that came together. ``above`` is the newest of them with older news above it in the log."""

    above: Place
    count: int
    carrier: str
    first_at_ms: int
    last_at_ms: int


def waves_in(newest_first: Iterable[Place], arrivals: Mapping[bytes, Arrival]) -> tuple[Wave, ...]:
    """What slipped in below entries that were here before it; what came on top of the log is seen without a word.

    ``newest_first`` is the whole log; it is read no further than needed.
    """
    waiting = _together(arrivals.values())
    waves: list[Wave] = []
    for place in newest_first if waiting else ():
        since = _here_since(place, arrivals)
        waves += [wave for members in waiting if since < members[0].at_ms and (wave := _below(place, members))]
        waiting = [members for members in waiting if since >= members[0].at_ms]
        if not waiting:
            break
    return tuple(sorted(waves, key=lambda wave: wave.above, reverse=True))


def _together(arrivals: Iterable[Arrival]) -> list[list[Arrival]]:
    groups: list[list[Arrival]] = []
    for arrival in sorted(arrivals, key=lambda a: (a.carrier, a.at_ms, a.place)):
        last = groups[-1][-1] if groups else None
        if last and last.carrier == arrival.carrier and arrival.at_ms - last.at_ms < _ONE_WAVE_MS:
            groups[-1].append(arrival)
        else:
            groups.append([arrival])
    return groups


def _below(was_here: Place, members: Sequence[Arrival]) -> Wave | None:
    below = [member.place for member in members if member.place < was_here]
    if not below:
        return None
    return Wave(max(below), len(members), members[0].carrier, members[0].at_ms, members[-1].at_ms)


def _here_since(place: Place, arrivals: Mapping[bytes, Arrival]) -> int:
    """When an entry became readable here, in ms; for one that is no arrival, when it was written."""
    _, tie, key = place
    return arrivals[key].at_ms if key in arrivals else tie >> 16
