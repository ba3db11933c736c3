# SPDX-License-Identifier: Apache-2.0
"""Writing into one folder what it lacks: blobs, acts, batches, heads; covered heads go once a newer one lies there.

Where not all of it fits, membership and the log go first and documents last, the vital ones before the others; what
did not fit goes when there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from threading import Event
from typing import NamedTuple

from incident_console.wire import names

from .comparison import is_rolled_back
from .folder_view import FolderView
from .heads import heads_behind
from .healing import put_off_healing
from .listing import is_rollup
from .presence import covered
from .space import Fit, by_urgency, fit, on_medium, sizes_of
from .station import Station

_LARGEST = 40 << 20
"""More than any file takes while it is written."""
_ORDER = (names.BLOBS, names.JOINS, names.ACTS, names.STREAMS, names.HEADS)


class Sent(NamedTuple):
    """How many files a folder was given for the first time, and again: those had been there.

    Of these ``lost`` were not there any more, and the others damaged. ``is_rolled_back`` tells that the folder had
    fallen back to an older state.
    """

    new: int
    healed: int
    lost: int
    is_rolled_back: bool


def send_files(
    view: FolderView,
    station: Station,
    progress: Callable[[str, int, int], None] | None,
    cancel: Event | None,
    *,
    is_patient: bool = False,
) -> Sent:
    """Write what the folder lacks and has room for.

    ``is_patient`` leaves healing to other laptops for up to a minute. What did not fit is in ``view.left``.
    """
    left = view.left & station.files.paths - view.present
    wanted = _for_this_laptop_to_write(_lacking(view, station) | left, view, station)
    missing = _without_covered(wanted, view, station)
    fitting = _fitting(put_off_healing(missing, view, station) if is_patient else missing, view, station)
    lacking = fitting.chosen
    view.left, view.left_bytes = frozenset(fitting.left), fitting.left_bytes
    written: list[str] = []
    before = frozenset(view.present)
    for _, paths in groupby(enumerate(lacking, 1), key=lambda each: _directory(each[1])):
        with view.tree.together():
            for done, path in paths:
                if cancel and cancel.is_set():
                    view.is_compared = False
                    return _counts(written, before, view, station)
                if _write(view, station, path):
                    written.append(path)
                if progress:
                    progress("sending", done, len(lacking))
    _clean_heads(view, station)
    counts = _counts(written, before, view, station)
    _note_given(view, station, written)
    return counts


def _fitting(lacking: set[str], view: FolderView, station: Station) -> Fit:
    """What goes out now, in the order of writing; where space is short, in the order of urgency."""
    free = view.tree.free_bytes() if lacking else 0
    if len(lacking) * _LARGEST < free:  # most of the time; no file is looked at
        return Fit(tuple(in_write_order(lacking)))
    sizes = sizes_of(station.replica, lacking)
    if 2 * sum(map(on_medium, sizes.values())) < free:
        return Fit(tuple(in_write_order(lacking)))
    with station.lock:
        wanted = station.index.wanted_parts()
    return fit(by_urgency(lacking, wanted), sizes, free)


def _counts(written: Collection[str], before: Collection[str], view: FolderView, station: Station) -> Sent:
    with station.lock:
        lost = [path for path in written if path not in view.aside and station.index.was_given(view.key, path)]
    healed = len(lost) + len(view.aside.intersection(written))
    return Sent(len(written) - healed, healed, len(lost), is_rolled_back(lost, before) if lost else False)


def _write(view: FolderView, station: Station, path: str) -> bool:
    data = station.files.read(path)
    if data is None:
        return False
    is_new = view.tree.put_new(path, data)
    view.present.add(path)
    return is_new


def _note_given(view: FolderView, station: Station, written: Collection[str]) -> None:
    new = (view.present - view.noted) & station.files.paths
    if new or written:
        with station.lock, station.index.transaction():
            station.index.note_given(view.key, new)
            station.index.forget_stamps(view.key, written)
            _forget_joined({path.rpartition("/")[0] for path in new if is_rollup(path)}, view, station)
        view.noted |= new


def _forget_joined(directories: Collection[str], view: FolderView, station: Station) -> None:
    """Once a folder has a roll-up, nobody asks any more whether it was given what this laptop joined in it."""
    if directories:
        given = (path for path in station.index.given(view.key) if path.rpartition("/")[0] in directories)
        station.index.rollups.forget_given(view.key, set(given) - station.files.paths)


def in_write_order(paths: Iterable[str]) -> list[str]:
    """Files in the order that keeps a folder readable at every moment."""
    return sorted(paths, key=lambda path: (_ORDER.index(_directory(path)), path))


def _directory(path: str) -> str:
    return path.partition("/")[0]


def _lacking(view: FolderView, station: Station) -> set[str]:
    if not view.is_compared:
        view.cursor = len(station.files.log)
        return station.files.paths - view.present
    new = station.files.log[view.cursor :]
    view.cursor = len(station.files.log)
    return {path for path in new if path in station.files.paths and path not in view.present}


def _for_this_laptop_to_write(paths: set[str], view: FolderView, station: Station) -> set[str]:
    """Without heads of others that this laptop cannot judge, so that it does not undo their tidying.

    Those are heads under a later one that it cannot read or whose batches it lacks, as that may cover them; and all of
    them once it was removed from the team.
    """
    with station.lock:
        own = {names.stream_name(stream.stream) for stream in station.record.own_streams()}
        others = {path for path in paths if (head := _head(path)) and head.stream not in own}
        behind = {row.path for row in heads_behind(station.carriers, station.index)} if others else set[str]()
    if station.is_revoked:
        return paths - others
    latest: dict[str, tuple[int, int]] = {}
    for later in filter(None, map(_head, (view.locked.keys() | behind) & view.present)):
        latest[later.stream] = max(latest.get(later.stream, (0, 0)), (later.seq, later.beat))

    def may_be_covered(path: str) -> bool:
        head = _head(path)
        return head is not None and (head.seq, head.beat) < latest.get(head.stream, (0, 0))

    return paths - {path for path in others if may_be_covered(path)}


def _head(path: str) -> names.HeadName | None:
    directory, _, name = path.partition("/")
    return names.parse_head(name) if directory == names.HEADS else None


def _without_covered(paths: set[str], view: FolderView, station: Station) -> set[str]:
    """Without what a roll-up in the folder holds: for the folder, it has been given that too."""
    there = covered(station, paths, view.present)
    if there - view.noted:
        with station.lock, station.index.transaction():
            station.index.note_given(view.key, there - view.noted)
        view.noted |= there
    return paths - there


def _clean_heads(view: FolderView, station: Station) -> None:
    for path in sorted(station.files.covered & view.present):
        view.tree.remove(path)
        view.present.discard(path)
