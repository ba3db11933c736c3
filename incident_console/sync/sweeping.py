# SPDX-License-Identifier: Apache-2.0
"""Taking away what crashes and damage left in a folder, a day after it was first seen there."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES

from .folder_reading import FolderReader
from .receiving_streams import JUNK_A_ROUND
from .rollups import take_sound_pieces


def sweep(reader: FolderReader, leftovers: Collection[str]) -> None:
    """Remove what lay there a day ago already, after taking in what is sound in it; with much of it, some a round.

    What was moved aside is left to members of the team, who can read it.
    """
    station, read_bytes = reader.station, 0
    with station.lock, station.index.transaction():
        old = station.index.leftovers.look(reader.view.key, leftovers, station.now().ms)
    for path in old:
        is_aside = names.is_set_aside(path.rpartition("/")[2])
        if reader.cancel.is_set() or read_bytes >= JUNK_A_ROUND:
            return
        if is_aside and station.role is None:
            continue
        with suppress(OSError):  # it may be read-only, or no file at all
            read_bytes += _take_in(reader, path) if is_aside else 0
            reader.view.tree.remove(path)


def _take_in(reader: FolderReader, path: str) -> int:
    """Whoever moved a file aside may have read it before it was whole, and it may be the only copy; gives its size."""
    data = reader.view.tree.read(path, ROLLUP_BYTES)
    reader.received += take_sound_pieces(reader.station, data, reader.view.key)
    return len(data)
