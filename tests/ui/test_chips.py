# SPDX-License-Identifier: Apache-2.0
"""Filter chips by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.chips import FilterChips
from tests.ui.asking import focused

Show = Callable[..., QWidget]


def chips_between_fields(show: Show, *, is_exclusive: bool = True) -> tuple[FilterChips, QLineEdit, QLineEdit]:
    chips, before, behind = FilterChips("Which tasks", is_exclusive=is_exclusive), QLineEdit(), QLineEdit()
    for key, words in (("mine", "Mine"), ("role", "By role"), ("late", "Overdue")):
        chips.add_chip(key, words)
    show(before, chips, behind)
    before.setFocus()
    return chips, before, behind


def test_the_first_chip_is_chosen_to_begin_with(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    assert chips.chosen_key() == "mine"


def test_all_chips_are_one_stop_of_the_tab_key(qtbot: QtBot, show: Show) -> None:
    chips, before, behind = chips_between_fields(show)
    chips.choose("role")
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert focused() is chips.chip("role")
    QTest.keyClick(chips.chip("role"), Qt.Key.Key_Tab)
    assert focused() is behind


def test_arrow_keys_choose_and_go_round(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    chosen: list[str] = []
    chips.chosen.connect(chosen.append)
    chips.chip("mine").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(focused(), key)
    assert chosen == ["role", "late", "mine", "late"]
    assert chips.chosen_key() == "late"


def test_a_click_chooses_one_and_only_one(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    with qtbot.waitSignal(chips.chosen, check_params_cb=lambda key: key == "late"):
        QTest.mouseClick(chips.chip("late"), Qt.MouseButton.LeftButton)
    assert chips.chosen_keys() == ("late",)
    QTest.mouseClick(chips.chip("late"), Qt.MouseButton.LeftButton)
    assert chips.chosen_keys() == ("late",)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_switches_turn_by_key_one_by_one(qtbot: QtBot, show: Show, key: Qt.Key) -> None:
    chips, before, _ = chips_between_fields(show, is_exclusive=False)
    turned: list[tuple[str, bool]] = []
    chips.toggled.connect(lambda name, is_on: turned.append((name, is_on)))
    QTest.keyClick(before, Qt.Key.Key_Tab)
    QTest.keyClick(focused(), key)
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    QTest.keyClick(focused(), key)
    QTest.keyClick(focused(), key)
    assert turned == [("mine", True), ("role", True), ("role", False)]
    assert chips.chosen_keys() == ("mine",)


def test_choosing_by_program_tells_nobody(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    with qtbot.assertNotEmitted(chips.chosen):
        chips.choose("late")


def test_counts_and_what_is_hidden_are_said(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    chips.set_count("late", 1234)
    assert chips.chip("late").accessibleName() == "Overdue 1,234"
    chips.set_count("late", 26, "hidden")
    assert chips.chip("late").shown_text == "Overdue 26 hidden"
    chips.set_count("late", None)
    assert chips.chip("late").shown_text == "Overdue"


def test_a_wider_chip_takes_more_room(qtbot: QtBot, show: Show) -> None:
    chips, _, _ = chips_between_fields(show)
    narrow = chips.chip("role").sizeHint().width()
    chips.set_count("role", 1000)
    assert chips.chip("role").sizeHint().width() > narrow


def test_the_keyboard_passes_over_a_hidden_chip(qtbot: QtBot, show: Show) -> None:
    chips, before, _ = chips_between_fields(show)
    chips.set_shown("role", is_shown=False)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert chips.chosen_key() == "late"
    chips.set_shown("role", is_shown=True)
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    assert chips.chosen_key() == "role"
