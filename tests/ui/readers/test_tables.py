# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QTabBar, QWidget

from incident_console.services.document_reading import CellSpan, Sheet
from incident_console.ui.readers.cells_model import CellsModel
from incident_console.ui.readers.cells_view import CellsView
from incident_console.ui.readers.row_order import number_of, rows_in_order
from incident_console.ui.readers.table_reader import TableReader
from incident_console.ui.widgets.label import Label
from tests.ui.asking import part

Show = Callable[..., QWidget]
LIST = Sheet(
    (
        ("Name", "Racks", "Since"),
        ("Ben", "9", "2026-03-12"),
        ("anna", "1,200", "2025-11-02"),
        ("", "", ""),
        ("Carl", "80", "2026-01-30"),
    ),
    has_titles=True,
)
BOOK = (
    Sheet((("Valve list",), ("V3", "left")), "Valves", (1, 4), (CellSpan(0, 0, 1, 2),)),
    Sheet((("Chiller", "left of the valve"),), "Chillers", (2,), is_hidden=True),
)


@pytest.fixture
def reader(show: Show) -> TableReader:
    """A reader of tables in a window."""
    reader = TableReader()
    show(reader)
    return reader


def column(reader: TableReader, number: int) -> list[str]:
    """What a column shows from top to bottom."""
    model = part(reader, CellsView).model()
    return [str(model.data(model.index(row, number))) for row in range(model.rowCount())]


def click_title(reader: TableReader, number: int) -> None:
    header = part(reader, CellsView).horizontalHeader()
    place = QPoint(header.sectionViewportPosition(number) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def told(reader: TableReader) -> list[tuple[int, int]]:
    said: list[tuple[int, int]] = []
    reader.found_changed.connect(lambda number, count: said.append((number, count)))
    return said


def test_a_click_on_a_title_sorts_again_reverses_and_again_gives_the_order_of_the_file(reader: TableReader) -> None:
    reader.show_sheets((LIST,))
    as_in_file = column(reader, 0)
    click_title(reader, 1)
    assert column(reader, 1) == ["9", "80", "1,200", ""]
    click_title(reader, 1)
    assert column(reader, 1) == ["1,200", "80", "9", ""]
    click_title(reader, 1)
    assert column(reader, 0) == as_in_file


def test_words_and_days_are_sorted_by_keyboard_too_and_rows_keep_their_numbers(reader: TableReader) -> None:
    reader.show_sheets((LIST,))
    view = part(reader, CellsView)
    view.setCurrentIndex(view.model().index(0, 2))
    QTest.keyClick(view, Qt.Key.Key_S)
    assert column(reader, 2) == ["2025-11-02", "2026-01-30", "2026-03-12", ""]
    numbers = [view.model().headerData(row, Qt.Orientation.Vertical) for row in range(4)]
    assert numbers == ["2", "4", "1", "3"]
    assert view.currentIndex().data() == "2026-03-12"
    view.setCurrentIndex(view.model().index(0, 0))
    for expected in (["anna", "Ben", "Carl", ""], ["Carl", "Ben", "anna", ""], ["Ben", "anna", "", "Carl"]):
        QTest.keyClick(view, Qt.Key.Key_S)
        assert column(reader, 0) == expected


def test_matches_are_gone_through_from_top_to_bottom_as_the_table_is_sorted(reader: TableReader) -> None:
    reader.show_sheets((LIST,))
    said, view = told(reader), part(reader, CellsView)
    reader.find_words("2026")
    assert view.currentIndex().row() == 0
    click_title(reader, 2)
    reader.go_to_match(1)
    assert said == [(1, 2), (1, 2)]
    assert view.currentIndex().data() == "2026-01-30"
    reader.find_words("")
    assert said[-1] == (0, 0)


def test_each_sheet_has_a_tab_and_a_hidden_one_says_so(reader: TableReader) -> None:
    reader.show_sheets(BOOK)
    tabs, view = part(reader, QTabBar), part(reader, CellsView)
    assert [tabs.tabText(number) for number in range(tabs.count())] == ["Valves", "Chillers (hidden)"]
    assert view.model().headerData(1, Qt.Orientation.Horizontal) == "B"
    assert view.model().headerData(1, Qt.Orientation.Vertical) == "4"
    assert view.columnSpan(0, 0) == 2
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert column(reader, 0) == ["Chiller"]
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert column(reader, 0) == ["Valve list", "V3"]
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert column(reader, 0) == ["Chiller"]
    QTest.keyClick(view, Qt.Key.Key_S)  # a sheet of a workbook keeps its order
    assert column(reader, 0) == ["Chiller"]
    assert not reader.grab().isNull()


def test_words_are_found_across_sheets(reader: TableReader) -> None:
    reader.show_sheets(BOOK)
    said, tabs = told(reader), part(reader, QTabBar)
    reader.find_words("left")
    reader.go_to_match(1)
    assert tabs.currentIndex() == 1
    reader.go_to_match(1)
    assert tabs.currentIndex() == 0
    assert said == [(1, 2), (2, 2), (1, 2)]
    reader.forget()
    assert tabs.count() == 0
    reader.go_to_match(1)
    assert said[-1] == (0, 0)


def test_a_long_cell_is_read_below_the_table_and_cells_are_copied_as_tables_are(reader: TableReader) -> None:
    long = "Open the valve behind the door,\nthen call the duty manager and wait"
    reader.show_sheets((Sheet((("Step", "Do"), ("1", long), ("2", "Stop")), has_titles=True),))
    view, below = part(reader, CellsView), part(reader, Label, "cell-words")
    view.setCurrentIndex(view.model().index(0, 1))
    assert below.isVisible()
    assert below.text() == long
    assert "\n" not in str(view.currentIndex().data())
    view.setCurrentIndex(view.model().index(1, 1))
    assert not below.isVisible()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"1\t{long}\n2\tStop"


def test_the_model_of_a_table_is_sound() -> None:
    model = CellsModel()
    QAbstractItemModelTester(model)
    for sheet in (Sheet(()), Sheet((("only",),)), LIST, *BOOK):
        model.show_sheet(sheet)
        model.mark("zzz")
        for section in (0, -1):
            model.sort(section, Qt.SortOrder.DescendingOrder)
    model.show_sheet(Sheet((("a", "b"), ("c",)), has_titles=True))
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == ["a", "b"]
    assert model.headerData(0, Qt.Orientation.Vertical) == "1"
    model.show_sheet(Sheet((("x",) * 28,), "Wide", (7,)))
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("3,5", 3.5),
        ("-7", -7),
        ("25 %", 25),
        ("€ 1,500", 1500),
        ("EUR 120.00", 120),
        ("120,50 EUR", 120.5),
        ("RACK 7", None),
        ("+44 20 7946", None),
        ("2026-03-12", None),
        ("", None),
        ("9" * 100, None),
    ],
)
def test_numbers_are_known_by_their_looks(words: str, number: float | None) -> None:
    assert number_of(words) == number


def test_numbers_stand_to_the_right_where_they_are_numbers() -> None:
    model = CellsModel()
    model.show_sheet(Sheet((("Name", "Racks"), ("Ann", "9"), ("7", "80")), has_titles=True))
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = middle | Qt.AlignmentFlag.AlignLeft, middle | Qt.AlignmentFlag.AlignRight
    assert [model.data(model.index(1, column), Qt.ItemDataRole.TextAlignmentRole) for column in (0, 1)] == [left, right]
    model.show_sheet(Sheet((("Racks", "9"),), "Book", (1,)))
    assert [model.data(model.index(0, column), Qt.ItemDataRole.TextAlignmentRole) for column in (0, 1)] == [left, right]


def test_rows_with_the_same_words_stay_as_they_were() -> None:
    rows = (("b", "1"), ("a", "2"), ("b", "3"), ())
    assert rows_in_order(rows, 0, is_falling=False) == [1, 0, 2, 3]
    assert rows_in_order(rows, 0, is_falling=True) == [0, 2, 1, 3]
