# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.reading_room import ReadingRoom
from incident_console.ui.readers.choosing_view import ChoosingView
from incident_console.ui.readers.page_letters import PageLetters
from incident_console.ui.readers.pdf_reader import PdfReader
from incident_console.ui.readers.quarter_turns import turned_box, turned_point, turned_size, unturned_point
from incident_console.ui.readers.reader import Spot
from tests.helpers.documents import a_book, a_pdf, with_a_lost_page
from tests.ui.asking import part

Show = Callable[..., QWidget]
CTRL, SHIFT, LEFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.MouseButton.LeftButton,
)


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    """Where PDFs are opened."""
    room = ReadingRoom()
    yield room
    room.close()


@pytest.fixture
def reader(show: Show, room: ReadingRoom) -> Iterator[PdfReader]:
    """A reader with a book of three chapters."""
    reader = PdfReader()
    show(reader)
    reader.show_pdf(room.open_pdf(a_book("Power", "Cooling", "Water")))
    yield reader
    reader.forget()


def view_of(reader: PdfReader) -> ChoosingView:
    return part(reader, ChoosingView)


def letters(reader: PdfReader, qtbot: QtBot, page: int) -> PageLetters:
    """The letters of a page, once they are there."""
    qtbot.waitUntil(lambda: view_of(reader).letters_of(page) is not None)
    found = view_of(reader).letters_of(page)
    assert found is not None
    return found


def point_at(reader: PdfReader, qtbot: QtBot, page: int, word: str, share: float = 0.5) -> QPoint:
    """Where in the view a word of a page stands, so far along it."""
    view, known = view_of(reader), letters(reader, qtbot, page)
    box = known.boxes(known.text.index(word), len(word))[0]
    place = view.turned(page, QRectF(box.x() + share * box.width(), box.center().y(), 0.1, 0.1)).center()
    for y in range(view.viewport().height()):
        number, beside = view.sheet_at(QPoint(0, y))
        if number == page and beside.y() >= place.y():
            scale = view.sheet_at(QPoint(100, y))[1].x() - beside.x()
            return QPoint(round((place.x() - beside.x()) * 100 / scale), y)
    pytest.fail(f"{word} is not in view")


def drag(reader: PdfReader, begin: QPoint, end: QPoint) -> None:
    port = view_of(reader).viewport()
    QTest.mousePress(port, LEFT, pos=begin)
    QTest.mouseMove(port, (begin + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, pos=end)


def copied(reader: PdfReader, qtbot: QtBot) -> str:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(view_of(reader), Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "before")
    return QGuiApplication.clipboard().text()


def test_what_is_turned_comes_to_the_right_place_and_back() -> None:
    size, box = turned_size(turned_size(QRectF(0, 0, 200, 100).size(), 0), 0), QRectF(10, 20, 30, 5)
    assert turned_point(QPointF(10, 20), size, 1) == QPointF(80, 10)
    assert turned_box(box, size, 1) == QRectF(75, 10, 5, 30)
    assert turned_box(box, size, 2) == QRectF(160, 75, 30, 5)
    assert turned_box(box, size, 3) == QRectF(20, 160, 5, 30)
    for turns in range(4):
        assert unturned_point(turned_point(QPointF(3, 7), size, turns), size, turns) == QPointF(3, 7)


def test_words_are_chosen_by_dragging_and_copied(reader: PdfReader, qtbot: QtBot) -> None:
    begin, end = (point_at(reader, qtbot, 0, word, share) for word, share in (("Power", 0.01), ("second", 0.97)))
    drag(reader, begin, end)
    assert copied(reader, qtbot) == "Power, page 1\nThe second"
    assert reader.selected_words() == "Power, page 1\nThe second"
    assert len(view_of(reader).selection_on(0)) == 2
    QTest.mouseClick(view_of(reader).viewport(), LEFT, pos=begin)
    assert view_of(reader).selection_on(0) == []


def test_a_double_click_chooses_a_word_and_shift_click_more(reader: PdfReader, qtbot: QtBot) -> None:
    port = view_of(reader).viewport()
    QTest.mouseDClick(port, LEFT, pos=point_at(reader, qtbot, 0, "second"))
    assert copied(reader, qtbot) == "second"
    QTest.mouseClick(port, LEFT, SHIFT, point_at(reader, qtbot, 0, "words"))
    assert copied(reader, qtbot) == "second line of words"


def test_ctrl_a_chooses_the_page_and_a_drag_may_go_over_pages(reader: PdfReader, qtbot: QtBot) -> None:
    view = view_of(reader)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert copied(reader, qtbot).split("\n") == ["Cooling, page 1", "The second line of words"]
    view.set_zoom(25)
    view.go_to_sheet(0)
    drag(reader, *(point_at(reader, qtbot, page, "second", share) for page, share in ((0, 0.01), (1, 0.97))))
    assert copied(reader, qtbot) == "second line of words\nCooling, page 1\nThe second"


def test_the_menu_of_a_page_chooses_and_copies(reader: PdfReader, qtbot: QtBot) -> None:
    view = view_of(reader)
    letters(reader, qtbot, 0)
    for number, is_enabled in ((1, False), (0, True)):
        at = view.viewport().rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
        QApplication.sendEvent(view.viewport(), event)
        menu = next(menu for menu in view.findChildren(QMenu, "pdf-menu") if menu.isVisible())
        assert menu.actions()[0].isEnabled() is is_enabled
        menu.actions()[number].trigger()
        menu.close()
    assert QGuiApplication.clipboard().text() == "Power, page 1\nThe second line of words"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages_keep_their_words_and_marks_in_place(reader: PdfReader, qtbot: QtBot, quarters: int) -> None:
    view = view_of(reader)
    reader.find_words("second")
    for _ in range(quarters):
        QTest.keyClick(view, Qt.Key.Key_R)
    view.set_zoom(50)
    assert view.turns == quarters
    assert view.sheet_size is not None
    assert (view.sheet_size.width() > view.sheet_size.height()) == (quarters % 2 == 1)
    QTest.mouseDClick(view.viewport(), LEFT, pos=point_at(reader, qtbot, 0, "second"))
    assert copied(reader, qtbot) == "second"
    mark, chosen = view.marks_on(0)[0], view.selection_on(0)[0]
    assert mark == chosen
    assert (mark.height() > mark.width()) == (quarters % 2 == 1)
    assert view.picture_of(0, view.viewport().rect()) is None or not view.grab().isNull()
    for _ in range(quarters):
        QTest.keyClick(view, Qt.Key.Key_R, SHIFT)
    assert view.turns == 0


def test_a_turned_page_is_drawn_turned(reader: PdfReader, qtbot: QtBot) -> None:
    """The words of the book are in the upper left of a page: turned right, they are in the upper right."""
    view = view_of(reader)
    view.turn(1)
    qtbot.waitUntil(lambda: view.picture_of(0, view.viewport().rect()) is not None)
    page = view.viewport().rect()
    qtbot.waitUntil(lambda: (picture := view.picture_of(0, page)) is not None and picture.width() == page.width())
    drawn = view.picture_of(0, page)
    assert drawn is not None
    halves = [
        sum(drawn.pixelColor(x, y).lightness() < 200 for x in range(start, end, 2) for y in range(0, drawn.height(), 2))
        for start, end in ((0, drawn.width() // 2), (drawn.width() // 2, drawn.width()))
    ]
    assert halves[0] == 0
    assert halves[1] > 10


def test_a_page_fits_by_width_or_whole(reader: PdfReader) -> None:
    view, said = view_of(reader), list[str]()
    reader.place_changed.connect(said.append)
    QTest.keyClick(view, Qt.Key.Key_H)
    assert said[-1] == "Page 1 of 3, whole page"
    assert view.visible_sheets() == [0]
    QTest.keyClick(view, Qt.Key.Key_W)
    assert said[-1] == "Page 1 of 3, fits the width"
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert said[-1].endswith(" %")


def test_a_page_that_cannot_be_drawn_says_so_in_its_place(show: Show, qtbot: QtBot, room: ReadingRoom) -> None:
    reader = PdfReader()
    show(reader)
    reader.show_pdf(room.open_pdf(with_a_lost_page(a_pdf("One", "Two", "Three"))))
    view = view_of(reader)
    reader.go_to_page(2)
    qtbot.waitUntil(lambda: bool(view.trouble_with(1)))
    assert view.trouble_with(1) == "This page cannot be shown\n\nIt is damaged; the other pages are not."
    assert view.trouble_with(0) == ""
    drawn = view.grab().toImage()
    dark = [drawn.pixelColor(x, y).lightness() < 100 for x in range(0, 900, 3) for y in range(20, 200)]
    assert any(dark)
    reader.go_to_page(3)
    qtbot.waitUntil(lambda: view.picture_of(2, view.viewport().rect()) is not None)
    reader.forget()


def test_pages_beside_the_one_in_view_are_drawn_ahead_and_those_passed_by_are_not(
    show: Show, qtbot: QtBot, room: ReadingRoom
) -> None:
    reader = PdfReader()
    show(reader)
    reader.show_pdf(room.open_pdf(a_pdf(*(f"Page {number}" for number in range(40)))))
    view = view_of(reader)
    reader.fit_whole()
    for number in range(40):
        reader.go_to_page(number + 1)
        view.viewport().repaint()
    reader.go_to_page(20)
    qtbot.waitUntil(lambda: {18, 19, 20} <= set(view._pictures))
    qtbot.waitUntil(lambda: not view._asked)
    assert len(view._pictures) < 15
    reader.forget()


def test_the_table_of_contents_leads_to_pages_and_parts_of_them(reader: PdfReader) -> None:
    view = view_of(reader)
    assert [(line.level, line.title, line.where) for line in reader.outline][:4] == [
        (1, "Power", "1"),
        (2, "Power, part two", "1"),
        (1, "Cooling", "2"),
        (2, "Cooling, part two", "2"),
    ]
    reader.go_to_outline(reader.outline[2])
    assert (view.current, round(view.place, 1)) == (1, 1.0) or round(view.place, 1) == 1.0
    before = view.place
    reader.go_to_outline(reader.outline[3])
    assert before < view.place < 2
    assert view.current == 1


def test_one_comes_back_to_where_one_was_with_zoom_and_turn(show: Show, room: ReadingRoom) -> None:
    reader = PdfReader()
    show(reader)
    book = a_book("Power", "Cooling", "Water")
    reader.show_pdf(room.open_pdf(book))
    view = view_of(reader)
    assert reader.spot == Spot()
    view.turn(1)
    view.zoom(1)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    spot = reader.spot
    assert spot.zoom > 0
    assert spot.turns == 1
    reader.show_pdf(room.open_pdf(book))
    assert (view.turns, view.fit is not None) == (0, True)
    reader.go_to_spot(spot)
    assert reader.spot == spot
    reader.show_pdf(room.open_pdf(book))
    reader.go_to_spot(Spot(1.25, 0, "WHOLE"))
    assert reader.spot.fit == "WHOLE"
    assert abs(reader.spot.place - 1.25) < 0.01
    reader.forget()


def test_a_scan_says_that_no_words_can_be_found_in_it(reader: PdfReader) -> None:
    reader.find_words("oil")
    said = [reader.is_wordless]
    for texts in (("", " \n", ""), ("", "Oil", "")):
        reader.set_page_texts(texts)
        said.append(reader.is_wordless)
    assert said == [False, True, False]


def test_dark_pages_have_light_words_on_dark_paper(reader: PdfReader, qtbot: QtBot) -> None:
    view = view_of(reader)
    qtbot.waitUntil(lambda: not view._asked and 0 in view._pictures)
    middle = view.viewport().rect().center()
    assert view.grab().toImage().pixelColor(middle).lightness() > 240
    reader.invert(is_inverted=True)
    inverted = view.grab().toImage()
    assert 10 < inverted.pixelColor(middle).lightness() < 60
    shades = {inverted.pixelColor(x, y).lightness() for x in range(0, 900, 2) for y in range(20, 300, 2)}
    assert max(shades) > 200
