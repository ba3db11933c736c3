# SPDX-License-Identifier: Apache-2.0
"""Taking in a bundle: read like a folder, so that every file is verified as one from anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.domain.errors import KnownError
from incident_console.domain.events import SyncStateChanged
from incident_console.domain.ports import BUNDLE
from incident_console.domain.sizes import size_words
from incident_console.storage.bundle_file import BundleTree, NotABundle, open_bundle
from incident_console.storage.file_tree import is_directory
from incident_console.wire import names
from incident_console.wire.team_file import TeamFile

from .folder_reading import FolderReader
from .folder_view import FolderView
from .receiving import Receiver
from .space import fit, on_medium
from .station import Station

Progress = Callable[[str, int, int], None]
_NOTHING = "Nothing was taken from it."


@dataclass(frozen=True, slots=True)
class BundleRead:
    """What came of a bundle: files newly here; damaged ones; ones sealed with a key not held; documents left for space.

    ``is_whole`` tells that the archive itself has a sound end.
    """

    received: int
    damaged: int
    locked: int
    left: int
    left_bytes: int
    is_whole: bool


def read_bundle(
    station: Station, path: Path, progress: Progress | None = None, cancel: Event | None = None
) -> BundleRead:
    """Take in what a bundle holds and this laptop lacks; twice does nothing, and an interrupted one goes on.

    Of a torn or damaged one everything that is whole is taken. Raises KnownError if it is no bundle, another team's, or
    does not fit.
    """
    root = f"{names.exercise_folder(station.team_id)}/" if station.is_exercise else ""
    with _opened(path) as file:
        try:
            tree = BundleTree(file, root)
            _check_team(path, tree, f"{root}{names.team_file(station.team_id)}")
            return _take(station, tree, progress, cancel)
        except NotABundle:
            raise no_bundle(path) from None
        except OSError as error:
            raise _broken_off(path, error) from error


def team_in_bundle(path: Path) -> tuple[TeamFile, bool]:
    """The team that a bundle is of, and whether it is an exercise's. Raises KnownError."""
    with _opened(path) as file:
        try:
            tree = BundleTree(file)
            for name in tree.teams:
                return TeamFile.decode(tree.team_file(name)), "/" in name
        except (NotABundle, DamagedFile, NeedsNewerVersion):
            pass
        except OSError as error:
            raise _broken_off(path, error) from error
    raise no_bundle(path)


def no_bundle(path: Path) -> KnownError:
    """The file is something else, or torn at its very beginning."""
    return KnownError(f"{path} is no bundle", _NOTHING, "If it should be one, have it sent again.")


def _opened(path: Path) -> BinaryIO:
    if is_directory(path):
        raise KnownError(
            f"{path} is a folder, not a bundle", _NOTHING, "Exchange with a folder in this way: sync --folder."
        )
    try:
        return open_bundle(path)
    except NotABundle:
        raise no_bundle(path) from None
    except OSError as error:
        raise KnownError(f"{path} cannot be read: {error.strerror}", _NOTHING, "Check the path.") from error


def _broken_off(path: Path, error: OSError) -> KnownError:
    """The file could be opened, and its medium failed later."""
    return KnownError(
        f"{path} cannot be read to its end: {error.strerror}", "What was taken so far is safe.", "Read it once more."
    )


def _take(station: Station, tree: BundleTree, progress: Progress | None, cancel: Event | None) -> BundleRead:
    left = _make_fit(station, tree)
    paths = {path for path, _ in tree.members()}
    with station.lock:
        before = paths & station.files.paths
    view = FolderView(Path(BUNDLE), tree, refused=(damaged := set[str]()))
    for _ in range(1 + len(paths)):  # a round takes up so much of strangers and junk, and no more
        receiver = Receiver(FolderReader(station, view, progress, cancel))
        receiver.compare()
        if not receiver.reader.opened or (cancel and cancel.is_set()):
            break
    with station.lock:
        held = paths & station.files.paths
        locked = sum(path not in held and not station.index.heads.has(path) for path in view.locked)
    if held != before:
        station.bus.publish(SyncStateChanged())
    return BundleRead(len(held - before), len(damaged), locked, len(left), sum(left.values()), tree.is_whole)


def _check_team(path: Path, tree: BundleTree, wanted: str) -> None:
    """Refuse another team's bundle; one whose beginning is torn may name no team, and its files tell by themselves."""
    if not tree.teams or wanted in tree.teams:
        return
    is_other_side = any("/" in name for name in tree.teams) != ("/" in wanted)
    whose = "the real team" if "/" in wanted else "an exercise"
    raise KnownError(
        f"{path} is the bundle of {whose if is_other_side else 'another team'}", _NOTHING,
        "Read it on a laptop of that team.",
    )  # fmt: skip


def _make_fit(station: Station, tree: BundleTree) -> dict[str, int]:
    """Pass over the documents for which this laptop has no room; returns their sizes. What is no document must fit."""
    with station.lock:
        new = {path: size for path, size in tree.members() if path not in station.files.paths}
    urgent = [path for path in new if not path.startswith(f"{names.BLOBS}/")]
    free = station.replica.free_bytes()
    chosen = fit([*urgent, *(path for path in new if path.startswith(f"{names.BLOBS}/"))], new, free)
    if not set(urgent) <= set(chosen.chosen):
        need = size_words(sum(on_medium(new[path]) for path in urgent))
        raise KnownError(
            "This bundle does not fit on this laptop", f"It takes {need}, {size_words(free)} are free.",
            "Free some space, then read it again.",
        )  # fmt: skip
    for path in chosen.left:
        tree.drop(path)
    return {path: new[path] for path in chosen.left}
