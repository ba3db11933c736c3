# SPDX-License-Identifier: Apache-2.0
"""The growing text, the time and the note of what a filter hides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.times import parse_event_time
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.filter_note import FilterNote, hidden_words
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.time_field import TimeField
from tests.helpers.workspaces import MINUTE_MS, Clock
from tests.ui.asking import focused, part

Show = Callable[..., QWidget]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def field(show: Show, clock: Clock) -> TimeField:
    def parse(text: str) -> Moment:
        return parse_event_time(text, clock())

    field = TimeField("Time", parse, clock)
    show(field, QLineEdit())
    field.setFocus()
    return field


def test_an_empty_time_is_now_and_says_so(field: TimeField, clock: Clock) -> None:
    assert field.placeholderText() == "now 15:05"
    clock.pass_minutes(12)
    field.tell_now()
    assert field.placeholderText() == "now 15:17"
    assert field.moment() is None


def test_minutes_ago_stay_that_moment_as_the_clock_goes_on(field: TimeField, clock: Clock) -> None:
    typed_at_ms = clock.ms
    QTest.keyClicks(field, "-10")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    clock.pass_minutes(30)
    moment = field.moment()
    assert moment is not None
    assert moment.ms == typed_at_ms - 10 * MINUTE_MS
    assert field.text() == "14:55"
    assert field.toolTip() == "2026-11-22 14:55:00 +01:00"


def test_another_day_is_named(field: TimeField) -> None:
    QTest.keyClicks(field, "yesterday 23:50")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "21 Nov 23:50"


def test_what_is_no_time_is_told_until_it_is_typed_anew(field: TimeField) -> None:
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    with pytest.raises(KnownError, match="soon"):
        field.moment()
    assert "soon" in field.accessibleDescription()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.moment() is None


def test_a_text_grows_with_its_lines_up_to_a_limit(show: Show) -> None:
    text = GrowingText("note", "Note", most_lines=3)
    show(text)
    heights = []
    for lines in range(1, 6):
        text.set_text("\n".join("x" * lines))
        heights.append(text.height())
    assert heights[0] < heights[1] < heights[2] == heights[3] == heights[4]


def test_enter_is_done_and_shift_enter_a_new_line(show: Show, qtbot: QtBot) -> None:
    text = GrowingText("note", "Note")
    show(text)
    text.setFocus()
    QTest.keyClicks(text, "one")
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(text.submitted):
        QTest.keyClick(text, Qt.Key.Key_Enter)
    assert text.text() == "one\n"


def test_tab_leaves_a_text(show: Show) -> None:
    text, next_field = GrowingText("note", "Note"), QLineEdit()
    show(text, next_field)
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert focused() is next_field


def test_the_note_says_what_is_hidden_and_shows_all_again(show: Show, qtbot: QtBot) -> None:
    note = FilterNote()
    show(note)
    assert note.words() == ""
    note.tell(hidden_words(9, 1031, "entries"))
    assert note.words() == "9 of 1,031 entries, 1,022 hidden"
    with qtbot.waitSignal(note.show_all_clicked):
        part(note, Button, "show-all").click()
    note.tell("")
    assert not note.isVisible()
