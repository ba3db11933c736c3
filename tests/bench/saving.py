# SPDX-License-Identifier: Apache-2.0
"""Saving one entry, beside a bare durable commit of as many bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from incident_console.storage.database import open_database
from tests.bench.measuring import Finding, beside, interleaved
from tests.bench.stations import a_founder, entry_drafts, far_stations

MEMBERS = 200


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Save a log line: durable in record.db, numbered, merged, findable and told to the window."""
    rounds = 40 if is_quick else 300
    for members in (1, MEMBERS):
        station = a_founder(root / f"team{members}")
        trees = station.replica
        for far in far_stations(station, members - 1):
            far.write_batch(trees, ["Standing by"])
        station.rebuild()
        peer = open_database(root / f"bare{members}.db", b"k" * 32, is_durable=True)
        peer.execute("CREATE TABLE bare(row INTEGER PRIMARY KEY, data BLOB)")
        drafts = iter(entry_drafts(rounds + 1, station))
        ours, theirs = interleaved(
            lambda: station.save([next(drafts)]),  # noqa: B023 - called before the next turn
            lambda: peer.execute("INSERT INTO bare(data) VALUES (?)", (bytes(400),)),  # noqa: B023
            rounds=rounds,
        )
        yield beside(f"one entry, team of {members} / bare FULL commit", ours, theirs, 3)
        peer.close()
        station.close()
