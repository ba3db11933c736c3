# SPDX-License-Identifier: Apache-2.0
"""A document as a laid-out page: headings, tables, task boxes, call-outs, links and pictures, all from memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextFrame,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser

from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.headings import headings_of
from incident_console.ui.readers.reader import OutlineLine, Reader, Spot, Tool
from incident_console.ui.readers.text_marks import TextMarks
from incident_console.ui.readers.text_zoom import USUAL, step_of_key, step_of_wheel, stepped, zoomed_font
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.style_sheet import page_style_sheet

_PAUSE_MS = 120
_WHOLE_WORDS, _ANYWHERE = QTextOption.WrapMode.WordWrap, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_A_TABLE = "<table border"
"""On a page with one, words stay whole: a wide table is scrolled rather than squeezed to columns of letters."""
_NOTHING = QImage(1, 1, QImage.Format.Format_ARGB32)
_NOTHING.fill(0)


class SealedBrowser(QTextBrowser):
    """Fetches nothing: pictures come from what it was given, links are only told (``anchorClicked``).

    ``zoom_wanted(step)`` comes from Ctrl and the wheel.
    """

    zoom_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-text")
        self.setAccessibleName("Document")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.pictures: Mapping[str, QImage] = {}

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture that was given, no wider than the page; never a file or an address."""
        picture = self.pictures.get(name if isinstance(name, str) else name.toString())
        if picture is None:
            return _NOTHING
        room = max(theme().px(80), self.viewport().width() - 2 * theme().px(40))
        if picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if (step := step_of_wheel(event)) is None:
            super().wheelEvent(event)
        else:
            self.zoom_wanted.emit(step)


class PageReader(Reader):
    """Shows a page; `link_chosen` comes with the address of a link, inside the library or outside."""

    link_chosen = Signal(str)
    tools = (Tool.ZOOM, Tool.OUTLINE, Tool.PRINT)

    def __init__(self, text_name: str = "page-text", accessible_name: str = "Document") -> None:
        super().__init__()
        self.setObjectName("page-reader")
        self._browser = SealedBrowser()
        self._browser.setObjectName(text_name)
        self._browser.setAccessibleName(accessible_name)
        self._fill(self._browser)
        self._marks = TextMarks(self._browser)
        self._html, self._words = "", ""
        self._marks_of: MarksOf = index_marks_of
        self._top, self._zoom = 0, USUAL
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fit_width)
        self._browser.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._browser.anchorClicked.connect(self._on_anchor_clicked)
        self._browser.zoom_wanted.connect(self.zoom)
        follow_theme(self._restyle)

    def show_page(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show a page from its top."""
        self._html, self._browser.pictures = html, pictures
        self._zoom = USUAL
        self._restyle()
        self._browser.moveCursor(QTextCursor.MoveOperation.Start)
        self._browser.verticalScrollBar().setValue(0)
        self._top = 0

    def change_page(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show the page as it was changed, at the place where one is."""
        self._html, self._browser.pictures = html, pictures
        self._lay_out_in_place()

    def scroll_to_share(self, share: float) -> None:
        """Go so far down the page: 0 is its top, 1 its end."""
        bar = self._browser.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    def go_to_heading(self, anchor: str) -> None:
        """Go to a heading, or anything else that has an id."""
        if anchor:
            self._browser.scrollToAnchor(anchor)

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first."""
        self._find(words, marks_of, 0)

    def find_from_here(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first from the top of the view on."""
        self._find(words, marks_of, self._top)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        self._marks.go(step)
        self.found_changed.emit(*self._marks.state)

    def selected_words(self) -> str:
        return self._browser.textCursor().selectedText()

    def zoom(self, step: int) -> None:
        """Larger, smaller or usual text."""
        self._zoom_to(stepped(self._zoom, step))

    @property
    def outline(self) -> Sequence[OutlineLine]:
        """The headings of the page."""
        return headings_of(self._browser.document())

    def go_to_outline(self, line: OutlineLine) -> None:
        """Go to a heading."""
        self._scroll_to(int(line.place))

    @property
    def spot(self) -> Spot:
        return Spot(self._top, self._zoom if self._zoom != USUAL else 0)

    def go_to_spot(self, spot: Spot) -> None:
        self._top = max(0, int(spot.place))
        self._zoom_to(spot.zoom or USUAL)

    def forget(self) -> None:
        """Let go of the page."""
        self.show_page("", {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := step_of_key(event)) is None:
            super().keyPressEvent(event)
        else:
            self.zoom(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._pause.start()

    def _find(self, words: str, marks_of: MarksOf, start: int) -> None:
        self._words, self._marks_of = words, marks_of
        self._marks.find(words, marks_of, is_going=True, start=start)
        self.found_changed.emit(*self._marks.state)

    def _on_scrolled(self) -> None:
        """Remember where in the text the view begins: a change of size moves the words before anybody is told."""
        self._top = self._browser.cursorForPosition(self._browser.viewport().rect().topLeft()).position()

    def _fit_width(self) -> None:
        if self._browser.pictures:
            self._lay_out_in_place()
        else:
            self._scroll_to(self._top)

    def _zoom_to(self, percent: int) -> None:
        self._zoom = percent
        self._restyle()
        self.place_changed.emit(f"{percent} %" if percent != USUAL else "")

    def _restyle(self) -> None:
        self._browser.document().setDefaultFont(zoomed_font(self._zoom))
        self._lay_out_in_place()

    def _lay_out_in_place(self) -> None:
        """Lay out anew with the same words at the top."""
        top = self._top
        self._lay_out()
        self._scroll_to(top)

    def _scroll_to(self, top: int) -> None:
        document, bar = self._browser.document(), self._browser.verticalScrollBar()
        document.documentLayout().documentSize()  # which lays out all of it, so that the place is known
        cursor = QTextCursor(document)
        cursor.setPosition(min(top, document.characterCount() - 1))
        bar.setValue(bar.value() + self._browser.cursorRect(cursor).top() if top else 0)

    def _lay_out(self) -> None:
        document = self._browser.document()
        document.setDefaultStyleSheet(page_style_sheet(theme()))
        self._browser.setWordWrapMode(_WHOLE_WORDS if _A_TABLE in self._html else _ANYWHERE)
        self._browser.setHtml(self._html)
        document.setDocumentMargin(theme().px(34))
        margins = document.rootFrame().frameFormat()
        margins.setTopMargin(theme().px(12))
        document.rootFrame().setFrameFormat(margins)
        self._draw_table_edges()
        self._marks.find(self._words, self._marks_of, is_going=False)

    def _draw_table_edges(self) -> None:
        """Hairlines in the theme's colour; said in the style sheet of the page they cost twice the time."""
        for table in _tables_in(self._browser.document().rootFrame()):
            look = table.format().toTableFormat()
            look.setBorder(1)
            look.setBorderCollapse(True)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderBrush(theme().colour(Role.BORDER))
            look.setCellPadding(theme().px(6))
            table.setFormat(look)
            if look.background().style() is not Qt.BrushStyle.NoBrush:
                _colour_box(table, look.background())

    def _on_anchor_clicked(self, address: QUrl) -> None:
        self.link_chosen.emit(address.toString())


def _tables_in(frame: QTextFrame) -> Iterator[QTextTable]:
    """Every table, those inside of others too."""
    for inside in frame.childFrames():
        if isinstance(inside, QTextTable):
            yield inside
        yield from _tables_in(inside)


def _colour_box(box: QTextTable, colour: QBrush) -> None:
    """Give a call-out its colour: a table with collapsed borders does not draw its own."""
    cell = box.cellAt(0, 0)
    look = cell.format()
    look.setBackground(colour)
    cell.setFormat(look)
