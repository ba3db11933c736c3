# SPDX-License-Identifier: Apache-2.0
"""The full comparison of a folder with the replica: every name, every byte, and healing on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES

from .findings import Found, note_finding
from .folder_listing import list_folder
from .folder_view import FolderView
from .layout import mend_mark
from .listing import hash_in, is_rollup
from .presence import covered
from .rollups import take_sound_pieces
from .station import Station

_LARGEST = ROLLUP_BYTES


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
    is_mended = mend_mark(view, station)
    damaged = set_damaged_aside(view, station, _told(sorted(listing.files), progress, cancel))
    if damaged or is_mended:
        note_finding(view, station, Found.OVERWRITTEN, len(damaged) + is_mended)
    sync()
    gone -= covered(station, gone, listing.files)  # asked late, since the sync has read the roll-ups by now
    after = list_folder(view, station).files
    healed = sum(path in after for path in {*gone, *damaged})
    is_back = is_rolled_back(gone, listing.files)
    return CheckResult(len(gone), len(damaged) + is_mended, listing.foreign, healed + is_mended, is_back)


def set_damaged_aside(view: FolderView, station: Station, files: Iterable[str]) -> list[str]:
    """Read files, and move those aside that are not what their names promise; what is sound in them is taken first."""
    damaged = list(_damaged(view, station, files))
    for path in damaged:
        if is_rollup(path):
            take_sound_pieces(station, _readable(view, path), view.key)
        with suppress(FileNotFoundError):
            view.tree.set_aside(path)
    return damaged


def _told(
    files: Sequence[str], progress: Callable[[str, int, int], None] | None, cancel: Event | None
) -> Iterator[str]:
    """The files one after the other, telling how far it is, until the end or a cancel."""
    for done, path in enumerate(files):
        if cancel and cancel.is_set():
            return
        if progress:
            progress("comparing", done, len(files))
        yield path


def _damaged(view: FolderView, station: Station, files: Iterable[str]) -> Iterator[str]:
    for path in files:
        if path in station.files.paths:
            station.files.read(path)
        if not (is_sound(view, path) or is_sound(view, path)):  # a share may have given half of it the first time
            yield path


def is_sound(view: FolderView, path: str) -> bool:
    """Whether a file is what its name promises; one that has just vanished is no damaged one."""
    try:
        data = view.tree.read(path, _LARGEST)
    except FileNotFoundError:
        return True
    except OSError:
        if not view.tree.is_there():
            raise
        return False
    return names.has_hash(hash_in(path) or "", data)


def _readable(view: FolderView, path: str) -> bytes:
    with suppress(OSError):  # it may be no file at all
        return view.tree.read(path, _LARGEST)
    return b""


def is_rolled_back(gone: Iterable[str], files: Iterable[str]) -> bool:
    """Whether an older head of some station is there than one that is gone: the folder was put back in time."""
    newest: dict[str, tuple[int, int]] = {}
    for path in files:
        head = names.parse_head(path.partition("/")[2])
        if head:
            newest[head.stream] = max(newest.get(head.stream, (0, 0)), (head.seq, head.beat))
    lost = (names.parse_head(path.partition("/")[2]) for path in gone)
    return any(head and head.stream in newest and newest[head.stream] < (head.seq, head.beat) for head in lost)
