# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.theme import Role
from incident_console.ui.widgets.side_list import SideList
from tests.ui.asking import focused

Show = Callable[..., QWidget]


def test_arrows_choose_and_go_around(show: Show, qtbot: QtBot) -> None:
    side = SideList("Parts")
    for key in ("plans", "runbooks", "forms"):
        side.add_item(key, "folder", key.capitalize())
    show(side)
    assert side.chosen_key() == "plans"
    side.setFocus()
    for pressed, expected in ((Qt.Key.Key_Down, "runbooks"), (Qt.Key.Key_Up, "plans"), (Qt.Key.Key_Up, "forms")):
        with qtbot.waitSignal(side.chosen) as told:
            QTest.keyClick(focused(), pressed)
        assert told.args == [expected]
    assert side.chosen_key() == "forms"
    assert focused() is side.item("forms")


def test_counts_are_spoken(show: Show) -> None:
    side = SideList("Parts")
    side.add_item("plans", "folder", "Plans & more")
    side.item("plans").set_count(1234)
    show(side)
    assert side.item("plans").accessibleName() == "Plans & more, 1,234"
    side.item("plans").set_count(None)
    assert side.item("plans").accessibleName() == "Plans & more"
    assert not side.grab().isNull()


def test_a_list_of_things_is_pressed_not_chosen(show: Show, qtbot: QtBot) -> None:
    side = SideList("Recent", is_choice=False)
    side.add_item("a", "file-text", "First")
    side.add_item("b", "circle-alert", "Second", Role.WARN)
    show(side)
    side.setFocus()
    with qtbot.assertNotEmitted(side.chosen):
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    with qtbot.waitSignal(side.chosen) as told:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert told.args == ["b"]
    assert side.chosen_key() == ""
    side.clear()
    assert side.keys() == ()
