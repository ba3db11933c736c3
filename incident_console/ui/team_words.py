# SPDX-License-Identifier: Apache-2.0
"""Stations and join requests in words: when heard, what they have, what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from incident_console.domain.ports import BUNDLE
from incident_console.services.carrier_names import is_stick
from incident_console.services.clocks import MOST_CLOCK_GAP_MS, ahead_ms
from incident_console.services.times import clock, span

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.status import StationLine
    from incident_console.services.team import RequestLine

_MOST_NAMED = 2
_MINUTE_MS = 60_000


def name_words(line: StationLine) -> str:
    """A station and its member: "Ops-1, J. Okafor"; one that has no name yet goes by its member alone."""
    return line.member if line.name == line.code else f"{line.name}, {line.member}"


def heard_words(line: StationLine, now: Moment) -> str:
    """How long ago the last word was, and that it was carried: "now", "7 min, by stick", "2 h 04 min, by bundle"."""
    if line.last_heard_ms is None:
        return "never"
    ago = ago_words(line.last_heard_ms, now)
    carried = "by stick" if is_stick(line.carrier) else "by bundle" if line.carrier == BUNDLE else ""
    return ", ".join(filter(None, (ago, carried)))


def ago_words(at_ms: int, now: Moment) -> str:
    """How long ago: "now" within a minute."""
    return "now" if now.ms - at_ms < _MINUTE_MS else span(now.ms - at_ms)


def state_words(line: StationLine, now: Moment) -> str:
    """What a station is doing, as far as one knows: working, locked 17:12, silent."""
    if line.last_heard_ms is None:
        return "not heard yet"
    state = {"locked": "locked", "closing": "closed"}.get(line.state, "")
    if line.is_silent:
        return f"silent, {state}" if state else "silent"
    return f"{state} {clock(line.last_heard_ms, now)}" if state else "working"


def clock_words(line: StationLine, behind_ms: int = 0) -> str:
    """That a station's clock is over two minutes ahead of this one, or surely behind it; else empty."""
    ahead = ahead_ms(line, {line.device: behind_ms})
    if abs(ahead) <= MOST_CLOCK_GAP_MS:
        return ""
    return f"clock {span(abs(ahead))} or more {'ahead' if ahead > 0 else 'behind'}"


def missing_words(line: StationLine) -> str:
    """How many batches it told of that are not here yet; empty when none."""
    if not line.missing_batches:
        return ""
    return "1 batch missing" if line.missing_batches == 1 else f"{line.missing_batches:,} batches missing"


def holds_words(line: StationLine, lacking: Mapping[str, int] | None) -> str:
    """What a station has of all that is here: "all", "all but the last 2 of JO"."""
    if line.is_self:
        return "this laptop"
    if lacking is None:
        return "" if line.last_heard_ms is None else "not known"
    if not lacking:
        return "all"
    if len(lacking) > _MOST_NAMED:
        return f"all but {sum(lacking.values()):,} from {len(lacking)} stations"
    return f"all but the last {', '.join(f'{count:,} of {code}' for code, count in sorted(lacking.items()))}"


def asked_words(line: RequestLine, now: Moment) -> str:
    """When a request was made, by the clock of the laptop that asks: "3 min ago"."""
    ago = ago_words(line.asked_at_ms, now)
    return "just now" if ago == "now" else f"{ago} ago"
