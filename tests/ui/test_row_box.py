# SPDX-License-Identifier: Apache-2.0
"""A few rows in a pane, and asking for one thing in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.delegates import Line, Text
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.inline_editor import InlineEditor
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.row_box import BoxRow, RowBox
from tests.ui.asking import focused, part

Show = Callable[..., QWidget]


def rows(*words: str, keys: bool = True) -> list[BoxRow]:
    return [BoxRow(Line((Text(each),)), each if keys else None) for each in words]


def a_box(show: Show, *shown: BoxRow) -> RowBox:
    box = RowBox("Steps")
    show(box, QLineEdit())
    box.show_rows(shown)
    QApplication.sendPostedEvents()
    return box


def test_without_rows_nothing_is_shown(show: Show) -> None:
    box = a_box(show)
    assert not box.isVisible()
    box.show_rows(rows("one"))
    assert box.isVisible()
    box.show_rows([])
    assert not box.isVisible()


def test_the_keyboard_stays_on_a_row_that_changes(show: Show) -> None:
    box = a_box(show, *rows("one", "two"))
    second = box.row(1)
    second.setFocus()
    box.show_rows([BoxRow(Line((Text("one"),)), "one"), BoxRow(Line((Text("two, done"),)), "two")])
    assert focused() is second
    assert second.accessibleName() == "two, done"


def test_rows_come_go_and_become_links(show: Show) -> None:
    box = a_box(show, *rows("one", "two", "three"))
    box.show_rows([*rows("one"), *rows("two", keys=False)])
    QApplication.sendPostedEvents(None, 52)
    assert [row.accessibleName() for row in box.findChildren(InfoRow)] == ["one", "two"]
    assert box.row(1).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_arrows_go_from_link_to_link_and_space_presses(show: Show, qtbot: QtBot) -> None:
    box = a_box(show, *rows("one"), *rows("words", keys=False), *rows("three"))
    box.row(0).setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert focused() is box.row(2)
    with qtbot.waitSignal(box.row_clicked, check_params_cb=lambda key: key == "three"):
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert focused() is box.row(0)


def an_editor(show: Show) -> tuple[InlineEditor, QLineEdit]:
    elsewhere, editor = QLineEdit(), InlineEditor(NameField("Owner"), "Who?")
    show(elsewhere, editor)
    elsewhere.setFocus()
    editor.open("S. Haddad")
    return editor, elsewhere


def test_an_editor_asks_marks_the_old_value_and_gives_the_keyboard_back(show: Show, qtbot: QtBot) -> None:
    editor, elsewhere = an_editor(show)
    QTest.keyClicks(focused(), "  M. Reyes ")
    with qtbot.waitSignal(editor.accepted, check_params_cb=lambda value: value == "M. Reyes"):
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert editor.isVisible()
    editor.close_editor()
    assert not editor.is_open
    assert focused() is elsewhere


def test_escape_closes_an_editor(show: Show, qtbot: QtBot) -> None:
    editor, elsewhere = an_editor(show)
    with qtbot.waitSignal(editor.cancelled):
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not editor.is_open
    assert focused() is elsewhere


def test_asking_again_goes_on_with_what_was_typed(show: Show) -> None:
    editor, elsewhere = an_editor(show)
    QTest.keyClicks(focused(), "M. R")
    elsewhere.setFocus()
    editor.open("something else")
    assert editor.value() == "M. R"


def test_letters_in_a_drop_down_list_do_not_press_buttons(show: Show) -> None:
    box, button = ChoiceBox("Role"), Button("Done", key="D")
    for words in ("Caller", "Duty officer"):
        box.addItem(words, words)
    show(box, button)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    box.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_D)
    assert pressed == []
    assert box.currentText() == "Duty officer"


def test_a_choice_is_accepted_by_its_key(show: Show, qtbot: QtBot) -> None:
    box = ChoiceBox("Role")
    for key in ("caller", "scribe"):
        box.addItem(key.title(), key)
    editor = InlineEditor(box)
    show(editor)
    editor.open("scribe")
    with qtbot.waitSignal(editor.accepted, check_params_cb=lambda value: value == "scribe"):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def test_likely_names_are_offered_by_any_part_of_them(show: Show) -> None:
    field = NameField("Owner")
    field.set_names(["Joy Okafor", "M. Reyes", "N. Aydin"])
    show(field)
    completer = field.completer()
    completer.setCompletionPrefix("rey")
    assert completer.currentCompletion() == "M. Reyes"
    assert part(field.parentWidget(), NameField, "owner") is field
