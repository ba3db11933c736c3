# SPDX-License-Identifier: Apache-2.0
"""The passphrase field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.passphrase_field import PassphraseField, judge_passphrase
from tests.ui.asking import part

Show = Callable[..., QWidget]


def line_of(field: PassphraseField) -> QLineEdit:
    return part(field, QLineEdit)


def test_a_passphrase_is_hidden_until_shown_and_hidden_again_when_cleared(show: Show) -> None:
    field = PassphraseField("Passphrase of this laptop")
    show(field)
    field.set_passphrase(" exact ")
    eye = part(field, Button)
    hidden = field.is_shown
    QTest.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert (hidden, field.is_shown) == (False, True)
    assert eye.accessibleName() == "Hide the passphrase"
    assert field.passphrase() == " exact "
    field.clear()
    assert not field.is_shown
    assert field.passphrase() == ""


def test_enter_submits(show: Show, qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    show(field)
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(line_of(field), Qt.Key.Key_Return)


def test_caps_lock_is_told_from_the_letters_that_come(show: Show) -> None:
    field = PassphraseField("Passphrase")
    show(field)
    line = line_of(field)
    QTest.keyClicks(line, "A")
    assert field.hint_text == "Caps Lock is on"
    QTest.keyClick(line, Qt.Key.Key_CapsLock)
    assert field.hint_text == ""
    QTest.keyClicks(line, "A", Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(line, "1")
    assert field.hint_text == ""
    QTest.keyClicks(line, "a", Qt.KeyboardModifier.ShiftModifier)
    assert field.hint_text == "Caps Lock is on"


def test_a_new_passphrase_is_judged_when_typing_pauses(show: Show, qtbot: QtBot) -> None:
    field = PassphraseField("New passphrase", is_new=True)
    show(field)
    field.set_passphrase("password")
    qtbot.waitUntil(lambda: "Very weak" in field.hint_text, timeout=5000)
    field.set_passphrase("lantern orbit velvet thunder mosaic pepper")
    qtbot.waitUntil(lambda: field.hint_text == "Very strong", timeout=5000)
    field.set_passphrase("")
    qtbot.waitUntil(lambda: field.hint_text == "", timeout=5000)


def test_an_old_passphrase_is_not_judged(show: Show) -> None:
    field = PassphraseField("Passphrase")
    show(field)
    field.set_passphrase("password")
    assert field.hint_text == ""


def test_a_very_long_passphrase_is_judged_quickly() -> None:
    assert judge_passphrase("correct horse " * 1000) == 4


@pytest.mark.parametrize(("passphrase", "score"), [("", 0), ("123456", 0), ("tr0ub4dour&3", 2)])
def test_weak_passphrases_are_called_weak(passphrase: str, score: int) -> None:
    assert judge_passphrase(passphrase) <= score
