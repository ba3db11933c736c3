# SPDX-License-Identifier: Apache-2.0
"""One question at a time, and only the newest answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.ui.jobs import JobRunner
from incident_console.ui.latest import Latest


class Asker(QObject):
    """Keeps what it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)


@pytest.fixture
def jobs(qapp: object) -> Iterator[JobRunner]:
    errors: list[BaseException] = []
    jobs = JobRunner(errors.append, errors.append)
    yield jobs
    assert jobs.shutdown()
    assert errors == []


def slow(gate: Event, answer: int) -> int:
    gate.wait(5)
    return answer


def fails() -> None:
    raise KnownError("The disk is full")


def test_questions_that_a_newer_one_overtook_are_never_answered(jobs: JobRunner, qtbot: QtBot) -> None:
    asker, gate = Asker(), Event()
    latest = Latest(jobs, asker)
    for number in range(5):
        latest.ask(partial(slow, gate, number), asker.take)
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_asking)
    assert asker.answers == [4]


def test_what_was_forgotten_is_not_answered(jobs: JobRunner, qtbot: QtBot) -> None:
    asker, gate = Asker(), Event()
    latest = Latest(jobs, asker)
    latest.ask(partial(slow, gate, 1), asker.take)
    latest.ask(partial(slow, gate, 2), asker.take)
    latest.forget()
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_asking)
    assert asker.answers == []


def test_a_failure_is_told_and_the_next_question_is_answered(jobs: JobRunner, qtbot: QtBot) -> None:
    asker, gate = Asker(), Event()
    latest = Latest(jobs, asker)
    latest.ask(fails, asker.take, asker.take)
    qtbot.waitUntil(lambda: not latest.is_asking)
    gate.set()
    latest.ask(partial(slow, gate, 3), asker.take)
    qtbot.waitUntil(lambda: len(asker.answers) == 2)
    assert isinstance(asker.answers[0], KnownError)
    assert asker.answers[1] == 3
