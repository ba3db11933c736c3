# SPDX-License-Identifier: Apache-2.0
"""Documents on paper: here the printer is a file in a private place, so that the paper can be read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.services.reading_room import ReadingRoom
from incident_console.ui.jobs import Cancelled
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.printing.drawn_paper import PdfPaper, PicturePaper
from incident_console.ui.printing.paper import print_paper
from incident_console.ui.printing.text_paper import TextPaper
from incident_console.ui.theme import ThemeChoice, theme_manager
from incident_console.ui.widgets.button import Button
from tests.helpers.documents import a_book, a_library, a_pdf, with_a_lost_page
from tests.helpers.workspaces import a_workspace
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Desk = PageDesk[DocumentsPage]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over a small library."""
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_library(tmp_path)])
        with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            yield desk


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    """Where PDFs are opened."""
    room = ReadingRoom()
    yield room
    room.close()


def a_printer(target: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def pages_of(target: Path) -> list[str]:
    """The words of every printed page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(target.read_bytes())
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def bare(text: str) -> str:
    """The letters alone: on paper each has a place of its own, and blanks are what a reader makes of the gaps."""
    return "".join(text.split())


def darkness_of(target: Path, number: int) -> tuple[int, int]:
    """How many dark dots the left and the right half of a printed page have."""
    import pypdfium2

    document = pypdfium2.PdfDocument(target.read_bytes())
    try:
        picture = document[number].render(scale=1).to_pil().convert("L")
    finally:
        document.close()
    half = picture.width // 2
    halves = picture.crop((0, 0, half, picture.height)), picture.crop((half, 0, picture.width, picture.height))
    left, right = (sum(part.histogram()[:140]) for part in halves)
    return left, right


def read(desk: Desk, title: str) -> None:
    key = next(item.key for item in desk.page.model.items if item.line.title == title)
    desk.page.side.rows.select_key(key)
    desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.version.title == title)


def print_into(desk: Desk, target: Path) -> None:
    opened = desk.page.reader.opened
    assert opened is not None
    desk.page.printing.print_on(a_printer(target), opened, 0)
    assert desk.page.printing.bar.title == "This prints into a file"
    assert not target.exists()
    QTest.mouseClick(part(desk.page.printing.bar, Button, "try-again"), Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: not desk.page.printing.is_busy)


@pytest.mark.parametrize(
    ("title", "words", "foot"),
    [
        ("Cooling loss runbook", ["Before any chiller restart", "28 C", "Never open the chiller"], "version 1.0"),
        ("Power plan", ["Fuel for a day"], "Page 2 of"),
        ("Notes", ["Valve V3 is left of the door."], "Page 1 of 1"),
        ("Contacts", ["Anna Petrov", "44 20 7946 0019"], "Contacts"),
        ("Valve", [], "Page 1 of 1"),
    ],
)
def test_every_kind_of_document_comes_onto_paper(
    desk: Desk, tmp_path: Path, title: str, words: list[str], foot: str
) -> None:
    theme_manager().apply(ThemeChoice.DARK, 150)
    read(desk, title)
    print_into(desk, tmp_path / "paper.pdf")
    text = bare("".join(pages_of(tmp_path / "paper.pdf")))
    assert [each for each in [*words, foot] if bare(each) not in text] == []
    assert "given to the printer" in desk.page.printing.bar.title


def test_a_pdf_is_printed_page_by_page(desk: Desk, tmp_path: Path) -> None:
    read(desk, "Manual")
    print_into(desk, tmp_path / "paper.pdf")
    assert len(pages_of(tmp_path / "paper.pdf")) == 3
    assert darkness_of(tmp_path / "paper.pdf", 1)[0] > 20
    assert desk.page.printing.bar.title == "3 pages given to the printer"


def test_closing_the_warning_prints_nothing(desk: Desk, tmp_path: Path) -> None:
    read(desk, "Notes")
    opened = desk.page.reader.opened
    assert opened is not None
    desk.page.printing.print_on(a_printer(tmp_path / "paper.pdf"), opened, 0)
    desk.page.printing.bar.dismiss()
    desk.page.printing.bar.action_clicked.emit()
    assert not desk.page.printing.is_busy
    assert not (tmp_path / "paper.pdf").exists()


def test_ctrl_shift_p_asks_which_printer(desk: Desk) -> None:
    read(desk, "Notes")
    QTest.keyClick(focused(), Qt.Key.Key_P, CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    assert dialog.printer().docName() == "Document"
    dialog.reject()
    assert not desk.page.printing.is_busy


def test_a_file_that_cannot_be_shown_cannot_be_printed(desk: Desk) -> None:
    read(desk, "Drawing")
    assert not part(desk.page.reader.head, Button, "print").isVisible()


def test_a_stopped_print_ends_between_two_pages(room: ReadingRoom, tmp_path: Path) -> None:
    stop, told = Event(), list[int]()

    def report(done: int, total: int = 0, what: str = "") -> None:
        told.append(done)
        assert (total, what) == (3, "pages")
        stop.set()

    paper = PdfPaper(room.open_pdf(a_book("One", "Two", "Three")), 0)
    with pytest.raises(Cancelled):
        print_paper(paper, a_printer(tmp_path / "paper.pdf"), "", stop, report)
    assert told == [1]


def test_only_the_pages_that_were_chosen_are_printed(tmp_path: Path) -> None:
    printer = a_printer(tmp_path / "paper.pdf")
    printer.setFromTo(2, 3)
    paper = TextPaper.of_text("\n".join(f"Line {number}" for number in range(400)))
    assert print_paper(paper, printer, "Lines", Event(), lambda *_: None) == 2
    pages = pages_of(tmp_path / "paper.pdf")
    assert ["Page2of" in bare(pages[0]), "Page3of" in bare(pages[1])] == [True, True]
    printer = a_printer(tmp_path / "none.pdf")
    printer.setFromTo(20, 30)
    with pytest.raises(KnownError, match="no such pages"):
        print_paper(TextPaper.of_text("Short"), printer, "", Event(), lambda *_: None)


def test_a_lost_page_says_so_on_paper_too(room: ReadingRoom, tmp_path: Path) -> None:
    paper = PdfPaper(room.open_pdf(with_a_lost_page(a_pdf("One", "Two", "Three"))), 0)
    print_paper(paper, a_printer(tmp_path / "paper.pdf"), "", Event(), lambda *_: None)
    assert "This page cannot be shown" in pages_of(tmp_path / "paper.pdf")[1]


def test_a_page_is_turned_as_it_fits_the_paper(room: ReadingRoom, tmp_path: Path) -> None:
    """The words of an upright page are at its left; on paper that lies, the page lies too and they are at the right."""
    printer = a_printer(tmp_path / "paper.pdf")
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    print_paper(PdfPaper(room.open_pdf(a_book("Power")), 0), printer, "", Event(), lambda *_: None)
    left, right = darkness_of(tmp_path / "paper.pdf", 0)
    assert right > 20
    assert left == 0


def test_a_large_picture_is_shrunk_onto_the_page(tmp_path: Path) -> None:
    picture = QImage(4000, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    print_paper(PicturePaper(picture), a_printer(tmp_path / "paper.pdf"), "Wide", Event(), lambda *_: None)
    assert all(half > 1_000 for half in darkness_of(tmp_path / "paper.pdf", 0))


def test_a_very_long_table_is_refused_in_words() -> None:
    with pytest.raises(KnownError, match="too long to print"):
        TextPaper.of_tables([("", [("a", "b")] * 6_000)])


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be used"):
        print_paper(TextPaper.of_text("Words"), a_printer(tmp_path / "no" / "x.pdf"), "", Event(), lambda *_: None)
