# SPDX-License-Identifier: Apache-2.0
"""Work with shared folders that somebody asked for: at most one job for a folder, watched and stopped from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.ui.folder_words import Told, check_words, sync_words
from incident_console.ui.jobs import Cancelled, JobHandle, JobRunner, Lane, Progress, Report
from incident_console.ui.theme import Tone
from incident_console.ui.watched_work import rest_of

if TYPE_CHECKING:
    from incident_console.services.folders import FolderLine, FoldersService
    from incident_console.services.folders import Progress as Teller

_PHASES = {
    "comparing": "files compared",
    "receiving": "batches received",
    "receiving files": "parts of documents received",
    "sending": "files given",
    "writing": "files written",
}


@dataclass
class _Work:
    words: str
    handle: JobHandle | None = None
    progress: Progress | None = None


class FolderWork(QObject):
    """``changed(path)`` tells that work began, went on or ended; ``ended(path)`` that the record may be different."""

    changed = Signal(str)
    ended = Signal(str)

    def __init__(self, folders: FoldersService, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._folders, self._jobs = folders, jobs
        self._works: dict[str, _Work] = {}
        self._outcomes: dict[str, Told] = {}

    def words(self) -> dict[str, str]:
        """What is done with which folder right now: "syncing, 120 of 400 files given"."""
        return {path: ", ".join(filter(None, (work.words, _amount(work)))) for path, work in self._works.items()}

    def progress(self, path: str) -> Progress | None:
        """How far the work with a folder is; None when none goes on."""
        work = self._works.get(path)
        return (work.progress or Progress(0)) if work else None

    def doing(self, path: str) -> str:
        """What is done with a folder right now, empty when nothing is."""
        return self._works[path].words if path in self._works else ""

    def outcome(self, path: str) -> Told | None:
        """What the last work with a folder came to, since the workspace was opened."""
        return self._outcomes.get(path)

    def sync(self, path: str) -> None:
        """Exchange everything with a folder."""
        self._begin(path, "syncing", partial(_sync, self._folders, Path(path)), sync_words)

    def check(self, path: str) -> None:
        """Compare every file of a folder, and heal."""
        self._begin(path, "checking", partial(_check, self._folders, Path(path)), check_words)

    def fill(self, path: str) -> None:
        """Fill an empty folder with all that this laptop holds."""
        self._begin(path, "filling", partial(_fill, self._folders, Path(path)), sync_words)

    def add(self, path: Path, on_added: Callable[[FolderLine], None], on_failure: Callable[[KnownError], None]) -> None:
        """Sync through one more folder from now on; a share may take its time to answer."""
        self._jobs.ask(partial(self._folders.add, path), lane=Lane.FOLDER, on_success=on_added, on_failure=on_failure)

    def cancel(self, path: str) -> None:
        """Stop the work with a folder; what is done stays done."""
        work = self._works.get(path)
        if work is not None and work.handle is not None:
            work.handle.cancel()

    def _begin(self, path: str, words: str, job: Callable[[Event, Report], Any], say: Callable[[Any], Told]) -> None:
        if path in self._works:
            return
        self._works[path] = work = _Work(words)
        self._outcomes.pop(path, None)
        self.changed.emit(path)
        work.handle = self._jobs.submit(
            job,
            lane=Lane.FOLDER,
            on_success=partial(self._on_done, path, say),
            on_failure=partial(self._on_failed, path),
            on_cancelled=partial(self._end, path, Told(Tone.INFO, "Stopped", "What was exchanged so far stays.")),
            on_progress=partial(self._on_progress, path),
        )

    def _on_done(self, path: str, say: Callable[[Any], Told], outcome: object) -> None:
        self._end(path, say(outcome))

    def _on_failed(self, path: str, error: KnownError) -> None:
        self._end(path, Told(Tone.DANGER, error.title, rest_of(error)))

    def _on_progress(self, path: str, progress: Progress) -> None:
        if path in self._works:
            self._works[path].progress = progress
            self.changed.emit(path)

    def _end(self, path: str, told: Told) -> None:
        self._works.pop(path, None)
        self._outcomes[path] = told
        self.changed.emit(path)
        self.ended.emit(path)


def _sync(folders: FoldersService, path: Path, cancel: Event, report: Report) -> object:
    return unless_stopped(cancel, folders.sync([path], teller(report), cancel))


def _check(folders: FoldersService, path: Path, cancel: Event, report: Report) -> object:
    return unless_stopped(cancel, folders.check(path, teller(report), cancel))


def _fill(folders: FoldersService, path: Path, cancel: Event, report: Report) -> object:
    return unless_stopped(cancel, folders.seed(path, teller(report), cancel))


def unless_stopped(cancel: Event, outcome: object) -> object:
    """What work came to. Raises Cancelled if it was stopped before its end."""
    if cancel.is_set():
        raise Cancelled
    return outcome


def teller(report: Report) -> Teller:
    """Reports in words how far work with a folder or bundle is."""
    return lambda what, done, of: report(done, of, _PHASES.get(what, what))


def _amount(work: _Work) -> str:
    progress = work.progress
    return f"{progress.done:,} of {progress.total:,} {progress.what}" if progress and progress.total else ""
