# SPDX-License-Identifier: Apache-2.0
"""Shared folders: add and remove them, sync with them, check them, fill an empty one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.storage.file_tree import is_directory
from incident_console.wire import names

from .base import Service

if TYPE_CHECKING:
    from incident_console.sync.comparison import CheckResult
    from incident_console.sync.engine import SyncEngine, SyncResult

Progress = Callable[[str, int, int], None]
"""Told (what, done, of) while long work goes on."""


@dataclass(frozen=True, slots=True)
class FolderLine:
    """A shared folder as lists show it: how it was when last tried, and since when.

    ``finding`` is the last remarkable thing found there, in so many files; `finding_words` says it.
    """

    path: str
    state: str
    since_ms: int
    synced_at_ms: int | None
    compared_at_ms: int | None
    finding: str = ""
    finding_files: int = 0
    found_ms: int = 0


@dataclass(frozen=True, slots=True)
class FolderOutcome:
    """How a sync went with one folder; ``message`` says what is wrong, empty when nothing is.

    ``left`` files did not fit there.
    """

    path: str
    state: str
    message: str
    left: int = 0


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """What one sync moved: files sent, received, healed, set aside as damaged, and opened in the folders."""

    sent: int
    received: int
    healed: int
    quarantined: int
    opened: int
    folders: tuple[FolderOutcome, ...]

    @property
    def has_moved(self) -> bool:
        """Whether anything came or went."""
        return bool(self.sent or self.received or self.healed)


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a full comparison found and made good; ``rolled_back`` tells that the folder fell back to an older state."""

    missing: int
    damaged: int
    foreign: int
    healed: int
    rolled_back: bool


class FoldersService(Service):
    """The folders through which this laptop shares the record."""

    @cached_property
    def _engine(self) -> SyncEngine:
        from incident_console.sync.engine import SyncEngine

        return SyncEngine(self.station)

    def lines(self) -> list[FolderLine]:
        """Every shared folder of this laptop."""
        with self.station.lock:
            rows = [(row, self.station.carriers.finding(row.path) or ("", 0, 0)) for row in self.station.folders.all()]
        return [
            FolderLine(row.path, row.state, row.since_ms, row.synced_at_ms, row.compared_at_ms, *found)
            for row, found in rows
        ]

    def found_in(self, outcome: SyncOutcome, since_ms: int) -> list[FolderLine]:
        """The folders of a sync, sticks among them, in which something remarkable was found since then."""
        with self.station.lock:
            found = [(line, self.station.carriers.finding(line.path)) for line in outcome.folders]
        return [
            FolderLine(line.path, line.state, since_ms, None, None, *finding)
            for line, finding in found
            if finding is not None and finding[2] >= since_ms
        ]

    def add(self, path: Path) -> FolderLine:
        """Sync through a folder from now on; a new, empty one is filled. Raises KnownError if it is not there."""
        whole = path.absolute()
        if not is_directory(whole):
            raise KnownError(f"The folder {whole} is not there", "Nothing was changed.", "Check the path.")
        self._fill_new(whole)
        self.station.folders.add(whole)
        return next(line for line in self.lines() if line.path == str(whole))

    def begin(self, path: Path) -> SyncOutcome:
        """Make a new team's first folder: make the directory if needed, fill it, and sync through it from now on."""
        whole = path.absolute()
        try:
            whole.mkdir(exist_ok=True)
        except OSError as error:
            raise KnownError(f"The folder {whole} cannot be made", f"{error.strerror}.", "Check the path.") from error
        self.station.folders.add(whole)
        try:
            return self.seed(whole)
        except KnownError as problem:
            todo = f"The workspace is made. Fill the folder later: folder seed. {problem.what_to_do}"
            raise KnownError(problem.title, problem.message, todo) from problem

    def remove(self, path: Path) -> None:
        """Sync through it no longer; its files stay. Raises KnownError if it was not one of the folders."""
        self.station.folders.remove(path.absolute())

    def sync(
        self, folders: Sequence[Path] | None = None, progress: Progress | None = None, cancel: Event | None = None
    ) -> SyncOutcome:
        """Exchange everything with these folders, all of the laptop's if none are named; a failing one is told."""
        paths = None if folders is None else [path.absolute() for path in folders]
        for path in paths or ():
            self._fill_new(path)
        return _outcome(self._engine.sync(paths, progress=progress, cancel=cancel))

    def poll(self) -> SyncOutcome:
        """An idle look: one listing for each folder, everything else only if something is new."""
        return _outcome(self._engine.poll())

    def waiting_batches(self, path: Path) -> int:
        """How many batches of this laptop and others a folder was not given yet, as when it cannot be reached."""
        from incident_console.sync.presence import waiting_batches

        return waiting_batches(self.station, str(path.absolute()))

    def waiting_parts(self, path: Path) -> int:
        """How many parts of documents a folder was not given yet, as when they did not fit."""
        with self.station.lock:
            lacking = self.station.files.paths - self.station.index.given(str(path.absolute()))
        return sum(name.startswith(f"{names.BLOBS}/") for name in lacking)

    def check(self, path: Path, progress: Progress | None = None, cancel: Event | None = None) -> CheckOutcome:
        """Compare every file of a folder with this laptop's, now, and heal what is missing or damaged.

        After a cancel the counts are those of the files read so far.
        """
        found: CheckResult = self._engine.check(path.absolute(), progress=progress, cancel=cancel)
        return CheckOutcome(found.missing, found.damaged, found.foreign, found.healed, found.rolled_back)

    def _fill_new(self, path: Path) -> None:
        """Fill an empty directory that a person names for the first time; one that was ours may be unmounted now."""
        is_known = any(line.path == str(path) for line in self.lines()) or bool(self.station.index.given(str(path)))
        if self.station.is_joined and not is_known and is_empty_directory(path):
            self._engine.seed(path)

    def seed(self, path: Path, progress: Progress | None = None, cancel: Event | None = None) -> SyncOutcome:
        """Fill an empty or destroyed folder with all that this laptop holds; raises KnownError for another team's."""
        return _outcome(self._engine.seed(path.absolute(), progress=progress, cancel=cancel))


def _outcome(result: SyncResult) -> SyncOutcome:
    return SyncOutcome(
        result.sent,
        result.received,
        result.healed,
        result.quarantined,
        result.opened,
        tuple(
            FolderOutcome(path, str(state), message, result.left.get(path, 0))
            for path, state, message in result.folders
        ),
    )


def is_empty_directory(path: Path) -> bool:
    """Whether a directory is there and holds nothing."""
    try:
        return not any(path.iterdir())
    except OSError:
        return False
