# SPDX-License-Identifier: Apache-2.0
"""Work beside the window: one lane for the store, a few free hands, and results back in the window's thread.

    runner.ask(partial(log.add_entry, command), on_success=self._on_saved, on_failure=self._bar.tell_error)
    runner.submit(make_pdf, lane=Lane.POOL, on_success=self._on_pdf, on_progress=self._row.show_progress)

A job is a plain function ``job(cancel, report)``: between two pieces of work it looks at ``cancel.is_set()`` and
raises `Cancelled`; it calls ``report(done, total, "files")`` as often as it likes, of which the window hears some ten
times a second and the last one before the end; it touches no widget. Exactly one
of on_success, on_failure and on_cancelled is called, in the window's thread, and none of them once the widget whose
method it is has been deleted. on_failure always gets a KnownError.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from incident_console.domain.errors import KnownError
from incident_console.ui.inbox import Inbox
from incident_console.ui.job import Cancelled, Ears, JobHandle, Outcome, Progress, Report
from incident_console.ui.job_lane import JobLane

__all__ = ["Cancelled", "JobHandle", "JobRunner", "Lane", "Progress", "Report"]

_Result = TypeVar("_Result")
_USER, _BACKGROUND = 0, 1
_FOLDER_THREADS = 2
PROGRESS_MS = 100
"""How far work is, is told at most so often: each step would cost a layout and a painting of the window."""


class Lane(Enum):
    """Where a job runs."""

    STORE = auto()
    """One thread for everything that touches the store; what a person asked for goes first."""
    STORE_BACKGROUND = auto()
    """The same thread, while nobody waits for it."""
    POOL = auto()
    """A free hand: PDF, hashing, text extraction. Never the store."""
    FOLDER = auto()
    """A hand for work with a shared folder, which waits for as long as the folder does not answer."""


class JobRunner(QObject):
    """Runs jobs and brings back what became of them.

    ``on_crash`` is given every exception that is not a KnownError, ``on_unheard_error`` each KnownError of a job
    whose submitter did not care: no failure is lost. Make it in the window's thread, end it with `shutdown`.
    """

    def __init__(
        self,
        on_crash: Callable[[BaseException], None],
        on_unheard_error: Callable[[KnownError], None],
        pool_threads: int = 2,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_crash, self._on_unheard_error = on_crash, on_unheard_error
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_items_arrived)
        self._store = JobLane("store", 1)
        self._pool = JobLane("pool", pool_threads)
        self._folders = JobLane("folder-work", _FOLDER_THREADS)
        self._handles: set[JobHandle] = set()
        self._far: set[JobHandle] = set()
        self._pace = QTimer(self, singleShot=True, interval=PROGRESS_MS)
        self._pace.timeout.connect(self._tell_progress)
        self._is_closing = False

    @property
    def is_quiet(self) -> bool:
        """Whether nothing runs or waits, and every outcome was told."""
        return not self._handles

    def ask(
        self,
        call: Callable[[], _Result],
        *,
        lane: Lane = Lane.STORE,
        on_success: Callable[[_Result], None] | None = None,
        on_failure: Callable[[KnownError], None] | None = None,
    ) -> JobHandle:
        """Run a short call that takes no arguments (use functools.partial), such as one use of a service."""
        return self.submit(lambda _cancel, _report: call(), lane=lane, on_success=on_success, on_failure=on_failure)

    def submit(
        self,
        job: Callable[[Event, Report], _Result],
        *,
        lane: Lane = Lane.STORE,
        on_success: Callable[[_Result], None] | None = None,
        on_failure: Callable[[KnownError], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> JobHandle:
        """Run a job that may be cancelled and tells how far it is. After `shutdown` it is cancelled at once."""
        is_background = lane is not Lane.STORE
        handle = JobHandle(Ears(on_success, on_failure, on_cancelled, on_progress), is_background=is_background)
        self._start(handle, lane, partial(self._run, handle, job))
        return handle

    def submit_slices(
        self,
        step: Callable[[Event, Report], bool],
        *,
        on_success: Callable[[None], None] | None = None,
        on_failure: Callable[[KnownError], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> JobHandle:
        """Call ``step`` again and again in the store's lane while it returns True; people's commands go in between.

        Each step shall take 20 ms at most: that is how long a keystroke may have to wait for it.
        """
        handle = JobHandle(Ears(on_success, on_failure, on_cancelled, on_progress), is_background=True)
        self._start(handle, Lane.STORE_BACKGROUND, partial(self._run_slice, handle, step))
        return handle

    def shutdown(self, seconds: float = 10.0) -> bool:
        """End: what a person asked of the store is finished, all else is cancelled; outcomes are told before return.

        False if something still worked after that many seconds: it is left behind and ends with the program.
        """
        self._is_closing = True
        for handle in self._handles:
            if handle.is_background:
                handle.cancel()
        until = monotonic() + seconds
        lanes = (self._store, self._pool, self._folders)
        for lane in lanes:
            lane.close()
        have_ended = [lane.join(until - monotonic()) for lane in lanes]
        self._inbox.deliver()
        self._inbox.close()
        return all(have_ended)

    def _start(self, handle: JobHandle, lane: Lane, call: Callable[[], None]) -> None:
        if self._is_closing:
            self._tell(handle, Outcome.CANCELLED, None)
            return
        self._handles.add(handle)
        urgency = _BACKGROUND if lane is Lane.STORE_BACKGROUND else _USER
        {Lane.POOL: self._pool, Lane.FOLDER: self._folders}.get(lane, self._store).put(call, urgency)

    # In the lanes' threads -----------------------------------------------------------------------

    def _run(self, handle: JobHandle, job: Callable[[Event, Report], Any]) -> None:
        outcome, value = self._attempt(handle, job)
        self._inbox.put((handle, outcome, value))

    def _run_slice(self, handle: JobHandle, step: Callable[[Event, Report], bool]) -> None:
        outcome, value = self._attempt(handle, step)
        if outcome is Outcome.SUCCESS and value:
            self._store.put(partial(self._run_slice, handle, step), _BACKGROUND)
        else:
            self._inbox.put((handle, outcome, None if outcome is Outcome.SUCCESS else value))

    def _attempt(self, handle: JobHandle, job: Callable[[Event, Report], Any]) -> tuple[Outcome, Any]:
        if handle.cancel_event.is_set():
            return Outcome.CANCELLED, None
        try:
            return Outcome.SUCCESS, job(handle.cancel_event, partial(self._report, handle))
        except Cancelled:
            return Outcome.CANCELLED, None
        except BaseException as error:  # noqa: BLE001  # whatever it is, the window must hear of it
            return Outcome.FAILURE, error

    def _report(self, handle: JobHandle, done: int, total: int = 0, what: str = "") -> None:
        if handle.ears.on_progress is not None and handle.note_progress(Progress(done, total, what)):
            self._inbox.put((handle, None, None))

    # In the window's thread ----------------------------------------------------------------------

    def _on_items_arrived(self, items: list[tuple[JobHandle, Outcome | None, Any]]) -> None:
        for handle, outcome, value in items:
            try:
                self._tell(handle, outcome, value)
            except Exception as error:  # noqa: BLE001  # one listener's mistake must not silence the next
                self._on_crash(error)

    def _tell(self, handle: JobHandle, outcome: Outcome | None, value: Any) -> None:
        if outcome is None:
            self._far.add(handle)
            if not self._pace.isActive():
                self._tell_progress()
            return
        self._far.discard(handle)
        _tell_how_far(handle)
        handle.outcome = outcome
        self._handles.discard(handle)
        if not self._handles:
            self._pace.stop()
        if outcome is Outcome.SUCCESS:
            _call(handle.ears.on_success, value)
        elif outcome is Outcome.CANCELLED:
            _call(handle.ears.on_cancelled)
        else:
            self._tell_failure(handle, value)

    def _tell_progress(self) -> None:
        """Tell how far work is; nobody is told again before the pace allows it."""
        far, self._far = self._far, set()
        for handle in far:
            _tell_how_far(handle)
        if far:
            self._pace.start()

    def _tell_failure(self, handle: JobHandle, error: BaseException) -> None:
        if isinstance(error, KnownError):
            if not _call(handle.ears.on_failure, error):
                self._on_unheard_error(error)
            return
        _call(handle.ears.on_failure, _as_known(error))
        self._on_crash(error)


def _tell_how_far(handle: JobHandle) -> None:
    if (progress := handle.take_progress()) is not None:
        _call(handle.ears.on_progress, progress)


def _call(listener: Callable[..., None] | None, *values: object) -> bool:
    """Call a listener unless there is none or its widget is gone; tells whether it was called."""
    if listener is None:
        return False
    owner = getattr(getattr(listener, "func", listener), "__self__", None)
    if isinstance(owner, QObject) and not isValid(owner):
        return False
    listener(*values)
    return True


def _as_known(error: BaseException) -> KnownError:
    """What a form says when the mistake was ours, so that it can be used again."""
    return KnownError(
        "That did not work, by a mistake in the program",
        f"Nothing that was saved is lost ({type(error).__name__}).",
        "Try again; if it happens again, copy the details and send them to whoever looks after the program.",
    )
