# SPDX-License-Identifier: Apache-2.0
"""Buttons and the keys that press them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton, SecondaryButton
from incident_console.ui.widgets.key_hint import KeyHint, key_text
from tests.ui.asking import focused

Show = Callable[..., QWidget]


def test_its_letter_presses_a_button(show: Show, qtbot: QtBot) -> None:
    button = SecondaryButton("Strike...", key="X")
    window = show(button)
    window.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_X)


def test_a_key_presses_at_once_so_that_the_next_letter_does_not_go_astray(show: Show) -> None:
    button, field = SecondaryButton("New task", key="N"), QLineEdit()
    window = show(button, field)
    button.clicked.connect(field.setFocus)
    window.setFocus()
    for key in (Qt.Key.Key_N, Qt.Key.Key_D):
        QTest.keyClick(focused(), key)
    assert field.text() == "d"


def test_a_letter_typed_into_a_field_presses_nothing(show: Show, qtbot: QtBot) -> None:
    button, field = SecondaryButton("Strike...", key="X"), QLineEdit()
    show(button, field)
    field.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(field, Qt.Key.Key_X)
    assert field.text() == "x"


def test_the_key_survives_other_words(show: Show, qtbot: QtBot) -> None:
    button = PrimaryButton("Acknowledge", key="A")
    window = show(button)
    button.set_words("Acknowledged")
    window.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_A)


def test_a_hint_alone_does_not_listen(show: Show, qtbot: QtBot) -> None:
    button = PrimaryButton("Save", key="Return", is_key_hint_only=True)
    window = show(button)
    window.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_Return)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_with_the_keyboard_is_pressed_by_enter_and_space(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    button = SecondaryButton("Done")
    show(button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_a_button_says_its_words_and_its_key() -> None:
    button = Button("Team & sync", key="Ctrl+T")
    assert button.accessibleName() == button.words == "Team & sync"
    assert button.accessibleDescription() == "Key Ctrl+T"
    assert button.objectName() == "team-sync"
    assert button.shortcut().toString() == "Ctrl+T"


def test_an_icon_without_words_is_named_and_explained() -> None:
    button = Button("Print", icon="printer", is_icon_only=True, key="Ctrl+P")
    assert button.accessibleName() == "Print"
    assert button.toolTip() == "Print (Ctrl+P)"


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_every_kind_can_be_drawn_in_every_state(show: Show, kind: ButtonKind) -> None:
    button = Button("Reached", kind, key="R", icon="phone")
    show(button)
    button.setFocus()
    for is_enabled in (True, False):
        button.setEnabled(is_enabled)
        assert not button.grab().isNull()


def test_the_words_fit_their_button(show: Show) -> None:
    button = Button("Words of a button")
    wide = button.sizeHint().width()
    button.set_words("Many more words of a button")
    assert button.sizeHint().width() > wide


def test_return_is_drawn_as_its_arrow() -> None:
    assert key_text("Return") == key_text("Enter") == "↵"
    assert KeyHint("Ctrl+F").accessibleName() == "Key Ctrl+F"
