# SPDX-License-Identifier: Apache-2.0
"""Whether files lie in a folder as this laptop last knew them there, by size and time of change: nothing is opened.

A name commits to the content, so a file of another size than this laptop's own is damaged. A time of change proves
nothing, since copying sets it too and some programs set it back; it only tells what to read first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.domain.ports import Stamp
from incident_console.wire import names

from .folder_view import FolderView
from .space import sizes_of
from .station import Station

GLANCE_MS = 60_000
"""An idle look stats some files this often at most."""
GLANCE_FILES = 500
"""So many files, in whole directories, are looked at then: others each time, all in turn."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """Of the files that this laptop holds: those of a wrong size, those written to since, those not looked at yet."""

    wrong: frozenset[str]
    touched: frozenset[str]
    fresh: frozenset[str]


def known_stamps(view: FolderView, station: Station, directory: str = "") -> dict[str, Stamp]:
    """How files lay in a folder, or in one directory of it, when nothing was wrong with them."""
    with station.lock:
        return station.index.stamps(view.key, directory)


def unlike(station: Station, stamps: Mapping[str, Stamp], known: Mapping[str, Stamp]) -> Unlike:
    """What of these files does not lie in the folder as it was known there."""
    with station.lock:
        news = {path for path in stamps.keys() & station.files.paths if known.get(path) != stamps[path]}
    sizes = sizes_of(station.replica, news)
    wrong = {path for path, size in sizes.items() if size != stamps[path][0]}
    touched = {path for path in sizes.keys() - wrong if path in known}
    return Unlike(frozenset(wrong), frozenset(touched), frozenset(sizes.keys() - wrong - touched))


def note_stamps(view: FolderView, station: Station, stamps: Mapping[str, Stamp]) -> None:
    """From now on this is how these files lie there."""
    if stamps:
        with station.lock, station.index.transaction():
            station.index.note_stamps(view.key, stamps)


def forget_stamps(view: FolderView, station: Station, paths: Iterable[str]) -> None:
    """These files were written anew: how they look is to be learnt again."""
    with station.lock, station.index.transaction():
        station.index.forget_stamps(view.key, paths)


def glance(view: FolderView, station: Station) -> None:
    """Stat a few files in an idle look; where they are not as they were, the next look is a whole comparison."""
    now_ms = station.now().ms
    if not station.is_joined or view.glanced_at_ms <= now_ms < view.glanced_at_ms + GLANCE_MS:
        return
    view.glanced_at_ms = now_ms
    looked_at = 0
    for directory in _in_turn(sorted({path.rpartition("/")[0] for path in view.present}), view.glanced):
        found = {f"{directory}/{file.name}": file.stamp for file in view.tree.files(directory)}
        differs = unlike(station, found, known_stamps(view, station, directory))
        view.is_suspect |= not differs.wrong | differs.touched <= view.stuck
        note_stamps(view, station, {path: found[path] for path in differs.fresh})
        view.glanced = directory
        looked_at += len(found)
        if looked_at >= GLANCE_FILES:
            return


def few(paths: Sequence[str], stamps: Mapping[str, Stamp], most: int, most_bytes: int, turn: int) -> list[str]:
    """Some of the files from all over the folder, others each turn, with at least one of them."""
    step = -(-len(paths) // most) or 1
    chosen: list[str] = []
    for path in paths[turn % step :: step]:
        most_bytes -= max(0, stamps[path][0])
        if chosen and most_bytes < 0:
            break
        chosen.append(path)
    return chosen


def is_mark_touched(view: FolderView, station: Station, known: Mapping[str, Stamp]) -> bool:
    """Whether the file by which the folder is recognised is not as it was known; one of the right size is new once."""
    path = names.team_file(station.team_id)
    stamp = next((file.stamp for file in view.tree.files("") if file.name == path), None)
    if stamp is None or known.get(path) == stamp:
        return False
    note_stamps(view, station, {path: stamp})
    return path in known or stamp[0] != len(station.team_file())


def _in_turn(directories: Sequence[str], last: str) -> list[str]:
    return [each for each in directories if each > last] + [each for each in directories if each <= last]
