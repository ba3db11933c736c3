# SPDX-License-Identifier: Apache-2.0
"""Long pages, laid out piece by piece: the beginning at once, and at the end what it would have been in one go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from incident_console.library.views.make import make_reading
from incident_console.resources_path import resource_path
from incident_console.ui.readers.page_filling import PageFilling
from incident_console.ui.readers.page_pieces import pieces_of
from incident_console.ui.readers.page_reader import PageReader, SealedBrowser
from incident_console.ui.readers.reader import Spot
from incident_console.ui.theme import theme
from incident_console.ui.theme.style_sheet import page_style_sheet
from tests.ui.asking import part

Show = Callable[..., QWidget]
WORDS = "The pump is started by hand when the main power is lost and nobody answers at the desk. " * 4
LONG = "".join(
    f'<h2 id="part-{number}">Part {number}</h2><p>{WORDS}</p><table><tr><td>valve {number}</td></tr></table><p>End.</p>'
    for number in range(300)
)


def top_line(reader: PageReader) -> str:
    browser = part(reader, SealedBrowser)
    return browser.cursorForPosition(browser.viewport().rect().topLeft() + QPoint(40, 4)).block().text()


def whole(reader: PageReader, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not reader.is_looking, timeout=20_000)


def looks(document: QTextDocument) -> list[object]:
    """Every paragraph with its look: level, margins, list, table, and the letters in it."""
    told: list[object] = []
    block = document.begin()
    while block.isValid():
        look, listed = block.blockFormat(), block.textList()
        told.append((
            block.text(), look.headingLevel(), look.topMargin(), look.bottomMargin(), look.indent(), look.leftMargin(),
            (listed.itemNumber(block), listed.format().style()) if look.objectIndex() >= 0 else None,
            QTextCursor(block).currentTable() is not None,
            [(span.start, span.length, span.format.fontWeight(), span.format.anchorHref(), span.format.anchorNames())
             for span in block.textFormats()],
        ))  # fmt: skip
        block = block.next()
    return told


@pytest.mark.parametrize("name", sorted(path.name for path in resource_path("docs_library").glob("*.md"))[::4])
def test_a_page_in_pieces_is_the_page_as_a_whole(qtbot: QtBot, name: str) -> None:
    html = make_reading(name, "", (resource_path("docs_library") / name).read_bytes(), lambda _path: None).html
    field = QTextBrowser()
    qtbot.addWidget(field)
    filling = PageFilling(field, piece=500)
    filling.begin(html, field.font())
    assert not filling.is_whole
    qtbot.waitUntil(lambda: filling.is_whole)
    straight = QTextDocument()
    straight.setDefaultStyleSheet(page_style_sheet(theme()))
    straight.setHtml(html)
    assert looks(field.document()) == looks(straight)


def test_a_page_is_cut_between_paragraphs_alone_and_nothing_of_it_is_lost() -> None:
    html = "<h1>A</h1><ul><li><p>one</p></li></ul><table><tr><td><p>x</p></td></tr></table><p>b<br>c</p>tail"
    pieces = list(pieces_of(html, 1))
    assert pieces == ["<h1>A</h1>", "<ul><li><p>one</p></li></ul>", html[html.index("<table") : -4], "tail"]
    assert list(pieces_of("<div><div id='x'><p>a</p><p>b</p></div></div>", 1)) == [
        "<div><div id='x'><p>a</p></div></div>",
        "<div><div id='x'><p>b</p></div></div>",
        "<div><div id='x'></div></div>",
    ]
    assert list(pieces_of("", 1)) == [""]


def test_the_first_page_of_a_long_document_is_there_before_the_rest(show: Show, qtbot: QtBot) -> None:
    reader = PageReader()
    show(reader)
    outlines: list[int] = []
    reader.outline_changed.connect(lambda: outlines.append(len(reader.outline)))
    reader.show_page(LONG, {})
    document = part(reader, SealedBrowser).document()
    assert document.begin().text() == "Part 0"
    assert top_line(reader) == "Part 0"
    assert reader.is_looking
    assert len(reader.outline) < 60
    whole(reader, qtbot)
    assert outlines == [300]
    assert reader.outline[-1].title == "Part 299"
    assert top_line(reader) == "Part 0"
    bar = part(reader, SealedBrowser).verticalScrollBar()
    reader.scroll_to_share(1)
    assert bar.value() == bar.maximum() > 20_000
    reader.go_to_outline(reader.outline[150])
    assert top_line(reader) == "Part 150"


def test_what_is_looked_for_is_counted_to_the_end_and_gone_to_wherever_it_is(show: Show, qtbot: QtBot) -> None:
    reader = PageReader()
    show(reader)
    told: list[tuple[int, int]] = []
    reader.found_changed.connect(lambda number, count: told.append((number, count)))
    reader.show_page(LONG, {})
    reader.find_words("valve")
    assert 0 < told[-1][1] < 300
    whole(reader, qtbot)
    assert told[-1] == (1, 300)
    reader.show_page(LONG, {})
    reader.find_words("299")
    assert told[-1] == (0, 0)
    whole(reader, qtbot)
    assert told[-1][0] == 1
    assert "299" in [each.cursor.selectedText() for each in part(reader, SealedBrowser).extraSelections()]
    reader.go_to_match(1)
    reader.zoom(1)
    whole(reader, qtbot)
    assert told[-1] == (2, told[-1][1])


def test_a_long_document_is_read_on_where_one_was_and_a_link_leads_to_its_end(show: Show, qtbot: QtBot) -> None:
    reader = PageReader()
    show(reader)
    reader.show_page(LONG, {})
    whole(reader, qtbot)
    reader.go_to_outline(reader.outline[200])
    spot = reader.spot
    reader.show_page(LONG, {})
    reader.go_to_spot(spot)
    assert reader.spot == spot
    whole(reader, qtbot)
    assert top_line(reader) == "Part 200"
    reader.zoom(1)
    whole(reader, qtbot)
    assert top_line(reader) == "Part 200"
    reader.go_to_outline(line := reader.outline[290])
    window = reader.window()
    with qtbot.waitSignal(reader.outline_changed, timeout=20_000):  # laid out anew, in pieces too
        window.resize(window.width() + 300, window.height())
    assert reader.spot.place == line.place
    assert top_line(reader) == "Part 290"
    reader.show_page(LONG, {})
    reader.go_to_spot(Spot())
    reader.go_to_heading("part-250")
    whole(reader, qtbot)
    assert top_line(reader) == "Part 250"
    reader.forget()
    assert not reader.is_looking
    assert part(reader, SealedBrowser).toPlainText() == ""
