# SPDX-License-Identifier: Apache-2.0
"""What stands around a number: which one of how many it is, when it was verified, what comes after it."""

from __future__ import annotations

from incident_console.domain.clock import Moment
from incident_console.services.calls import CallRow
from incident_console.services.people import NumberLine
from incident_console.services.times import local_time
from incident_console.ui.delegates.call_row import state_words

_DAY_MS = 24 * 3600 * 1000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DOT = " \N{MIDDLE DOT} "


def above_words(row: CallRow, place: int, listed: int, now: Moment, *, is_next: bool) -> str:
    """What stands above the name: "Next, 4 of 22 · Fuel supplier"."""
    state = "next" if is_next else state_words(row, now)
    return _DOT.join(filter(None, (f"{state[:1].upper()}{state[1:]}, {place} of {listed}", row.about)))


def number_words(row: CallRow, number: NumberLine | None, now: Moment) -> str:
    """What stands below the number: "mobile 1 of 3 · verified 3 Sep, 80 days ago · then office"."""
    parts = [_place_words(row, number)] if number is not None else []
    parts.append(verified_words(row.verified_at_ms, now))
    others = [one.kind or "another" for one in row.numbers if one.is_callable and one != number]
    if others:
        parts.append(f"then {', then '.join(others)}")
    return _DOT.join(parts)


def verified_words(at_ms: int | None, now: Moment) -> str:
    """When numbers were last confirmed."""
    if at_ms is None:
        return "never verified"
    at, days = local_time(at_ms, now), max(0, now.ms - at_ms) // _DAY_MS
    ago = "today" if not days else "yesterday" if days == 1 else f"{days:,} days ago"
    year = f" {at.year}" if at.year != local_time(now.ms, now).year else ""
    return f"verified {at.day} {_MONTHS[at.month - 1]}{year}, {ago}"


def _place_words(row: CallRow, number: NumberLine) -> str:
    kind, count = number.kind or "number", len(row.numbers)
    return f"{kind} {row.numbers.index(number) + 1} of {count}" if count > 1 else kind
