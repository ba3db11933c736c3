# SPDX-License-Identifier: Apache-2.0
"""The list of rows: heights, keyboard, and keeping the reader's place."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.delegates import Cell, Column, Heading, Line, Row, Text, line
from incident_console.ui.theme import Role, ThemeChoice, Tone, theme, theme_manager
from incident_console.ui.widgets.row_header import RowHeader
from incident_console.ui.widgets.row_list import RowList
from tests.ui.gallery.model import RowsModel, Shown
from tests.ui.gallery.samples import LOG_COLUMNS, log_rows

Show = Callable[..., QWidget]
COLUMNS = (Column("number", 60, "No."), Column("text", 0, "Entry"), Column("end", 40, "Who", is_right=True))


def a_row(number: int, text: str = "short") -> Shown:
    words = Cell((Line((Text(text),), max_lines=0),))
    return f"{number}".encode(), Row({"number": line(f"A-{number}"), "text": words})


def rows_from(*numbers: int, text: str = "short") -> list[Shown]:
    return [a_row(number, text) for number in numbers]


def a_list(show: Show, rows: list[Shown], *, height: int = 300) -> tuple[RowList, RowsModel]:
    view, model = RowList(COLUMNS, "entry-list", "Entries"), RowsModel(rows)
    model.setParent(view)
    view.setModel(model)
    view.setFixedHeight(height)
    show(view)
    QApplication.sendPostedEvents()
    return view, model


def top(view: RowList) -> tuple[object, int]:
    index = view.indexAt(QPoint(0, 0))
    return view.model().data(index, Qt.ItemDataRole.UserRole + 1), view.rowViewportPosition(index.row())


def settle() -> None:
    QApplication.processEvents()


def test_a_long_text_makes_its_row_higher(show: Show) -> None:
    view, _ = a_list(show, [a_row(1), a_row(2, "many words " * 60)])
    assert view.rowHeight(0) == theme().line_height() + 2 * theme().px(7) + 1
    assert view.rowHeight(1) >= 4 * theme().line_height()


def test_a_row_that_changes_is_measured_again(show: Show) -> None:
    view, model = a_list(show, rows_from(1, 2))
    before = view.rowHeight(0)
    model.replace(0, a_row(1, "many words " * 60))
    assert view.rowHeight(0) > before


def test_rows_follow_the_width_and_the_zoom(show: Show) -> None:
    view, _ = a_list(show, rows_from(1, text="many words " * 20))
    before = view.rowHeight(0)
    view.setFixedWidth(400)
    settle()
    narrow = view.rowHeight(0)
    assert narrow > before
    theme_manager().apply(zoom_percent=200)
    settle()
    assert view.rowHeight(0) > narrow


def test_arrow_keys_pass_over_headings(show: Show, qtbot: QtBot) -> None:
    heading = Heading("6 entries arrived", Tone.INFO)
    view, _ = a_list(show, [("h", heading), *rows_from(1), ("h2", heading), *rows_from(2)])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key() == b"1"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key() == b"2"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key() == b"1"
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current_key() == b"2"


def test_moving_tells_the_key_and_enter_activates(show: Show, qtbot: QtBot) -> None:
    view, _ = a_list(show, rows_from(1, 2, 3))
    view.setFocus()
    with qtbot.waitSignal(view.current_key_changed, check_params_cb=lambda key: key == b"2"):
        view.select_key(b"2")
    with qtbot.waitSignal(view.row_activated, check_params_cb=lambda key: key == b"2"):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_a_click_tells_row_and_column(show: Show, qtbot: QtBot) -> None:
    view, _ = a_list(show, rows_from(1, 2))
    with qtbot.waitSignal(view.cell_clicked, check_params_cb=lambda key, column: (key, column) == (b"2", "number")):
        place = QPoint(theme().px(20), view.rowViewportPosition(1) + 5)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_letters_are_left_to_the_page(show: Show) -> None:
    view, _ = a_list(show, rows_from(1, 2, 3))
    view.select_key(b"1")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A)
    assert view.current_key() == b"1"


def test_tab_leaves_the_list(show: Show, qtbot: QtBot) -> None:
    first, second = RowList(COLUMNS, "first", "First"), RowList(COLUMNS, "second", "Second")
    model = RowsModel(rows_from(1, 2))
    first.setModel(model)
    show(first, second)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second


def test_an_unknown_key_selects_nothing(show: Show) -> None:
    view, _ = a_list(show, rows_from(1))
    assert not view.select_key(b"none")
    assert not view.select_key(None)
    view.setModel(None)
    assert not view.select_key(b"1")


def test_what_one_reads_stays_when_rows_arrive_above(show: Show) -> None:
    view, model = a_list(show, rows_from(*range(100), text="many words " * 25))
    view.verticalScrollBar().setValue(1500)
    settle()
    before = top(view)
    model.insert(0, rows_from(*range(200, 210), text="many words " * 60))
    settle()
    assert top(view) == before


def test_at_the_very_top_one_sees_what_arrives(show: Show) -> None:
    view, model = a_list(show, rows_from(*range(100)))
    model.insert(0, rows_from(200))
    settle()
    assert top(view) == (b"200", 0)


def test_a_reset_keeps_selection_and_place(show: Show) -> None:
    view, model = a_list(show, rows_from(*range(100)))
    view.select_key(b"50")
    settle()
    before = top(view)
    model.fill(rows_from(200, *range(100)))
    settle()
    assert view.current_key() == b"50"
    assert top(view) == before


def test_a_reset_that_drops_the_selected_row_selects_nothing(show: Show) -> None:
    view, model = a_list(show, rows_from(1, 2))
    view.select_key(b"2")
    model.fill(rows_from(1))
    assert view.current_key() != b"2"


def test_scrolling_up_into_rows_never_measured_does_not_jump(show: Show) -> None:
    view, _ = a_list(show, rows_from(*range(200), text="many words " * 30))
    view.scrollToBottom()
    settle()
    for _ in range(20):
        last = view.indexAt(QPoint(0, view.viewport().height() - 1)).row()
        before = view.rowViewportPosition(last)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 10)
        assert view.rowViewportPosition(last) == before + 10


def test_a_hundred_thousand_rows_open_and_scroll_without_measuring_them_all(show: Show) -> None:
    some = log_rows()
    rows: list[Shown] = [(number, some[number % len(some)][1]) for number in range(100_000)]
    few: list[Shown] = [(number, some[number % len(some)][1]) for number in range(100)]
    many_seconds, few_seconds = (seconds_to_scroll(show, each) for each in (rows, few))
    assert many_seconds < few_seconds * 10 + 0.5


def seconds_to_scroll(show: Show, rows: list[Shown]) -> float:
    view, model = RowList(LOG_COLUMNS, "log-list", "Entries"), RowsModel(rows)
    model.setParent(view)
    started = perf_counter()
    view.setModel(model)
    show(view)
    for step in range(20):
        view.verticalScrollBar().setValue(step * view.verticalScrollBar().maximum() // 20)
        view.grab()
    return perf_counter() - started


def test_the_model_of_the_gallery_keeps_the_rules_of_qt(qapp: QApplication) -> None:
    model = RowsModel(rows_from(1, 2))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.insert(1, rows_from(3, 4))
    model.fill([])
    assert tester.model() is model


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_every_kind_of_row_can_be_drawn(show: Show, choice: ThemeChoice) -> None:
    theme_manager().apply(choice)
    view, model = RowList(LOG_COLUMNS, "log-list", "Entries"), RowsModel(log_rows())
    model.setParent(view)
    view.setModel(model)
    view.select_key("C-07")
    show(view)
    for width in (900, 300):
        view.setFixedWidth(width)
        settle()
        assert not view.grab().isNull()


def test_a_row_is_read_aloud_as_one_sentence() -> None:
    keys = dict(log_rows())
    assert keys["A-29"].spoken() == (
        "A-29; 16:41; Action; Okafor · Ops-1; #T-17 given to Facilities lead: second fuel delivery."
    )
    assert "significant" in keys["A-31"].spoken()
    assert keys["news"].spoken() == "6 entries arrived by stick at 17:10"


def a_header(show: Show) -> tuple[RowList, RowHeader]:
    view, model = RowList(COLUMNS, "entry-list", "Entries"), RowsModel(rows_from(1, 2))
    model.setParent(view)
    view.setModel(model)
    header = RowHeader(view)
    show(header, view)
    settle()
    return view, header


def test_dragging_an_edge_of_the_titles_widens_the_column(show: Show, qtbot: QtBot) -> None:
    view, header = a_header(show)
    wide = view.viewport().width()
    x = theme().px(16 + 60 + 20)
    assert view.row_delegate.column_at(x, wide) == "text"
    with qtbot.waitSignal(header.widths_changed):
        header.resizeSection(0, header.sectionSize(0) + theme().px(50))
    assert header.widths() == {"number": 110}
    assert view.row_delegate.column_at(x, wide) == "number"


def test_dragging_beside_the_widest_column_changes_its_neighbour(show: Show) -> None:
    _, header = a_header(show)
    header.resizeSection(1, header.sectionSize(1) - theme().px(30))
    assert header.widths() == {"end": 70}


def test_kept_widths_come_back_and_unknown_ones_are_passed_over(show: Show) -> None:
    view, header = a_header(show)
    header.set_widths({"number": 200, "gone": 5})
    assert header.widths() == {"number": 200}
    assert view.row_delegate.column_at(theme().px(150), view.viewport().width()) == "number"


def test_a_row_may_bring_columns_of_its_own(show: Show, qtbot: QtBot) -> None:
    own = (Column("name", 300), Column("state", 0), Column("action", 90))
    shown = Row({"name": line("Share"), "state": line("equal"), "action": line("sync now")}, own)
    view, _ = a_list(show, [a_row(1), (b"share", shown)])
    x = view.viewport().width() - theme().px(60)
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, view.rowViewportPosition(1) + 5))
    assert clicked.args == [b"share", "action"]


def test_titles_hide_while_rows_are_stacked(show: Show) -> None:
    view, header = a_header(show)
    assert header.isVisible()
    view.setFixedWidth(300)
    settle()
    assert not header.isVisible()
    assert view.row_delegate.column_at(10, 300) == ""


@pytest.mark.parametrize("is_first", [True, False])
def test_a_stacked_row_begins_with_its_name_if_so_wished(show: Show, *, is_first: bool) -> None:
    columns = (Column("number", 60), Column("text", 0, is_first_when_stacked=is_first))
    view, model = RowList(columns, "people", "People"), RowsModel(rows_from(1, text="\N{FULL BLOCK}" * 8))
    model.setParent(view)
    view.setModel(model)
    view.setFixedWidth(200)
    show(view)
    image = view.viewport().grab().toImage()
    level = theme().px(7) + theme().line_height() // 2
    assert (image.pixelColor(theme().px(60), level) == theme().colour(Role.TEXT)) is is_first


def test_a_stacked_row_says_what_its_title_would(show: Show) -> None:
    def drawn(width: int, number: str, **more: str) -> QImage:
        columns = (Column("number", 90, **more), Column("text", 0))  # type: ignore[arg-type]
        view, model = RowList(columns, "tasks", "Tasks"), RowsModel([(b"1", Row({"number": line(number)}))])
        model.setParent(view)
        view.setModel(model)
        view.setFixedWidth(width)
        show(view)
        return view.viewport().grab().toImage()

    assert drawn(200, "not yet", stacked_words="acknowledged") == drawn(200, "acknowledged not yet")
    assert drawn(600, "not yet", stacked_words="acknowledged") == drawn(600, "not yet")


def test_the_chosen_row_stays_in_sight_when_window_or_text_change(show: Show) -> None:
    view, _ = a_list(show, rows_from(*range(50), text="many words " * 20))
    view.select_key(b"4")
    settle()

    def is_seen() -> bool:
        return view.viewport().rect().intersects(view.visualRect(view.currentIndex()))

    assert is_seen()
    view.setFixedSize(400, 120)
    settle()
    assert is_seen()
    theme_manager().apply(zoom_percent=200)
    settle()
    assert is_seen()


def test_a_row_chosen_before_the_list_is_shown_is_in_sight_then(show: Show) -> None:
    view, model = RowList(COLUMNS, "entry-list", "Entries"), RowsModel(rows_from(*range(200), text="many words " * 30))
    model.setParent(view)
    view.setModel(model)
    view.select_key(b"150")
    show(view)
    settle()
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
