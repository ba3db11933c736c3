# SPDX-License-Identifier: Apache-2.0
"""The rail by keyboard, shortcut and mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.theme import theme
from incident_console.ui.widgets.navigation_rail import NavigationRail
from tests.ui.asking import focused


@pytest.fixture
def rail(show: Callable[..., QWidget]) -> NavigationRail:
    rail, field = NavigationRail(), QLineEdit()
    rail.add_page("overview", "layout-dashboard", "Overview")
    rail.add_page("log", "scroll-text", "Log")
    rail.add_page("documents", "library", "Documents", "Ctrl+6")
    rail.add_lower("team", "radio-tower", "Team & sync")
    rail.add_lower("lock", "lock", "Lock")
    rail.set_current("overview")
    show(rail, field)
    field.setFocus()
    return rail


@pytest.mark.parametrize(("key", "page"), [("1", "overview"), ("2", "log"), ("6", "documents")])
def test_a_shortcut_asks_for_its_page_even_from_a_field(
    qtbot: QtBot, rail: NavigationRail, key: str, page: str
) -> None:
    with qtbot.waitSignal(rail.page_requested, check_params_cb=lambda asked: asked == page):
        QTest.keyClick(rail.window(), Qt.Key(ord(key)), Qt.KeyboardModifier.ControlModifier)


def test_asking_marks_nothing_until_the_page_is_shown(qtbot: QtBot, rail: NavigationRail) -> None:
    with qtbot.waitSignal(rail.page_requested):
        QTest.mouseClick(rail.item("lock"), Qt.MouseButton.LeftButton)
    assert rail.current() == "overview"
    rail.set_current("log")
    assert rail.current() == "log"
    assert [key for key in ("overview", "log", "lock") if rail.item(key).isChecked()] == ["log"]


def test_the_rail_is_one_tab_stop_and_arrows_reach_every_item(qtbot: QtBot, rail: NavigationRail) -> None:
    rail.set_current("log")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    reached = []
    for _ in range(5):
        reached.append(focused().objectName())
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert reached == ["rail-log", "rail-documents", "rail-team", "rail-lock", "rail-overview"]
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert focused().objectName() == "rail-overview"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert isinstance(focused(), QLineEdit)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_open_the_item(qtbot: QtBot, rail: NavigationRail, key: Qt.Key) -> None:
    rail.item("team").setFocus()
    with qtbot.waitSignal(rail.page_requested, check_params_cb=lambda asked: asked == "team"):
        QTest.keyClick(rail.item("team"), key)


def test_a_count_is_said_with_its_meaning(rail: NavigationRail) -> None:
    rail.set_count("log", 3, "new entries")
    assert rail.item("log").accessibleName() == "Log, 3 new entries"
    assert rail.item("log").accessibleDescription() == "Key Ctrl+2"
    rail.set_count("log", 0)
    assert rail.item("log").accessibleName() == "Log"


def test_a_narrow_rail_says_its_words_in_tooltips(rail: NavigationRail) -> None:
    wide = rail.width()
    rail.set_narrow(is_narrow=True)
    assert rail.width() < wide
    assert rail.item("team").toolTip() == "Team & sync"
    assert rail.item("team").accessibleName() == "Team & sync"
    rail.set_narrow(is_narrow=False)
    assert rail.width() == wide == theme().px(184)


def test_every_item_can_be_drawn_in_every_state(qtbot: QtBot, rail: NavigationRail) -> None:
    rail.set_count("log", 123)
    for is_narrow in (False, True):
        rail.set_narrow(is_narrow=is_narrow)
        assert not rail.grab().isNull()
