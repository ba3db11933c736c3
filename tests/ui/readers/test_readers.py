# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import Picture
from incident_console.services.reading_room import ReadingRoom
from incident_console.ui.readers.image_reader import ImageReader
from incident_console.ui.readers.images import to_image
from incident_console.ui.readers.page_reader import PageReader, SealedBrowser
from incident_console.ui.readers.pdf_reader import PdfReader
from incident_console.ui.readers.pdf_view import PdfView
from incident_console.ui.readers.reader import Reader
from incident_console.ui.readers.text_reader import TextReader
from incident_console.ui.theme import Role as ThemeRole
from incident_console.ui.theme import theme
from tests.helpers.documents import a_pdf
from tests.ui.asking import part

Show = Callable[..., QWidget]


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    """Where PDFs are opened."""
    room = ReadingRoom()
    yield room
    room.close()


def found(reader: Reader) -> list[tuple[int, int]]:
    """What the reader says of its matches from now on."""
    told: list[tuple[int, int]] = []
    reader.found_changed.connect(lambda number, count: told.append((number, count)))
    return told


def places(reader: Reader) -> list[str]:
    told: list[str] = []
    reader.place_changed.connect(told.append)
    return told


def locked_pdf(user: str) -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(user, ownerPassword="owner"))
    canvas.drawString(72, 700, "Secret")
    canvas.save()
    return stream.getvalue()


def test_matches_stand_where_they_are_also_behind_emojis(show: Show) -> None:
    reader = PageReader()
    show(reader)
    reader.show_page("<p>\U0001f525\U0001f9ef chiller and <b>Chiller</b> restart</p>", {})
    told = found(reader)
    reader.find_words("chiller")
    marked = [each.cursor.selectedText() for each in part(reader, SealedBrowser).extraSelections()]
    assert marked == ["chiller", "Chiller"]
    for step in (1, 1, -1):
        reader.go_to_match(step)
    assert told == [(1, 2), (2, 2), (1, 2), (2, 2)]
    reader.forget()
    reader.go_to_match(1)
    assert told[-1] == (0, 0)


def test_a_wide_table_keeps_its_words_whole_and_is_scrolled(show: Show) -> None:
    reader = PageReader()
    show(reader)
    cells = "".join(f"<td>Communication {number}</td>" for number in range(30))
    reader.show_page(f'<table border="1"><tr>{cells}</tr></table>', {})
    assert part(reader, SealedBrowser).horizontalScrollBar().maximum() > 0
    reader.show_page(f"<p>{'x' * 900}</p>", {})
    assert part(reader, SealedBrowser).horizontalScrollBar().maximum() == 0


def test_a_call_out_has_its_colour(show: Show) -> None:
    reader = PageReader()
    show(reader)
    box = '<table class="admonition warning" width="100%"><tr><td><p>Never open it</p></td></tr></table>'
    reader.show_page(f"<table><tr><td>{box}</td></tr></table>", {})
    picture = reader.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 4) for y in range(0, 90, 4)}
    assert theme().colour(ThemeRole.WARN_SOFT).name() in colours


def test_a_page_opens_where_the_words_that_were_searched_for_meet(show: Show) -> None:
    reader = PageReader()
    show(reader)
    reader.show_page("<p>The chiller</p>" + "<p>Other words</p>" * 200 + "<p>Restart of the chiller</p>", {})
    told = found(reader)
    reader.find_words("the chiller restart")
    assert told == [(3, 5)]
    reader.find_words('"of the chiller"')
    assert told[-1] == (1, 1)
    assert part(reader, SealedBrowser).verticalScrollBar().value() > 0
    reader.find_from_here("chiller")
    assert told[-1] == (2, 2)
    reader.forget()


def test_a_very_long_text_begins_at_once_and_is_searched_to_its_end(show: Show, qtbot: QtBot) -> None:
    reader = TextReader()
    show(reader)
    told = found(reader)
    reader.show_text("First line\n" + "Middle of it all\n" * 60_000 + "The walrus\n")
    field = part(reader, QPlainTextEdit)
    assert field.toPlainText().startswith("First line")
    assert field.document().characterCount() < 200_000
    reader.find_words("walrus")
    assert told == [(0, 0)]
    qtbot.waitUntil(lambda: told[-1] == (1, 1), timeout=20_000)
    reader.forget()
    assert field.toPlainText() == ""


def test_a_pdf_is_paged_zoomed_and_searched_by_keyboard(show: Show, qtbot: QtBot, room: ReadingRoom) -> None:
    reader = PdfReader()
    show(reader)
    said, told = places(reader), found(reader)
    reader.show_pdf(room.open_pdf(a_pdf("Cold start", "Restart of the chiller", "Chiller parts")))
    view = part(reader, PdfView)
    assert said[-1] == "Page 1 of 3, fits the width"
    for key, place in ((Qt.Key.Key_Right, "2 of 3"), (Qt.Key.Key_End, "3 of 3"), (Qt.Key.Key_Home, "1 of 3")):
        QTest.keyClick(view, key)
        assert place in said[-1]
    reader.find_words("chiller")
    assert reader.wants_texts
    qtbot.waitUntil(lambda: [len(view.marks_on(page)) for page in range(3)] == [0, 1, 1])
    reader.set_page_texts(("Cold start", "Restart of the chiller", "Chiller parts"))
    assert told[-1] == (1, 2)
    assert "Page 2 of 3" in said[-1]
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
        QTest.keyClick(view, key)
    assert said[-1].endswith(" %")
    qtbot.waitUntil(lambda: not view.grab().isNull())
    reader.forget()
    assert view.count == 0
    QTest.keyClick(view, Qt.Key.Key_Right)


def test_a_phrase_over_two_lines_of_a_pdf_is_one_match(show: Show, qtbot: QtBot, room: ReadingRoom) -> None:
    reader = PdfReader()
    show(reader)
    told = found(reader)
    pdf = room.open_pdf(a_pdf("The chiller", "Restart the\nchiller by hand"))
    reader.show_pdf(pdf)
    view = part(reader, PdfView)
    reader.find_words('"restart the chiller"')
    reader.set_page_texts(("The chiller", "Restart the\nchiller by hand"))
    assert told[-1] == (1, 1)
    qtbot.waitUntil(lambda: len(view.chosen_marks()) == 2)
    assert [list(view.marks_on(page)) for page in range(2)] == [[], list(view.chosen_marks())]
    reader.forget()


def test_a_drawn_page_shows_its_words(show: Show, qtbot: QtBot, room: ReadingRoom) -> None:
    view = PdfView()
    show(view)
    view.load(room.open_pdf(a_pdf("Words on it")))
    page = view.viewport().rect()
    qtbot.waitUntil(lambda: view.picture_of(0, page) is not None)
    drawn = view.picture_of(0, page)
    assert drawn is not None
    colours = {
        drawn.pixelColor(x, y).lightness() for x in range(0, drawn.width(), 3) for y in range(drawn.height() // 3)
    }
    assert len(colours) > 2
    view.close_document()


def test_a_match_on_a_page_that_was_not_read_yet_is_gone_to_once_it_is(
    show: Show, qtbot: QtBot, room: ReadingRoom
) -> None:
    view = PdfView()
    show(view)
    view.load(room.open_pdf(a_pdf("Nothing", "The chiller")))
    view.mark("chiller")
    view.go_to_match(1, 0)
    assert not view.chosen_marks()
    qtbot.waitUntil(lambda: len(view.chosen_marks()) == 1)
    (box,) = view.chosen_marks()
    assert box.width() > 2 * box.height() > 0
    view.close_document()


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"%PDF-1.4\ngarbage", "This PDF cannot be shown"),
        (b"", "This PDF cannot be shown"),
        (locked_pdf("user"), "This PDF is locked with a password"),
    ],
)
def test_a_pdf_that_cannot_be_opened_is_told_in_words(data: bytes, title: str, room: ReadingRoom) -> None:
    with pytest.raises(KnownError, match=title):
        room.open_pdf(data)


def test_a_picture_is_whole_at_first_and_then_as_large_as_wanted(show: Show) -> None:
    reader = ImageReader()
    show(reader)
    said = places(reader)
    reader.show_picture(to_image(Picture(3000, 40, bytes(4 * 3000 * 40))), "Valve")
    fitted = said[-1]
    assert fitted.startswith("3000 x 40, ")
    assert not reader.grab().isNull()
    reader.zoom(1)
    assert said[-1] != fitted
    assert not reader.grab().isNull()
    reader.zoom(0)
    assert said[-1] == fitted
    reader.forget()
    assert not reader.grab().isNull()
