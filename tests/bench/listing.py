# SPDX-License-Identifier: Apache-2.0
"""Making a long log ready to show, beside reading the bare rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from incident_console.domain.status_log import Entry
from incident_console.services.status_log import StatusLogService
from tests.bench.measuring import Finding, beside, interleaved
from tests.bench.stations import INCIDENT, a_founder, entry_drafts


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Every line of a log with its number, author, station and times, as commands and exports want it."""
    count = 1_000 if is_quick else 10_000
    station = a_founder(root)
    station.save(entry_drafts(count, station))
    station.seal()
    service = StatusLogService(station)
    lines, rows = interleaved(
        lambda: service.lines(INCIDENT), lambda: station.index.things.all(Entry, INCIDENT), rounds=3 if is_quick else 9
    )
    yield beside(f"{count} lines / their bare rows", lines, rows, 5, per=count)
    station.close()
