# SPDX-License-Identifier: Apache-2.0
"""The search field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.search_field import SearchField
from tests.ui.asking import part


@pytest.fixture
def field(show: Callable[..., QWidget]) -> SearchField:
    field = SearchField("Search this log")
    other = QLineEdit()
    show(field, other)
    other.setFocus()
    return field


def is_here(field: SearchField) -> bool:
    return QApplication.focusWidget() is field.line


def test_the_shortcut_brings_the_keyboard_and_marks_the_old_words(field: SearchField) -> None:
    field.set_text("old")
    QTest.keyClick(field.window(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert is_here(field)
    assert field.line.selectedText() == "old"


def test_typing_searches_once_it_pauses(field: SearchField, qtbot: QtBot) -> None:
    searched: list[str] = []
    field.searched.connect(searched.append)
    field.take_focus()
    QTest.keyClicks(field.line, " fuel ")
    assert not searched
    qtbot.waitUntil(lambda: bool(searched), timeout=5000)
    assert searched == ["fuel"]


def test_enter_searches_at_once_and_only_once(field: SearchField, qtbot: QtBot) -> None:
    searched: list[str] = []
    field.searched.connect(searched.append)
    field.set_text("fuel")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert searched == ["fuel"]


def test_escape_clears_and_then_leaves(field: SearchField, qtbot: QtBot) -> None:
    field.set_text("fuel")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.searched, check_params_cb=lambda text: text == ""), qtbot.assertNotEmitted(field.left):
        QTest.keyClick(field.line, Qt.Key.Key_Escape)
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field.line, Qt.Key.Key_Escape)


def test_down_goes_on_to_the_list(field: SearchField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field.line, Qt.Key.Key_Down)


def test_the_cross_appears_with_the_first_letter_and_clears(field: SearchField) -> None:
    cross = part(field, Button, "clear-the-search")
    assert not cross.isVisible()
    field.set_text("fuel")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert not cross.isVisible()
