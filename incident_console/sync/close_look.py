# SPDX-License-Identifier: Apache-2.0
"""A closer look at a folder: names alone do not show that files were overwritten where they lie.

In each comparison sizes and times of change are held against what is known. What has a wrong size is damaged; of what
was written to since, and every few hours of everything, some is read. Wherever that finds damage, more is read. So what
empties, cuts, zeroes or encrypts a folder in place is noticed by the next comparison of any laptop, as a rule, and
within hours if it sets the times back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from threading import Event

from .folder_view import FolderView
from .inspecting import Inspection
from .listing import Listing
from .stamps import few, is_mark_touched, known_stamps, note_stamps, unlike
from .station import Station

EVERY_MS = 6 * 3_600_000
"""Files that look as they did are read this often at most."""
SAMPLE = 12
"""So many of them are, spread over the folder, others each time."""
TOUCHED, SAMPLE_BYTES = 48, 32 << 20
"""So many of those written to are read, and so much; all of them if one is damaged."""
_LOOKED = "looked-closely-"


def look_closely(
    view: FolderView,
    station: Station,
    listing: Listing,
    progress: Callable[[str, int, int], None] | None = None,
    cancel: Event | None = None,
) -> int:
    """Read what looks changed, and a few others now and then; returns how many files were read.

    Damaged ones are moved aside, so that the sync that goes on writes them again. Raises OSError if the folder is gone.
    """
    if not station.is_joined:
        return 0
    view.stuck.clear()
    inspection = Inspection(view, station, progress, cancel)
    known = known_stamps(view, station)
    found = unlike(station, listing.stamps, known)
    held = listing.files & station.files.paths
    is_due = bool(held) and _is_due(view, station)
    if is_mark_touched(view, station, known) or is_due:
        inspection.read_mark()

    def read_some(paths: Collection[str], most: int) -> bool:
        rest, turn = sorted(inspection.unread(paths)), station.now().ms // EVERY_MS
        return inspection.read(few(rest, listing.stamps, most, SAMPLE_BYTES, turn))

    inspection.read(found.wrong)
    if read_some(found.touched, TOUCHED):
        inspection.read(found.touched)
    if inspection.damaged and read_some(found.fresh, TOUCHED):
        inspection.read(found.fresh)
    if (is_due or inspection.damaged or view.mended) and read_some(held, SAMPLE):
        inspection.read(listing.files)
    if not inspection.is_cancelled:
        settled = (found.wrong | found.touched | found.fresh) - inspection.damaged
        note_stamps(view, station, {path: listing.stamps[path] for path in settled})
        view.is_suspect = False
    return inspection.opened


def _is_due(view: FolderView, station: Station) -> bool:
    """Whether files were last read at random long ago, by a clock that may have been put back since."""
    now_ms = station.now().ms
    with station.lock:
        last_ms = int.from_bytes(station.record.get(_LOOKED + view.key) or b"", "big")
        is_due = not last_ms <= now_ms < last_ms + EVERY_MS
        if is_due:
            station.record.put(_LOOKED + view.key, now_ms.to_bytes(8, "big"))
    return is_due
