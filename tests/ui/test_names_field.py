# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.names_field import NamesField

NAMES = ["Joy Okafor", "Mia Toth", "N. Aydin"]


def a_field(qtbot: QtBot, typed: str) -> NamesField:
    field = NamesField("Deputies")
    field.set_names(NAMES)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    QTest.keyClicks(field, typed)
    return field


def offered() -> QWidget | None:
    popup: QWidget | None = QApplication.activePopupWidget()
    return popup


def choose_first(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: isinstance(offered(), QListView))
    popup = offered()
    assert popup is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("toth", "Mia Toth"),
        ("Somebody Else, toth", "Somebody Else, Mia Toth"),
        ("N. Aydin,Joy Okafor, TOTH", "N. Aydin,Joy Okafor, Mia Toth"),
    ],
)
def test_the_name_behind_the_last_comma_is_completed_and_those_before_stay(qtbot: QtBot, typed: str, then: str) -> None:
    field = a_field(qtbot, typed)
    choose_first(qtbot)
    assert field.text() == then
    assert field.hasFocus()


def test_nothing_is_offered_behind_a_comma_or_for_an_unknown_name(qtbot: QtBot) -> None:
    field = a_field(qtbot, "Mia Toth,")
    assert offered() is None
    QTest.keyClicks(field, " Zz")
    assert offered() is None
    assert field.text() == "Mia Toth, Zz"


def test_fields_that_were_used_are_collected_without_harm(qtbot: QtBot) -> None:
    for _ in range(5):
        field = a_field(qtbot, "N. Aydin, toth")
        choose_first(qtbot)
        field.close()
        field.deleteLater()
        del field
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not [widget for widget in QApplication.allWidgets() if isinstance(widget, NamesField)]
