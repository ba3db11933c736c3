# SPDX-License-Identifier: Apache-2.0
"""Healing that waits its turn: two hundred laptops that see the same loss at once must not all write the same files.

What a folder had and lost is put off for a random while; then everything is listed again, and only what nobody else has
written by then is written.
"""

from __future__ import annotations

from .folder_view import FolderView
from .station import Station

WITHIN_MS = 60_000
"""A loss is healed so soon at the latest, by the first of those who see it."""


def is_healing_due(view: FolderView, now_ms: int) -> bool:
    """Whether the time has come to look again at what a folder lost; a clock that was put back makes nobody wait."""
    return view.heal_at_ms is not None and not now_ms < view.heal_at_ms <= now_ms + WITHIN_MS


def put_off_healing(lacking: set[str], view: FolderView, station: Station) -> set[str]:
    """What of the lacking files to write now: all if the folder was just listed when healing was due, else the new.

    What this laptop moved aside itself is never put off: nobody else knows that it is missing.
    """
    now_ms = station.now().ms
    if is_healing_due(view, now_ms) and not view.is_compared:
        view.heal_at_ms = None
        return lacking
    with station.lock:
        lost = {path for path in lacking - view.aside if station.index.was_given(view.key, path)}
    if lost and view.heal_at_ms is None:
        view.heal_at_ms = now_ms + int.from_bytes(station.random(4), "big") % WITHIN_MS
        view.quiet_ms = range(0)
    return lacking - lost
