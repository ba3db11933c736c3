# SPDX-License-Identifier: Apache-2.0
"""Old files of a folder that a roll-up there has replaced are removed, by the one who rolls that stream up.

Only what one single roll-up holds goes, and only after it was read back well twice in that very folder, days apart, the
second time just before: whatever happens meanwhile, a sound copy of every batch stays there.
"""

from __future__ import annotations

from contextlib import suppress

from incident_console.wire import names, rollup

from .folder_view import FolderView
from .listing import is_rollup
from .presence import stmts_in
from .rollups import in_charge
from .station import Station

KEPT_MS = 7 * 24 * 3_600_000
"""What a roll-up replaced stays beside it for so long."""


def tidy(view: FolderView, station: Station) -> int:
    """Read back new roll-ups, and remove what older ones replaced; returns how many files were opened for that."""
    opened = 0
    for directory in in_charge(station):
        found = sorted(path for path in view.present if path.startswith(f"{directory}/"))
        for path in filter(is_rollup, found):
            if path in view.present and stmts_in(station, path):
                opened += _tidy_around(view, station, path, found)
    return opened


def _tidy_around(view: FolderView, station: Station, path: str, found: list[str]) -> int:
    now_ms = station.now().ms
    with station.lock:
        read_at_ms = station.index.rollups.read_at(view.key, path)
    if read_at_ms is None or read_at_ms > now_ms:
        if _reads_well(view, path):
            with station.lock, station.index.transaction():
                station.index.rollups.note_read(view.key, path, now_ms)
        return 1
    if now_ms - read_at_ms < KEPT_MS:
        return 0
    replaced = [other for other in found if other in view.present and _is_replaced(station, other, path)]
    if replaced and _reads_well(view, path):
        _remove(view, station, replaced)
    return bool(replaced)


def _remove(view: FolderView, station: Station, paths: list[str]) -> None:
    for path in paths:
        with suppress(OSError):  # it may be read-only, or no file at all
            view.tree.remove(path)
            view.present.discard(path)
    with station.lock, station.index.transaction():
        station.index.rollups.forget_given(view.key, paths)


def _is_replaced(station: Station, path: str, by: str) -> bool:
    """Whether one roll-up holds all that a file holds; of two that hold the same, the first by name stays."""
    if path == by or not _lies_within(path, by):
        return False
    held, whole = stmts_in(station, path), stmts_in(station, by)
    return bool(held) and (held < whole or (held == whole and by < path))


def _lies_within(path: str, by: str) -> bool:
    name, outer = path.rpartition("/")[2], rollup.parse(by.rpartition("/")[2])
    batch, inner = names.parse_batch(name), rollup.parse(name)
    first, last = (batch.seq, batch.seq) if batch else (inner.first, inner.last) if inner else (0, 0)
    return outer is not None and outer.first <= first and last <= outer.last


def _reads_well(view: FolderView, path: str) -> bool:
    try:
        data = view.tree.read(path, rollup.ROLLUP_BYTES)
    except OSError:
        if not view.tree.is_there():
            raise
        return False
    name = rollup.parse(path.rpartition("/")[2])
    return name is not None and names.has_hash(name.hash, data)
