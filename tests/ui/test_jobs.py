# SPDX-License-Identifier: Apache-2.0
"""Jobs: their order, their ends, and that nothing is lost or left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from incident_console.domain.errors import KnownError
from incident_console.ui.jobs import Cancelled, JobRunner, Lane, Progress, Report

WINDOW_THREAD = threading.get_ident


class Told:
    """What a runner said about failures."""

    def __init__(self) -> None:
        self.crashes: list[BaseException] = []
        self.unheard: list[KnownError] = []


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def runner(qapp: object, told: Told) -> Iterator[JobRunner]:
    runner = JobRunner(told.crashes.append, told.unheard.append)
    yield runner
    assert runner.shutdown()


def blocked(gate: Event) -> Callable[[], bool]:
    return partial(gate.wait, 10)


def wait_for(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=5000)


def test_a_result_arrives_in_the_windows_thread(qtbot: QtBot, runner: JobRunner) -> None:
    results: list[tuple[int, int]] = []
    runner.ask(threading.get_ident, on_success=lambda worker: results.append((worker, threading.get_ident())))
    wait_for(qtbot, lambda: results)
    worker, window = results[0]
    assert worker != window == threading.get_ident()


def test_store_jobs_run_one_after_the_other_in_one_thread(qtbot: QtBot, runner: JobRunner) -> None:
    order: list[tuple[int, int]] = []
    for number in range(50):
        runner.ask(lambda number=number: order.append((number, threading.get_ident())))  # type: ignore[misc]
    wait_for(qtbot, lambda: len(order) == 50)
    assert [number for number, _ in order] == list(range(50))
    assert len({thread for _, thread in order}) == 1


def test_folders_that_hang_hold_up_neither_the_store_nor_the_pool(qtbot: QtBot, runner: JobRunner) -> None:
    gate, order = Event(), list[str]()
    for _ in range(4):
        runner.ask(blocked(gate), lane=Lane.FOLDER)
    runner.ask(partial(order.append, "store"))
    runner.ask(partial(order.append, "pool"), lane=Lane.POOL)
    wait_for(qtbot, lambda: len(order) == 2)
    gate.set()


def test_what_a_person_asks_goes_before_background_work(qtbot: QtBot, runner: JobRunner) -> None:
    gate, order = Event(), list[str]()
    runner.ask(blocked(gate))
    runner.ask(partial(order.append, "background"), lane=Lane.STORE_BACKGROUND)
    runner.ask(partial(order.append, "person"))
    gate.set()
    wait_for(qtbot, lambda: len(order) == 2)
    assert order == ["person", "background"]


def test_a_person_need_not_wait_for_the_end_of_sliced_work(qtbot: QtBot, runner: JobRunner) -> None:
    gate, begun, order = Event(), Event(), list[str]()

    def step(cancel: Event, report: Report) -> bool:
        order.append("slice")
        begun.set()
        gate.wait(10)
        return len([word for word in order if word == "slice"]) < 5

    done: list[None] = []
    runner.submit_slices(step, on_success=done.append)
    assert begun.wait(5)
    runner.ask(partial(order.append, "person"))
    gate.set()
    wait_for(qtbot, lambda: done)
    assert order == ["slice", "person", "slice", "slice", "slice", "slice"]


def test_the_pool_works_while_the_store_is_busy(qtbot: QtBot, runner: JobRunner) -> None:
    gate, results = Event(), list[int]()
    runner.ask(blocked(gate))
    runner.ask(lambda: 7, lane=Lane.POOL, on_success=results.append)
    wait_for(qtbot, lambda: results)
    gate.set()
    assert results == [7]


def test_a_known_error_is_told_to_who_asked(qtbot: QtBot, runner: JobRunner, told: Told) -> None:
    errors: list[KnownError] = []
    runner.ask(partial(refuse, KnownError("Folder away")), on_failure=errors.append)
    wait_for(qtbot, lambda: errors)
    assert errors[0].title == "Folder away"
    assert not told.crashes
    assert not told.unheard


def test_a_known_error_that_nobody_waits_for_is_still_told(qtbot: QtBot, runner: JobRunner, told: Told) -> None:
    runner.ask(partial(refuse, KnownError("Folder away")))
    wait_for(qtbot, lambda: told.unheard)
    assert told.unheard[0].title == "Folder away"


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit(3), KeyboardInterrupt()])
def test_a_mistake_of_ours_is_a_crash_and_frees_the_form(
    qtbot: QtBot, runner: JobRunner, told: Told, error: BaseException
) -> None:
    errors: list[KnownError] = []
    runner.ask(partial(refuse, error), on_failure=errors.append)
    wait_for(qtbot, lambda: told.crashes)
    assert told.crashes == [error]
    assert len(errors) == 1
    assert "secret" not in errors[0].one_line()


def test_the_lane_goes_on_after_a_crash(qtbot: QtBot, runner: JobRunner, told: Told) -> None:
    results: list[int] = []
    runner.ask(partial(refuse, ValueError()))
    runner.ask(lambda: 1, on_success=results.append)
    wait_for(qtbot, lambda: results)
    assert len(told.crashes) == 1


def test_a_listeners_mistake_does_not_silence_the_next(qtbot: QtBot, runner: JobRunner, told: Told) -> None:
    gate, results = Event(), list[int]()
    runner.ask(blocked(gate))
    runner.ask(lambda: 1, on_success=lambda _one: refuse(ValueError()))
    runner.ask(lambda: 2, on_success=results.append)
    gate.set()
    wait_for(qtbot, lambda: results)
    assert len(told.crashes) == 1


def test_progress_is_told_latest_first_and_before_the_end(qtbot: QtBot, runner: JobRunner) -> None:
    seen: list[object] = []

    def job(cancel: Event, report: Report) -> str:
        for done in range(1, 1001):
            report(done, 1000, "files")
        return "end"

    runner.submit(job, lane=Lane.POOL, on_success=seen.append, on_progress=seen.append)
    wait_for(qtbot, lambda: "end" in seen)
    assert seen[-2:] == [Progress(1000, 1000, "files"), "end"]
    assert len(seen) < 1000


def test_the_window_hears_of_the_latest_step_though_no_other_follows_it(qtbot: QtBot, runner: JobRunner) -> None:
    seen: list[Progress] = []
    told, gate = Event(), Event()

    def job(cancel: Event, report: Report) -> None:
        report(1, 5)
        told.wait(5)
        for done in (2, 3, 4):
            report(done, 5)
        gate.wait(5)

    runner.submit(job, lane=Lane.POOL, on_progress=seen.append)
    wait_for(qtbot, lambda: seen)
    told.set()
    wait_for(qtbot, lambda: seen[-1] == Progress(4, 5))
    gate.set()
    wait_for(qtbot, lambda: runner.is_quiet)
    assert seen[0] == Progress(1, 5)


def test_a_job_sees_that_it_shall_stop(qtbot: QtBot, runner: JobRunner) -> None:
    begun, cancelled = Event(), list[bool]()

    def job(cancel: Event, report: Report) -> None:
        begun.set()
        cancel.wait(10)
        raise Cancelled

    handle = runner.submit(job, lane=Lane.POOL, on_cancelled=lambda: cancelled.append(True))
    assert begun.wait(5)
    assert not handle.is_finished
    handle.cancel()
    wait_for(qtbot, lambda: cancelled)
    assert handle.is_finished


def test_a_waiting_job_that_is_cancelled_never_begins(qtbot: QtBot, runner: JobRunner) -> None:
    gate, ran, cancelled = Event(), list[int](), list[bool]()
    runner.ask(blocked(gate))
    handle = runner.submit(lambda cancel, report: ran.append(1), on_cancelled=lambda: cancelled.append(True))
    handle.cancel()
    gate.set()
    wait_for(qtbot, lambda: cancelled)
    assert not ran


def test_a_deleted_widget_is_told_nothing(qtbot: QtBot, runner: JobRunner, told: Told) -> None:
    class Listener(QObject):
        def on_success(self, _value: object) -> None:
            self.setObjectName("told")

    gate, later, listener = Event(), list[int](), Listener()
    runner.ask(blocked(gate), on_success=listener.on_success)
    runner.ask(lambda: 1, on_success=later.append)
    delete(listener)
    gate.set()
    wait_for(qtbot, lambda: later)
    assert not told.crashes


def test_shutdown_finishes_what_a_person_asked_and_cancels_the_rest(qapp: object, told: Told) -> None:
    runner = JobRunner(told.crashes.append, told.unheard.append)
    begun, seen = Event(), list[str]()

    def endless(cancel: Event, report: Report) -> None:
        begun.set()
        cancel.wait(10)
        raise Cancelled

    def slices(cancel: Event, report: Report) -> bool:
        cancel.wait(0.001)
        return True

    runner.submit(endless, lane=Lane.POOL, on_cancelled=partial(seen.append, "pool stopped"))
    runner.submit_slices(slices, on_cancelled=partial(seen.append, "slices stopped"))
    for number in range(3):
        runner.ask(lambda number=number: number, on_success=lambda number: seen.append(f"saved {number}"))  # type: ignore[misc]
    assert begun.wait(5)
    assert runner.shutdown()
    assert {"pool stopped", "slices stopped", "saved 0", "saved 1", "saved 2"} == set(seen)


def test_a_job_after_shutdown_is_cancelled_at_once(qapp: object, told: Told) -> None:
    runner = JobRunner(told.crashes.append, told.unheard.append)
    assert runner.shutdown()
    cancelled: list[bool] = []
    handle = runner.submit(lambda cancel, report: None, on_cancelled=lambda: cancelled.append(True))
    assert cancelled == [True]
    assert handle.is_finished


def test_shutdown_tells_of_a_job_that_does_not_end(qapp: object, told: Told) -> None:
    runner = JobRunner(told.crashes.append, told.unheard.append)
    gate = Event()
    runner.ask(blocked(gate))
    assert not runner.shutdown(seconds=0.05)
    gate.set()


def refuse(error: BaseException) -> None:
    raise error
