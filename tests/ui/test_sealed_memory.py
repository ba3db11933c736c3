# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from incident_console.ui.sealed_memory import SealedMemory


def test_what_was_written_is_read_back_after_a_restart(qtbot: QtBot) -> None:
    kept: list[str] = []
    memory = SealedMemory("", kept.append)
    memory.write("splitter/log", "AAEC")
    memory.write("page", "log")
    assert not kept  # nothing is written while somebody still moves things
    memory.flush()
    again = SealedMemory(kept[-1], kept.append)
    assert (again.read("splitter/log"), again.read("page"), again.read("other")) == ("AAEC", "log", "")


def test_a_moment_after_the_last_change_it_is_kept_by_itself(qtbot: QtBot) -> None:
    kept: list[str] = []
    memory = SealedMemory("", kept.append)
    memory.write("page", "log")
    qtbot.waitUntil(lambda: len(kept) == 1, timeout=5_000)


def test_writing_the_same_or_nothing_new_keeps_nothing(qtbot: QtBot) -> None:
    kept: list[str] = []
    memory = SealedMemory('{"page": "log"}', kept.append)
    memory.write("page", "log")
    memory.write("none", "")
    memory.flush()
    assert kept == []


def test_an_empty_text_forgets(qtbot: QtBot) -> None:
    kept: list[str] = []
    memory = SealedMemory('{"page": "log"}', kept.append)
    memory.write("page", "")
    memory.flush()
    assert kept == ["{}"]


@pytest.mark.parametrize("junk", ["{", "[]", "3", '{"a": 1}', "[" * 100_000])
def test_damaged_memory_is_as_none(junk: str, qtbot: QtBot) -> None:
    assert SealedMemory(junk, lambda _: None).read("a") == ""
