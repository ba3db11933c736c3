# SPDX-License-Identifier: Apache-2.0
"""A closer look at a folder now and then: names alone do not show that files were overwritten where they lie.

A few files are read; if one is not what its name promises, all are. So what encrypts or zeroes a folder in place is
noticed within hours by every laptop that syncs with it, at the cost of a few small reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event

from .comparison import is_sound, set_damaged_aside
from .findings import Found, note_finding
from .folder_listing import list_folder
from .folder_view import FolderView
from .layout import mend_mark
from .station import Station

EVERY_MS = 6 * 3_600_000
"""A folder is looked at closely this often at most."""
SAMPLE = 12
"""So many files are read, spread over the folder, others each time."""
_LOOKED = "looked-closely-"


def look_closely(
    view: FolderView, station: Station, progress: Callable[[str, int, int], None] | None, cancel: Event | None
) -> int:
    """Read a few of the files that this laptop holds too; all of them if one is damaged. Returns how many were read.

    Damaged ones are moved aside, so that the sync that goes on writes them again. Raises OSError.
    """
    if not (station.is_joined and _is_due(view, station)):
        return 0
    files = list_folder(view, station).files
    with station.lock:
        sample = _spread(sorted(files & station.files.paths), station.now().ms // EVERY_MS)
    is_mended = mend_mark(view, station)
    opened = 1 + len(sample)
    if is_mended or not all(is_sound(view, path) for path in sample):
        damaged = set_damaged_aside(view, station, _until(sorted(files), progress, cancel))
        opened += len(files)
        note_finding(view, station, Found.OVERWRITTEN, len(damaged) + is_mended)
    return opened


def _is_due(view: FolderView, station: Station) -> bool:
    """Whether the last close look was long ago, by a clock that may have been put back since."""
    now_ms = station.now().ms
    with station.lock:
        last_ms = int.from_bytes(station.record.get(_LOOKED + view.key) or b"", "big")
        is_due = not last_ms <= now_ms < last_ms + EVERY_MS
        if is_due:
            station.record.put(_LOOKED + view.key, now_ms.to_bytes(8, "big"))
    return is_due


def _spread(paths: Sequence[str], turn: int) -> list[str]:
    """Some of the files from all over the folder, others each turn."""
    step = -(-len(paths) // SAMPLE) or 1
    return list(paths[turn % step :: step])


def _until(
    paths: Sequence[str], progress: Callable[[str, int, int], None] | None, cancel: Event | None
) -> Iterator[str]:
    for done, path in enumerate(paths):
        if cancel and cancel.is_set():
            return
        if progress:
            progress("comparing", done, len(paths))
        yield path
