# SPDX-License-Identifier: Apache-2.0
"""Where one was in each document, as it is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from incident_console.ui.pages.documents.reading_spots import ReadingSpots
from incident_console.ui.readers.reader import Spot
from incident_console.ui.sealed_memory import DRAFT_KEY, SealedMemory
from tests.helpers.workspaces import a_workspace
from tests.ui.pages.page_desk import Memory

PLAN, FIRST, SECOND = b"p" * 16, b"1" * 16, b"2" * 16


def test_each_version_has_its_spot_and_a_new_one_begins_where_one_was_before() -> None:
    spots = ReadingSpots(Memory())
    spots.keep(PLAN, FIRST, Spot(3.25, 150, "", 1))
    assert spots.find(PLAN, FIRST) == spots.find(PLAN, SECOND) == Spot(3.25, 150, "", 1)
    spots.keep(PLAN, SECOND, Spot(9))
    assert [spots.find(PLAN, version).place for version in (FIRST, SECOND)] == [3.25, 9]
    assert spots.find(b"q" * 16, FIRST) == Spot()


def test_what_was_only_passed_takes_no_room_and_the_oldest_go_first() -> None:
    memory = Memory()
    spots = ReadingSpots(memory)
    spots.keep(PLAN, FIRST, Spot())
    assert memory.kept == {}
    for number in range(250):
        spots.keep(number.to_bytes(16), FIRST, Spot(number + 1))
    assert spots.find((0).to_bytes(16), FIRST) == Spot()
    assert spots.find((249).to_bytes(16), FIRST) == Spot(250)
    assert len(memory.kept["documents/spots"]) < 64 << 10


def test_nonsense_in_the_memory_is_no_spot() -> None:
    memory = Memory()
    spots = ReadingSpots(memory)
    for nonsense in ("{", "[1, 2]", '[["a", "b", {"place": "far"}]]', "[" * 5_000):
        memory.kept["documents/spots"] = nonsense
        assert spots.find(PLAN, FIRST) == Spot()


def test_no_document_and_no_place_stands_in_plain_on_the_disk(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        memory = SealedMemory("", partial(joy.drafts.keep, DRAFT_KEY))
        ReadingSpots(memory).keep(PLAN, FIRST, Spot(12.625, 175))
        memory.flush()
        again = SealedMemory(joy.drafts.read(DRAFT_KEY), print)
        assert ReadingSpots(again).find(PLAN, FIRST) == Spot(12.625, 175)
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        for words in (b"documents/spots", PLAN.hex().encode(), b"12.625"):
            assert words not in file.read_bytes(), file
