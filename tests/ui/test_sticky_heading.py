# SPDX-License-Identifier: Apache-2.0
"""The name of the group that one reads stays in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from incident_console.ui.delegates import Column, Heading, Row, line
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.sticky_heading import StickyHeading
from tests.ui.gallery.model import RowsModel, Shown

Show = Callable[..., QWidget]


def group(name: str, count: int) -> list[Shown]:
    rows: list[Shown] = [(f"{name}{number}", Row({"text": line(f"{name} {number}")})) for number in range(count)]
    return [(f"group {name}", Heading(name)), *rows]


def a_list(show: Show, rows: list[Shown]) -> tuple[RowList, StickyHeading, RowsModel]:
    view, model = RowList((Column("text", 0),), "list", "List"), RowsModel(rows)
    model.setParent(view)
    view.setModel(model)
    sticky = StickyHeading(view)
    view.setFixedHeight(300)
    show(view)
    QApplication.processEvents()
    return view, sticky, model


def scroll(view: RowList, value: int) -> None:
    view.verticalScrollBar().setValue(value)
    QApplication.processEvents()


def test_at_the_top_the_heading_itself_is_in_sight(show: Show) -> None:
    _, sticky, _ = a_list(show, [*group("A", 30), *group("B", 30)])
    assert sticky.text == ""


def test_scrolled_into_a_group_its_name_stays(show: Show) -> None:
    view, sticky, _ = a_list(show, [*group("A", 30), *group("B", 30)])
    scroll(view, 200)
    assert (sticky.text, sticky.y()) == ("A", 0)
    scroll(view, view.verticalScrollBar().maximum())
    assert sticky.text == "B"
    assert not sticky.grab().isNull()


def test_the_next_heading_pushes_it_out(show: Show) -> None:
    view, sticky, _ = a_list(show, [*group("A", 30), *group("B", 30)])
    row_of_b = 31
    scroll(view, view.verticalHeader().sectionPosition(row_of_b) - 10)
    assert sticky.text == "A"
    assert sticky.y() == 10 - sticky.height()


def test_a_list_without_groups_has_none(show: Show) -> None:
    view, sticky, _ = a_list(show, group("A", 30)[1:])
    scroll(view, 200)
    assert sticky.text == ""


def test_the_row_that_the_keyboard_goes_to_is_not_covered(show: Show) -> None:
    view, sticky, _ = a_list(show, [*group("A", 30), *group("B", 30)])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    for _ in range(45):
        QTest.keyClick(view, Qt.Key.Key_Up)
        covered = sticky.height() if sticky.text else 0
        assert view.visualRect(view.currentIndex()).top() >= covered
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert sticky.text == ""


def test_it_follows_rows_that_come_and_the_zoom(show: Show) -> None:
    view, sticky, model = a_list(show, [*group("A", 30), *group("B", 30)])
    scroll(view, 400)
    model.fill([*group("C", 50), *group("A", 30), *group("B", 30)])
    QApplication.processEvents()
    top = view.rowAt(0)
    names = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(top + 1)]
    assert sticky.text == next(name for name in reversed(names) if len(name) == 1)
    theme_manager().apply(zoom_percent=200)
    QApplication.processEvents()
    assert sticky.height() == view.rowHeight(0)


def test_after_a_change_of_width_the_chosen_row_is_in_sight_below_the_heading(show: Show) -> None:
    rows = [(key, Row({"text": line(f"{shown.spoken()} " * 12)}) if isinstance(shown, Row) else shown)
            for key, shown in [*group("A", 60), *group("B", 60)]]  # fmt: skip
    view, sticky, _ = a_list(show, rows)
    view.select_key("B40")
    for width in (60, 500, 900):
        view.setFixedWidth(width)
        QApplication.processEvents()
    rect = view.visualRect(view.currentIndex())
    assert sticky.height() <= rect.top()
    assert rect.bottom() <= view.viewport().height()
