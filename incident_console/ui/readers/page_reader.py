# SPDX-License-Identifier: Apache-2.0
"""A document as a laid-out page: headings, tables, task boxes, call-outs, links and pictures, all from memory.

A long one is laid out piece by piece: its first page is there at once, and what shall be shown of the rest as soon as
it has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QTextBrowser

from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.headings import headings_of
from incident_console.ui.readers.page_filling import PageFilling
from incident_console.ui.readers.reader import OutlineLine, Reader, Spot, Tool
from incident_console.ui.readers.text_marks import TextMarks
from incident_console.ui.readers.text_zoom import USUAL, step_of_key, step_of_wheel, stepped, zoomed_font
from incident_console.ui.theme import follow_theme, theme

_PAUSE_MS = 120
_WHOLE_WORDS, _ANYWHERE = QTextOption.WrapMode.WordWrap, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_A_TABLE = "<table border"
"""On a page with one, words stay whole: a wide table is scrolled rather than squeezed to columns of letters."""
_A_VIEW = 20_000
"""More characters than one sees at once."""
_FAR_DOWN = 50_000
"""So many characters are laid out in a moment; what is further down is laid out piece by piece."""
_NOTHING = QImage(1, 1, QImage.Format.Format_ARGB32)
_NOTHING.fill(0)


class SealedBrowser(QTextBrowser):
    """Fetches nothing: pictures come from what it was given, links are only told (``anchorClicked``).

    ``zoom_wanted(step)`` comes from Ctrl and the wheel, ``width_changes`` before the page is laid out at another width.
    """

    zoom_wanted = Signal(int)
    width_changes = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-text")
        self.setAccessibleName("Document")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.pictures: Mapping[str, QImage] = {}
        self._width = self.width()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.width() != self._width:  # a scroll bar that comes or goes is no other width
            self._width = self.width()
            self.width_changes.emit()
        super().resizeEvent(event)


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
        self._filling = PageFilling(self._browser)
        self._filling.grew.connect(self._on_grew)
        self._marks = TextMarks(self._browser)
        self._html, self._words = "", ""
        self._marks_of: MarksOf = index_marks_of
        self._top, self._goal, self._zoom = 0, 0, USUAL
        self._later: Callable[[], None] | None = None
        self._found_from: int | None = None
        """From where the best match of all is gone to once all of the page is there; None where nobody waits for it."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fit_width)
        self._browser.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._browser.anchorClicked.connect(self._on_anchor_clicked)
        self._browser.zoom_wanted.connect(self.zoom)
        self._browser.width_changes.connect(self._on_width_changes)
        follow_theme(self._lay_out_in_place)

    def show_page(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show a page from its top."""
        self._html, self._browser.pictures = html, pictures
        self._zoom, self._top, self._goal, self._later = USUAL, 0, 0, None
        self._lay_out_in_place()
        self._browser.moveCursor(QTextCursor.MoveOperation.Start)
        self._browser.verticalScrollBar().setValue(0)

    def change_page(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show the page as it was changed, at the place where one is."""
        self._html, self._browser.pictures = html, pictures
        self._lay_out_in_place()

    def scroll_to_share(self, share: float) -> None:
        """Go so far down the page: 0 is its top, 1 its end."""
        self._when_whole(partial(self._scroll_to_share, share))

    def _scroll_to_share(self, share: float) -> None:
        bar = self._browser.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    def go_to_heading(self, anchor: str) -> None:
        """Go to a heading, or anything else that has an id."""
        if anchor:
            self._when_whole(partial(self._browser.scrollToAnchor, anchor))

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first."""
        self._find(words, marks_of, 0)

    def find_from_here(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first from the top of the view on."""
        self._find(words, marks_of, self._top)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        self._found_from = None
        self._marks.go(step)
        self.found_changed.emit(*self._marks.state)

    @property
    def is_looking(self) -> bool:
        """Whether the rest of the page, with more matches perhaps, is still to come."""
        return not self._filling.is_whole

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
        return Spot(self._goal or self._top, self._zoom if self._zoom != USUAL else 0)

    def go_to_spot(self, spot: Spot) -> None:
        self._goal = self._top = max(0, int(spot.place))
        self._zoom_to(spot.zoom or USUAL)
        self._browser.setUpdatesEnabled(True)  # the first page rather than nothing, until so much of it is there

    def forget(self) -> None:
        """Let go of the page."""
        self.show_page("", {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := step_of_key(event)) is None:
            super().keyPressEvent(event)
        else:
            self.zoom(step)

    def _find(self, words: str, marks_of: MarksOf, start: int) -> None:
        self._words, self._marks_of = words, marks_of
        self._found_from = None if self._filling.is_whole else start
        self._marks.find(words, marks_of, is_going=True, start=start)
        if self._marks.state[0]:
            self._goal, self._later = 0, None
            self._browser.setUpdatesEnabled(True)
        self.found_changed.emit(*self._marks.state)

    def _on_scrolled(self) -> None:
        """Remember where in the text the view begins, unless it is on its way to where it shall be."""
        if not self._goal:
            self._top = self._browser.cursorForPosition(self._browser.viewport().rect().topLeft()).position()

    def _on_width_changes(self) -> None:
        """The same words shall be at the top, wherever another width moves them meanwhile."""
        self._goal = self._goal or self._top
        self._browser.setUpdatesEnabled(self._goal < _FAR_DOWN)
        self._pause.start()

    def _fit_width(self) -> None:
        if self._browser.pictures or self._goal >= _FAR_DOWN:
            self._lay_out_in_place()
        else:
            self._go_to_goal()

    def _zoom_to(self, percent: int) -> None:
        self._zoom = percent
        self._lay_out_in_place()
        self.place_changed.emit(f"{percent} %" if percent != USUAL else "")

    def _lay_out_in_place(self) -> None:
        """Lay out anew with the same words at the top; what was seen stays until so much of it is there."""
        self._goal = self._goal or self._top
        self._browser.setUpdatesEnabled(not self._goal)
        self._lay_out()
        self._go_to_goal()

    def _go_to_goal(self) -> None:
        has_come = self._filling.is_whole or self._browser.document().characterCount() > self._goal + _A_VIEW
        if self._goal and has_come:
            self._scroll_to(self._goal)
            self._top, self._goal = self._goal, 0
        if not self._goal:
            self._browser.setUpdatesEnabled(True)

    def _scroll_to(self, top: int) -> None:
        document, bar = self._browser.document(), self._browser.verticalScrollBar()
        if not top:
            bar.setValue(0)
            return
        end = document.characterCount() - 1
        # It is laid out with all before it and a view behind it, so that the place is known and can be scrolled to.
        document.documentLayout().blockBoundingRect(document.findBlock(min(top + _A_VIEW, end)))
        cursor = QTextCursor(document)
        cursor.setPosition(min(top, end))
        bar.setValue(bar.value() + self._browser.cursorRect(cursor).top())

    def _lay_out(self) -> None:
        self._browser.setWordWrapMode(_WHOLE_WORDS if _A_TABLE in self._html else _ANYWHERE)
        self._filling.begin(self._html, zoomed_font(self._zoom))
        self._marks.find(self._words, self._marks_of, is_going=False)

    def _on_grew(self) -> None:
        self._go_to_goal()
        if not self._filling.is_whole:
            return
        if self._words:
            start, self._found_from = self._found_from, None
            self._marks.find(self._words, self._marks_of, is_going=start is not None, start=start or 0)
            self.found_changed.emit(*self._marks.state)
        self.outline_changed.emit()
        later, self._later = self._later, None
        if later is not None:
            later()

    def _when_whole(self, go: Callable[[], None]) -> None:
        """Go somewhere, now as far as the page is there, and again once all of it is."""
        self._goal = 0
        self._later = None if self._filling.is_whole else go
        go()

    def _on_anchor_clicked(self, address: QUrl) -> None:
        self.link_chosen.emit(address.toString())
