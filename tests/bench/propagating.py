# SPDX-License-Identifier: Apache-2.0
"""How long one entry is on its way from the key press on one station to the log of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from incident_console.domain.status_log import Entry
from incident_console.storage.file_tree import DiskTree
from tests.bench.measuring import Finding, Times, against, beside, interleaved
from tests.bench.stations import Pair, a_pair, entry_drafts

ARRIVE_S = 1.0


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Save, seal, write into the folder, look into it on the other side, verify, show; no waiting for a look's turn."""
    pair = a_pair(root)
    history = 500 if is_quick else 10_000
    pair.first.save(entry_drafts(history, pair.first))
    pair.settle()
    tree = DiskTree(root / "bare")
    (root / "bare").mkdir()
    ours, bare = interleaved(lambda: _carry(pair), lambda: _write_and_read_two(tree), rounds=20 if is_quick else 150)
    yield against(f"one entry after {history}, median / 1 s", ours, ARRIVE_S)
    yield against("the same, 99 of 100 / 1 s", Times((ours.at_most(0.99),)), ARRIVE_S)
    yield beside("one entry / two bare durable files written and read", ours, bare)
    pair.close()


def _carry(pair: Pair) -> None:
    (operation,) = pair.first.save(entry_drafts(1, pair.first))
    pair.first_engine.poll()
    pair.second_engine.poll()
    if pair.second.index.things.get(Entry, operation.id) is None:
        raise AssertionError("the entry did not arrive")


def _write_and_read_two(tree: DiskTree) -> None:
    for name in ("batch", "head"):
        tree.put_new(name, bytes(800))
        tree.read(name, 1000)
        tree.remove(name)
