# SPDX-License-Identifier: Apache-2.0
"""The full comparison of a folder with the replica: every name, every byte, and healing on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event

from incident_console.wire import names

from .folder_listing import list_folder
from .folder_view import FolderView
from .inspecting import Inspection
from .presence import covered
from .station import Station


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a full comparison found in a folder and made good.

    ``missing`` files had been there before, ``damaged`` ones are not what their names promise, ``foreign`` names are
    nobody's, ``healed`` were written again; ``rolled_back`` tells that the folder fell back to an older state.
    """

    missing: int
    damaged: int
    foreign: int
    healed: int
    rolled_back: bool


def check_folder(
    view: FolderView,
    station: Station,
    sync: Callable[[], object],
    progress: Callable[[str, int, int], None] | None = None,
    cancel: Event | None = None,
) -> CheckResult:
    """Compare every file, move damaged ones aside, and write again whatever this laptop holds.

    This laptop's own copies are read too: what rotted on its disk comes again from the folder.
    """
    listing = list_folder(view, station)
    with station.lock:
        given = station.index.given(view.key)
    gone = {path for path in given & station.files.paths if path not in listing.files}
    inspection = Inspection(view, station, progress, cancel)
    is_mended = inspection.read_mark()
    inspection.read(listing.files)
    damaged = inspection.damaged
    sync()
    gone -= covered(station, gone, listing.files)  # asked late, since the sync has read the roll-ups by now
    after = list_folder(view, station).files - view.stuck
    healed = sum(path in after for path in gone | damaged)
    is_back = is_rolled_back(gone, listing.files)
    return CheckResult(len(gone), len(damaged) + is_mended, listing.foreign, healed + is_mended, is_back)


def is_rolled_back(gone: Iterable[str], files: Iterable[str]) -> bool:
    """Whether an older head of some station is there than one that is gone: the folder was put back in time."""
    newest: dict[str, tuple[int, int]] = {}
    for path in files:
        head = names.parse_head(path.partition("/")[2])
        if head:
            newest[head.stream] = max(newest.get(head.stream, (0, 0)), (head.seq, head.beat))
    lost = (names.parse_head(path.partition("/")[2]) for path in gone)
    return any(head and head.stream in newest and newest[head.stream] < (head.seq, head.beat) for head in lost)
