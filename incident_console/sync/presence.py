# SPDX-License-Identifier: Apache-2.0
"""What a folder holds by way of its roll-ups: a batch that stands in a verified one there is not missing there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from incident_console.wire import names

from .listing import is_rollup
from .rollups import batch_at

if TYPE_CHECKING:
    from .station import Station


def covered(station: Station, paths: Iterable[str], present: Collection[str]) -> set[str]:
    """Of these files, those of which a roll-up in a folder holds every batch; ``present`` is what lies there."""
    asked = _by_stream(paths)
    there = _by_stream(path for path in present if is_rollup(path)) if asked else {}
    return {
        path
        for directory in asked.keys() & there.keys()
        for path in _covered_in(station, asked[directory], there[directory])
    }


def waiting_batches(station: Station, folder: str) -> int:
    """How many batches a folder was not given yet, loose or joined, as far as this laptop knows."""
    with station.lock:
        given = station.index.given(folder)
        lacking = _by_stream(station.files.paths - given)
        rolled = _by_stream(path for path in given if is_rollup(path)) if lacking else {}
        count = 0
        for directory, paths in lacking.items():
            there = frozenset().union(*(stmts_in(station, path) for path in rolled.get(directory, ())))
            for path in paths:
                batches = station.index.rollups.own_names(path)
                count += sum(name not in given and stmt not in there for stmt, name in batches.items())
        return count


def stmts_in(station: Station, path: str) -> frozenset[bytes]:
    """The batches in a file of a stream's directory, as far as they were verified here; else none."""
    if is_rollup(path):
        with station.lock:
            return station.index.rollups.stmts(path)
    found = batch_at(station, path)
    return frozenset(found[:1]) if found else frozenset()


def _covered_in(station: Station, paths: Collection[str], rollups: Collection[str]) -> set[str]:
    wholes = [stmts_in(station, path) or station.carried.get(path, frozenset()) for path in rollups]
    return {path for path in paths if (held := stmts_in(station, path)) and any(held <= whole for whole in wholes)}


def _by_stream(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if path.startswith(f"{names.STREAMS}/"):
            found[path.rpartition("/")[0]].append(path)
    return found
