# SPDX-License-Identifier: Apache-2.0
"""What helps while a document is read, on the page as somebody sits before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QTableView, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.readers.choosing_view import ChoosingView
from incident_console.ui.readers.outline_panel import OutlinePanel
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.label import Label
from tests.helpers.documents import a_book, a_library
from tests.helpers.workspaces import a_workspace
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import Memory, PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LONG = "# Long plan\n\n" + "".join(f"## Part {number}\n\nCafé words of part {number}.\n\n" * 2 for number in range(60))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A small library with a book and a long plan."""
    folder = a_library(tmp_path)
    (folder / "book.pdf").write_bytes(a_book("Power", "Cooling", "Water", pages_each=4))
    (folder / "long.md").write_text(LONG, encoding="utf-8")
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([folder])
        yield joy


@contextmanager
def a_desk(session: Session, qtbot: QtBot, tmp_path: Path, memory: Memory | None = None) -> Iterator[Desk]:
    with shown_page(session, DocumentsPage, qtbot, tmp_path, memory=memory) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        desk.wait_until(lambda: desk.page.reader.opened)
        yield desk


@pytest.fixture
def desk(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over that library."""
    with a_desk(session, qtbot, tmp_path) as desk:
        yield desk


def wait_open(desk: Desk, title: str) -> None:
    desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.version.title == title)


def read(desk: Desk, title: str) -> None:
    """Choose a document in the list and go to it."""
    key = next(item.key for item in desk.page.model.items if item.line.title == title)
    desk.page.side.rows.select_key(key)
    wait_open(desk, title)
    desk.page.side.rows.setFocus()
    desk.press(Qt.Key.Key_Return)


def find(desk: Desk, words: str) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_F, CTRL)
    assert focused() is part(desk.page, QLineEdit, "find-text")
    desk.type(words)


def bar_says(desk: Desk) -> str:
    return " | ".join(label.text() for label in desk.page.reader.aids.find_bar.findChildren(Label))


def head_says(desk: Desk) -> str:
    return " | ".join(label.text() for label in desk.page.reader.head.findChildren(Label) if label.isVisible())


def text_field(desk: Desk) -> QPlainTextEdit:
    return next(field for field in desk.page.findChildren(QPlainTextEdit, "plain-text") if field.isVisible())


def test_ctrl_f_in_the_document_finds_there_and_esc_gives_the_keyboard_back(desk: Desk) -> None:
    read(desk, "Long plan")
    before = focused()
    find(desk, "CAFE words")
    desk.wait_until(lambda: bar_says(desk) == "1 of 120")
    marked = part(desk.page, QTextBrowser, "page-text").extraSelections()
    assert marked[0].cursor.selectedText() == "Café words"
    desk.press(Qt.Key.Key_Return)
    assert bar_says(desk) == "2 of 120"
    QTest.keyClick(focused(), Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(focused(), Qt.Key.Key_F3, SHIFT)
    assert bar_says(desk) == "120 of 120"
    desk.press(Qt.Key.Key_F3)
    assert bar_says(desk) == "1 of 120"
    desk.press(Qt.Key.Key_Escape)
    assert focused() is before
    assert part(desk.page, QTextBrowser, "page-text").extraSelections() == []
    assert not desk.page.reader.aids.find_bar.isVisible()


@pytest.mark.parametrize(
    ("title", "words", "count"), [("Long plan", "words", 120), ("Notes", "valve", 40), ("Book", "second", 12)]
)
def test_one_finds_from_where_one_is(desk: Desk, title: str, words: str, count: int) -> None:
    read(desk, title)
    area = focused()
    assert isinstance(area, QAbstractScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    find(desk, words)
    desk.wait_until(lambda: bar_says(desk).endswith(f"of {count}"))
    assert int(bar_says(desk).split()[0]) > count * 0.3
    assert area.verticalScrollBar().value() > area.verticalScrollBar().maximum() * 0.3


def test_ctrl_f_outside_the_document_searches_the_library(desk: Desk) -> None:
    read(desk, "Long plan")
    desk.press(Qt.Key.Key_Escape)
    QTest.keyClick(focused(), Qt.Key.Key_F, CTRL)
    assert focused() is part(desk.page, QLineEdit, "search-text")
    assert not desk.page.reader.aids.find_bar.isVisible()


def test_what_is_found_is_independent_of_what_the_library_is_searched_for(desk: Desk) -> None:
    read(desk, "Long plan")
    desk.page.search.set_text("part")
    desk.wait_until(lambda: "Match 1 of" in head_says(desk))
    find(desk, "words of part 7.")
    desk.wait_until(lambda: bar_says(desk) == "1 of 2")
    assert "Match" not in head_says(desk)
    desk.press(Qt.Key.Key_Escape)
    desk.wait_until(lambda: "Match" in head_says(desk))


@pytest.mark.parametrize(
    ("title", "words", "says"),
    [
        ("Book", "line of", "1 of 12"),
        ("Contacts", "a petr", "1 of 1"),
        ("Notes", "left of", "1 of 40"),
        ("Valve", "valve", "It is a picture: no words can be found"),
        ("Book", "walrus", "Not in this document"),
    ],
)
def test_every_reader_finds_words_in_its_document(desk: Desk, title: str, words: str, says: str) -> None:
    read(desk, title)
    find(desk, words)
    desk.wait_until(lambda: bar_says(desk) == says)


def test_what_is_chosen_in_the_document_is_looked_for(desk: Desk) -> None:
    read(desk, "Notes")
    field = text_field(desk)
    cursor = field.textCursor()
    cursor.movePosition(cursor.MoveOperation.NextWord, cursor.MoveMode.KeepAnchor, 2)
    field.setTextCursor(cursor)
    QTest.keyClick(focused(), Qt.Key.Key_F, CTRL)
    assert part(desk.page, QLineEdit, "find-text").text() == "Valve V3 "
    desk.wait_until(lambda: bar_says(desk) == "1 of 40")


def test_the_contents_of_a_pdf_open_by_key_lead_on_and_close(desk: Desk) -> None:
    read(desk, "Book")
    desk.press(Qt.Key.Key_O)
    outline = part(desk.page, OutlinePanel)
    assert focused() is outline
    assert outline.model().rowCount() == 3
    assert outline.currentIndex().data() == "Power"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        desk.press(key)
    assert outline.currentIndex().data() == "Cooling"
    assert "Page 5 of 12" in head_says(desk)
    desk.press(Qt.Key.Key_Escape)
    assert isinstance(focused(), ChoosingView)
    desk.press(Qt.Key.Key_O)
    assert not outline.isVisible()


def test_the_headings_of_a_page_are_its_contents_and_a_text_has_none(desk: Desk) -> None:
    read(desk, "Long plan")
    QTest.mouseClick(part(desk.page.reader.head, Button, "table-of-contents"), Qt.MouseButton.LeftButton)
    outline = part(desk.page, OutlinePanel)
    assert outline.model().rowCount() >= 60
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_Return)
    bar = part(desk.page, QTextBrowser, "page-text").verticalScrollBar()
    assert bar.value() > bar.maximum() * 0.9
    desk.press(Qt.Key.Key_Escape)
    read(desk, "Notes")
    assert not outline.isVisible()
    assert not part(desk.page.reader.head, Button, "table-of-contents").isVisible()


def test_a_page_is_gone_to_by_its_number(desk: Desk) -> None:
    read(desk, "Book")
    QTest.keyClick(focused(), Qt.Key.Key_G, CTRL)
    desk.type("13")
    desk.press(Qt.Key.Key_Return)
    assert "Pages go from 1 to 12" in {label.text() for label in desk.page.reader.aids.page_bar.findChildren(Label)}
    desk.type("7")
    desk.press(Qt.Key.Key_Return)
    assert "Page 7 of 12" in head_says(desk)
    assert isinstance(focused(), ChoosingView)


def test_text_grows_and_shrinks_in_its_reader_alone(desk: Desk) -> None:
    read(desk, "Long plan")
    page = part(desk.page, QTextBrowser, "page-text")
    size = page.document().defaultFont().pointSizeF()
    desk.press(Qt.Key.Key_Plus)
    assert page.document().defaultFont().pointSizeF() > size
    assert "110 %" in head_says(desk)
    desk.press(Qt.Key.Key_0)
    assert page.document().defaultFont().pointSizeF() == size
    QTest.mouseClick(part(desk.page.reader.head, Button, "smaller"), Qt.MouseButton.LeftButton)
    assert "90 %" in head_says(desk)


def test_every_document_opens_where_one_was_also_after_a_lock(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(session, qtbot, tmp_path) as desk:
        read(desk, "Book")
        desk.press(Qt.Key.Key_R)
        desk.press(Qt.Key.Key_H)
        desk.page.reader.aids.page_bar.page_chosen.emit(6)
        read(desk, "Long plan")
        desk.press(Qt.Key.Key_Plus)
        bar = part(desk.page, QTextBrowser, "page-text").verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        place = desk.page.reader.spot
        read(desk, "Notes")
        text = text_field(desk).verticalScrollBar()
        text.setValue(9)
        desk.page.keep_unsaved()
    assert "documents/spots" in desk.memory.kept
    assert not (tmp_path / "laptop.json").exists()
    with a_desk(session, qtbot, tmp_path, desk.memory) as desk:
        read(desk, "Book")
        desk.wait_until(lambda: "Page 6 of 12, whole page" in head_says(desk))
        assert part(desk.page, ChoosingView).turns == 1
        read(desk, "Long plan")
        assert desk.page.reader.spot == place
        assert "110 %" in head_says(desk)
        read(desk, "Notes")
        assert text_field(desk).verticalScrollBar().value() == 9
        read(desk, "Contacts")
        assert part(desk.page, QTableView, "table").isVisible()


def test_after_a_lock_the_document_that_was_read_last_is_shown(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(session, qtbot, tmp_path) as desk:
        read(desk, "Notes")
    with a_desk(session, qtbot, tmp_path, desk.memory) as desk:
        wait_open(desk, "Notes")


def test_the_way_back_and_forward_leads_through_what_was_read(desk: Desk) -> None:
    read(desk, "Notes")
    read(desk, "Long plan")
    read(desk, "Book")
    for key, title in (
        (Qt.Key.Key_Left, "Long plan"),
        (Qt.Key.Key_Left, "Notes"),
        (Qt.Key.Key_Right, "Long plan"),
        (Qt.Key.Key_Right, "Book"),
    ):
        QTest.keyClick(focused(), key, ALT)
        wait_open(desk, title)
    assert not part(desk.page.reader.head, Button, "forward").isVisible()


def test_dark_pages_are_remembered(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    with a_desk(session, qtbot, tmp_path) as desk:
        read(desk, "Book")
        desk.press(Qt.Key.Key_I)
        assert part(desk.page.reader.head, QWidget, "dark-pages").accessibleName() == "Pages as they are"
    with a_desk(session, qtbot, tmp_path, desk.memory) as desk:
        read(desk, "Valve")
        assert part(desk.page.reader.head, QWidget, "dark-pages").accessibleName() == "Pages as they are"
        desk.press(Qt.Key.Key_I)
        assert part(desk.page.reader.head, QWidget, "dark-pages").accessibleName() == "Dark pages"
