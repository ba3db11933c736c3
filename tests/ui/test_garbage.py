# SPDX-License-Identifier: Apache-2.0
"""Dead objects are freed in the window's thread alone."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from incident_console.ui.garbage import Garbage


class Circle:
    """Dead as soon as nobody holds it, but only a collector notices; tells in which thread it ended."""

    ended_in: list[int]

    def __init__(self, ended_in: list[int]) -> None:
        self.ended_in = ended_in
        self.itself = self

    def __del__(self) -> None:
        self.ended_in.append(threading.get_ident())


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    garbage = Garbage()
    yield garbage
    garbage.close()


def allocate_much() -> None:
    """So much that Python's own collector would long have looked."""
    kept = [[number] for number in range(200_000)]
    assert kept


def test_a_worker_that_allocates_frees_nothing_of_the_window(garbage: Garbage) -> None:
    ended_in: list[int] = []
    Circle(ended_in)
    worker = threading.Thread(target=allocate_much)
    worker.start()
    worker.join()
    assert ended_in == []
    gc.collect()
    assert ended_in == [threading.get_ident()]


def test_it_is_done_by_itself_again_and_again(garbage: Garbage, qtbot: QtBot) -> None:
    ended_in: list[int] = []
    Circle(ended_in)
    still_held = [[number] for number in range(10_000)]
    qtbot.waitUntil(lambda: bool(ended_in))
    assert still_held


def test_what_was_loaded_with_a_workspace_is_set_apart_until_it_is_locked(garbage: Garbage) -> None:
    garbage.on_unlocked()
    gc.freeze()
    set_apart = gc.get_freeze_count()
    ended_in: list[int] = []
    Circle(ended_in)
    garbage.on_locked()
    assert ended_in
    assert gc.get_freeze_count() * 10 < set_apart  # Python 3.12 keeps a few hundred of its own there


def test_closed_it_leaves_the_work_to_python(qtbot: QtBot) -> None:
    garbage = Garbage()
    assert not gc.isenabled()
    garbage.close()
    assert gc.isenabled()
