# SPDX-License-Identifier: Apache-2.0
"""Builders of what the log page shows, without a record behind it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from incident_console.services.log_arrivals import Arrival, Wave
from incident_console.services.log_view import LogLine, LogNews, LogState
from incident_console.services.status_log import EntryLine
from incident_console.storage.log_entries import Place, Tally

AT_MS = 1_795_356_300_000
"""22 November 2026, 14:05 UTC."""
INCIDENT = b"i" * 16
NO_TALLY = Tally(0, 0, 0, 0, {}, {})


def key_of(n: int) -> bytes:
    return hashlib.sha256(f"{n}".encode()).digest()


def place_of(n: int) -> Place:
    return AT_MS + n * 60_000, (AT_MS + n * 60_000) << 16, key_of(n)


def a_log_line(n: int, counterpart: str = "", carrier: str = "", **changes: object) -> LogLine:
    at_ms = AT_MS + n * 60_000
    entry = EntryLine(
        id=key_of(n), incident=INCIDENT, label=f"JO-{n}", kind="fact", text=f"entry {n}", event_at_ms=at_ms,
        event_offset_min=60, entered_at_ms=at_ms, entered_offset_min=60, received_at_ms=at_ms, author="Joy Okafor",
        station="Ops-1", is_own=True, is_significant=False, is_struck=False, struck_by="", struck_at_ms=None,
        strike_reason="", late_min=0, target=None,
    )  # fmt: skip
    return LogLine(replace(entry, **changes), carrier, counterpart)  # type: ignore[arg-type]


def some_news(
    *shown: int, hidden: tuple[int, ...] = (), new: tuple[int, ...] = (), waves: tuple[Wave, ...] = ()
) -> LogNews:
    arrivals = {key_of(n): Arrival(place_of(n), AT_MS, "stick") for n in new}
    state = LogState(NO_TALLY, arrivals, waves, AT_MS, AT_MS)
    return LogNews(tuple(sorted(map(place_of, shown))), frozenset(map(key_of, hidden)), state)
