# SPDX-License-Identifier: Apache-2.0
"""How long one entry is on its way from the key press on one station to the log of another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from random import Random
from threading import Event

from incident_console.domain.events import ThingsChanged
from incident_console.domain.status_log import Entry
from incident_console.services.session import Session
from incident_console.storage.file_tree import DiskTree
from incident_console.ui.sync_thread import SyncThread
from tests.bench.measuring import Finding, Times, against, beside, interleaved
from tests.bench.stations import Pair, a_pair, entry_drafts

ARRIVE_S = 1.0
PAUSES_S = 3.0


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """One entry from saved to shown on the other laptop: the work alone, and while both run as in the window."""
    pair = a_pair(root)
    history = 500 if is_quick else 10_000
    pair.first.save(entry_drafts(history, pair.first))
    pair.settle()
    tree = DiskTree(root / "bare")
    (root / "bare").mkdir()
    ours, bare = interleaved(lambda: _carry(pair), lambda: _write_and_read_two(tree), rounds=20 if is_quick else 150)
    yield against(f"the work after {history} entries, median / 1 s", ours, ARRIVE_S)
    yield against("the same, 99 of 100 / 1 s", Times((ours.at_most(0.99),)), ARRIVE_S)
    yield beside("the work / two bare durable files written and read", ours, bare)
    running = _running(pair, rounds=5 if is_quick else 100)
    yield against("both running, with the wait for a look, median / 1 s", running, ARRIVE_S)
    yield against("the same, 99 of 100 / 1 s", Times((running.at_most(0.99),)), ARRIVE_S, is_aim=False)
    pair.close()


def _carry(pair: Pair) -> None:
    (operation,) = pair.first.save(entry_drafts(1, pair.first))
    pair.first_engine.poll()
    pair.second_engine.poll()
    if pair.second.index.things.get(Entry, operation.id) is None:
        raise AssertionError("the entry did not arrive")


def _running(pair: Pair, rounds: int) -> Times:
    """Both laptops seal and look by themselves; entries are saved at moments that have nothing to do with the looks."""
    random, shown = Random(1), Queue[bytes]()
    pair.second.bus.subscribe(lambda event: _note_entries(event, shown))
    pair.second.folders.add(pair.folder)
    threads = [SyncThread(Session(station), _fail) for station in (pair.first, pair.second)]
    for thread in threads:
        thread.start()
    taken = []
    for _ in range(rounds):
        Event().wait(random.uniform(0, PAUSES_S))
        started = time.perf_counter()
        (operation,) = pair.first.save(entry_drafts(1, pair.first))
        while shown.get(timeout=60) != operation.id:
            pass
        taken.append(time.perf_counter() - started)
    for thread in threads:
        thread.stop(is_locking=False)
    return Times(tuple(taken))


def _note_entries(event: object, shown: Queue[bytes]) -> None:
    if isinstance(event, ThingsChanged):
        for change in event.changes:
            shown.put(change.key)


def _fail(error: BaseException) -> None:
    raise error


def _write_and_read_two(tree: DiskTree) -> None:
    for name in ("batch", "head"):
        tree.put_new(name, bytes(800))
        tree.read(name, 1000)
        tree.remove(name)
