# SPDX-License-Identifier: Apache-2.0
"""Boxes to tick, one of several, drop-down lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.theme import theme, theme_manager
from incident_console.ui.widgets.choices import CheckBox, ChoiceBox, RadioButton

Show = Callable[..., QWidget]


@pytest.mark.parametrize("kind", [CheckBox, RadioButton])
def test_a_choice_is_made_by_space_and_by_a_click_on_its_words(show: Show, kind: type[CheckBox | RadioButton]) -> None:
    by_key, by_click, other = kind("Gate 3 & 4 unlocked"), kind("Second"), QWidget()
    for box in (by_key, by_click):
        box.setAutoExclusive(False)
    show(by_key, by_click, other)
    by_key.setFocus()
    QTest.keyClick(by_key, Qt.Key.Key_Space)
    QTest.mouseClick(by_click, Qt.MouseButton.LeftButton, pos=QPoint(by_click.width() - 3, by_click.height() // 2))
    assert by_key.isChecked()
    assert by_click.isChecked()
    assert by_key.accessibleName() == "Gate 3 & 4 unlocked"
    assert by_key.objectName() == "gate-3-4-unlocked"


def test_a_choice_looks_different_once_made(show: Show) -> None:
    box = CheckBox("Gate 3 unlocked")
    show(box)
    before = box.grab().toImage()
    box.setChecked(True)
    assert box.grab().toImage() != before
    box.setEnabled(False)
    assert not box.grab().isNull()


def test_choices_grow_with_the_zoom(show: Show) -> None:
    box, choice = CheckBox("Gate 3 unlocked"), ChoiceBox("Role")
    choice.addItem("responder", "responder")
    show(box, choice)
    before = box.sizeHint(), choice.sizeHint()
    theme_manager().apply(zoom_percent=200)
    assert box.sizeHint().height() > before[0].height()
    assert choice.sizeHint().height() == theme().px(30) > before[1].height()


def test_a_drop_down_list_is_worked_by_keyboard_and_gives_its_key(show: Show, qtbot: QtBot) -> None:
    choice = ChoiceBox("Role")
    for key, words in (("r", "responder"), ("c", "coordinator")):
        choice.addItem(words, key)
    show(choice)
    choice.setFocus()
    with qtbot.waitSignal(choice.currentIndexChanged):
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentData() == "c"
    assert not choice.grab().isNull()
    choice.showPopup()
    assert choice.view().sizeHintForRow(0) >= theme().px(28)
    choice.hidePopup()
