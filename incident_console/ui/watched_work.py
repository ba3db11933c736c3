# SPDX-License-Identifier: Apache-2.0
"""Long work of one kind, one at a time: watched, stopped and told of from here, also by a pane that is opened late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.ui.folder_words import Told
from incident_console.ui.jobs import JobHandle, JobRunner, Lane, Progress, Report
from incident_console.ui.theme import Tone


class WatchedWork(QObject):
    """``changed`` tells that work began or went on, ``ended(Told)`` what it came to."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._handle: JobHandle | None = None
        self.words = ""
        self.progress: Progress | None = None
        self.outcome: Told | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self.progress is not None

    def cancel(self) -> None:
        """Stop what is being done."""
        if self._handle is not None:
            self._handle.cancel()

    def _begin(
        self, words: str, job: Callable[[Event, Report], Any], say: Callable[[Any], Told], stopped: Told
    ) -> None:
        if self.is_busy:
            return
        self.words, self.progress, self.outcome = words, Progress(0), None
        self.changed.emit()
        self._handle = self._jobs.submit(
            job,
            lane=Lane.FOLDER,
            on_success=partial(self._on_done, say),
            on_failure=self._on_failed,
            on_cancelled=partial(self._end, stopped),
            on_progress=self._on_progress,
        )

    def _on_done(self, say: Callable[[Any], Told], outcome: object) -> None:
        self._end(say(outcome))

    def _on_failed(self, error: KnownError) -> None:
        self._end(Told(Tone.DANGER, error.title, rest_of(error)))

    def _on_progress(self, progress: Progress) -> None:
        if self.is_busy:
            self.progress = progress
            self.changed.emit()

    def _end(self, told: Told) -> None:
        self._handle, self.progress, self.outcome = None, None, told
        self.changed.emit()
        self.ended.emit(told)


def rest_of(error: KnownError) -> str:
    """What is safe and what to do, behind the title of an error."""
    return " ".join(filter(None, (error.message, error.what_to_do)))
