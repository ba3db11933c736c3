# SPDX-License-Identifier: Apache-2.0
"""An idle look at a folder of a large team, beside one bare listing."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from incident_console.storage.file_tree import DiskTree
from incident_console.sync.engine import SyncEngine
from tests.bench.measuring import Finding, Work, beside, interleaved
from tests.bench.stations import a_founder, far_stations

STATIONS = 200
_WATCHED = ("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir")


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Poll when nothing is new: everybody's heads are listed, nothing is opened or written."""
    folder = root / "folder"
    station = a_founder(root / "station", folder)
    tree = DiskTree(folder, is_durable=False)
    for far in far_stations(station, STATIONS - 1):
        far.write_batch(tree, ["Standing by"])
        far.write_head(tree)
    engine = SyncEngine(station)
    engine.sync()
    heads = folder / "h"
    ours, listing = interleaved(
        engine.poll,
        lambda: os.listdir(heads),  # noqa: PTH208 - the peer is the bare call
        rounds=50 if is_quick else 500,
    )
    yield beside(f"poll at {STATIONS} stations / os.listdir", ours, listing, 3)
    calls = calls_below(folder, engine.poll)
    yield Finding("listings in one idle poll", calls["os.listdir"], calls["os.listdir"], calls["os.listdir"], "", 1)
    others = sum(calls.values()) - calls["os.listdir"]
    yield Finding("files opened or touched in one idle poll", others, others, others, "", 0)
    station.close()


def calls_below(folder: Path, work: Work) -> Counter[str]:
    """Which calls to the file system a piece of work makes below a folder, by name, as the interpreter reports them."""
    counts: Counter[str] = Counter()
    is_on = True

    def listen(event: str, values: tuple[object, ...]) -> None:
        if is_on and event in _WATCHED and str(values[0]).startswith(str(folder)):
            counts[event] += 1

    sys.addaudithook(listen)
    work()
    is_on = False
    return counts
