# SPDX-License-Identifier: Apache-2.0
"""One piece of work and what is to be told about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event, Lock
from typing import Any, Protocol


class Cancelled(Exception):  # named by what happened
    """Raised by a job that saw ``cancel`` and stopped half-way."""


class Report(Protocol):
    """How a job says how far it is; ``total`` 0 means that nobody knows, ``what`` names what is counted."""

    def __call__(self, done: int, total: int = 0, what: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0: unknown) of what."""

    done: int
    total: int = 0
    what: str = ""


class Outcome(Enum):
    """How a job ended."""

    SUCCESS = auto()
    FAILURE = auto()
    CANCELLED = auto()


@dataclass(slots=True)
class Ears:
    """Who is told what; None is told nothing."""

    on_success: Callable[[Any], None] | None = None
    on_failure: Callable[[Any], None] | None = None
    on_cancelled: Callable[[], None] | None = None
    on_progress: Callable[[Progress], None] | None = None


class JobHandle:
    """What the one who submitted a job keeps, to cancel it or to ask whether it goes on."""

    def __init__(self, ears: Ears, *, is_background: bool) -> None:
        self.cancel_event = Event()
        self.ears = ears
        self.is_background = is_background
        self.outcome: Outcome | None = None
        self._lock = Lock()
        self._latest: Progress | None = None

    @property
    def is_finished(self) -> bool:
        """Whether its outcome was told."""
        return self.outcome is not None

    def cancel(self) -> None:
        """Ask the job to stop; one that waits never begins. What it already did stays done."""
        self.cancel_event.set()

    def note_progress(self, progress: Progress) -> bool:
        """Keep the latest progress; True if nothing was waiting to be told yet. Called by the job's thread."""
        with self._lock:
            is_first = self._latest is None
            self._latest = progress
        return is_first

    def take_progress(self) -> Progress | None:
        """The latest progress, once."""
        with self._lock:
            latest, self._latest = self._latest, None
        return latest
