# SPDX-License-Identifier: Apache-2.0
"""The right side of the page: one document in the reader that fits it, with its head above."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import Reading, ReadingForm
from incident_console.services.times import clock
from incident_console.ui.delegates.marks import words_of
from incident_console.ui.pages.documents.kept_panel import KeptPanel
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents.reader_head import ReaderHead
from incident_console.ui.pages.documents.reading_aids import ReadingAids, is_find
from incident_console.ui.readers.image_reader import ImageReader
from incident_console.ui.readers.page_reader import PageReader
from incident_console.ui.readers.reader import Reader, Spot
from incident_console.ui.readers.table_reader import TableReader
from incident_console.ui.readers.text_reader import TextReader
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.ui.readers.pdf_reader import PdfReader

_NOTHING, _CHOOSE = "Nothing chosen", "Choose a document in the list; Enter goes to it."
_TOP = Spot()
_COPY, _LATEST, _COMPARE = "Copy the address", "Read the latest", "Compare"


class DocumentReader(QWidget):
    """Shows one `OpenedDocument`.

    ``link_chosen(address)`` comes with a link inside the library, ``latest_wanted`` from the note above an older
    version, ``compare_wanted(version)`` with another one to set beside the one that is read, and
    ``page_texts_wanted(opened)`` when words are searched for in a PDF: answer with `set_page_texts`.
    ``moved`` tells that one is somewhere else in the document (`spot`). Ctrl+F finds in it, whatever the library is
    searched for.
    """

    link_chosen = Signal(str)
    compare_wanted = Signal(object)
    latest_wanted = Signal()
    page_texts_wanted = Signal(object)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document-reader")
        self.head, self.bar = ReaderHead(), InlineBar()
        self.aids = ReadingAids(self.head, self._current_reader, self)
        self._page, self._image = PageReader(), ImageReader()
        self._text, self._table, self._kept = TextReader(), TableReader(), KeptPanel()
        self._pdf: PdfReader | None = None
        self._nothing = EmptyState("library", _NOTHING, _CHOOSE)
        self._stack = QStackedWidget()
        self._stack.setMinimumSize(1, 1)  # else the roomiest reader would make the window higher than a low screen
        self._opened: OpenedDocument | None = None
        self._words, self._address = "", ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for part in (self._nothing, self._page, self._image, self._text, self._table, self._kept):
            self._stack.addWidget(part)
        self._beside = QSplitter(Qt.Orientation.Horizontal)
        self._beside.setObjectName("beside-outline")
        self._beside.setChildrenCollapsible(False)
        self._beside.setHandleWidth(1)
        self._beside.addWidget(self.aids.outline)
        self._beside.addWidget(self._stack)
        self._beside.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        for strip in (self.bar, self.aids.find_bar, self.aids.page_bar):
            column.addWidget(strip)
        column.addWidget(self._beside, 1)
        self.head.hide()

    def _connect(self) -> None:
        self._page.link_chosen.connect(self._on_link_chosen)
        self.head.match_wanted.connect(self.go_to_match)
        self.aids.search_changed.connect(partial(self._find, is_from_here=True))
        self.aids.left.connect(self.focus_reader)
        self.aids.moved.connect(self.moved)
        self.head.compare_wanted.connect(self.compare_wanted)
        self.bar.action_clicked.connect(self._on_bar_action)
        for reader in (self._page, self._image, self._text, self._table, self._kept):
            self._listen_to(reader)

    # --- what the page asks ------------------------------------------------------------------------------------

    @property
    def opened(self) -> OpenedDocument | None:
        """What is read now."""
        return self._opened

    @property
    def spot(self) -> Spot:
        """Where in it one is."""
        return self._reader.spot if self._reader is not None else Spot()

    def show_document(self, opened: OpenedDocument, now: Moment, anchor: str = "", spot: Spot = _TOP) -> None:
        """Read a document from where one was, from a heading, or from the first match of what is searched for."""
        before, had_keyboard = self._stack.currentWidget(), self._has_keyboard()
        self._opened = opened
        self.head.show_document(opened, now)
        show_when(self.head, is_shown=True)
        reader = self._show_content(opened)
        if isinstance(before, Reader) and before is not reader:
            before.forget()
        self._tell_about(opened, now)
        self.aids.begin()
        if had_keyboard:
            self.focus_reader()
        if reader is None:
            return
        if spot != _TOP:
            reader.go_to_spot(spot)
        self._find()
        if reader is self._page and anchor:
            self._page.go_to_heading(anchor)

    def clear(self) -> None:
        """Show nothing."""
        before = self._stack.currentWidget()
        self._opened = None
        self.head.hide()
        self.bar.hide()
        self.aids.hide()
        self._show_nothing("library", _NOTHING, _CHOOSE)
        if isinstance(before, Reader):
            before.forget()

    def set_words(self, words: str) -> None:
        """Mark what is searched for, in this document and in those that are opened from now on."""
        if words != self._words:
            self._words = words
            self._find()

    def set_page_texts(self, opened: OpenedDocument, texts: tuple[str, ...]) -> None:
        """Take the words of the pages of a PDF, unless another one is read by now."""
        if self._pdf is not None and self._opened is opened:
            self._pdf.set_page_texts(texts)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        if (reader := self._reader) is not None:
            reader.go_to_match(step)

    def go_to_first_match(self) -> None:
        """Go to the first match of what is searched for, however far one has read."""
        if words_of(self._words):
            self._find()

    def go_to_heading(self, anchor: str) -> None:
        """Go to a heading of the page that is read."""
        self._page.go_to_heading(anchor)

    def tell_outside(self, address: str) -> None:
        """Show an address outside the library: nothing is opened from here, but it can be copied."""
        self._address = address
        self.bar.tell(
            Tone.INFO, address, "This address is outside the library; nothing is opened from here.", "", _COPY
        )

    def focus_reader(self) -> None:
        """Give the keyboard to what is read."""
        (self._reader or self._nothing).setFocus()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+F while the keyboard is in the document; elsewhere on the page it searches the library."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and is_find(event):
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.aids.take_key(event):
            super().keyPressEvent(event)

    # --- inside ------------------------------------------------------------------------------------------------

    @property
    def _reader(self) -> Reader | None:
        return self._current_reader()

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is in what is read; it follows to what is read next, which may be of another form."""
        focused = QApplication.focusWidget()
        return focused is not None and self._stack.isAncestorOf(focused)

    def _current_reader(self) -> Reader | None:
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Reader) else None

    @property
    def _reading(self) -> Reading | None:
        return self._opened.reading if self._opened else None

    def _listen_to(self, reader: Reader) -> None:
        reader.found_changed.connect(self._on_found_changed)
        reader.place_changed.connect(self._on_place_changed)
        reader.outline_changed.connect(self.aids.renew_outline)
        area = reader.focusProxy()
        if isinstance(area, QAbstractScrollArea):
            area.verticalScrollBar().valueChanged.connect(self.moved)

    def _pdf_reader(self) -> PdfReader:
        if self._pdf is None:
            from incident_console.ui.readers.pdf_reader import PdfReader

            self._pdf = PdfReader()
            self._listen_to(self._pdf)
            self._stack.addWidget(self._pdf)
        return self._pdf

    def _show_content(self, opened: OpenedDocument) -> Reader | None:
        """Fill the reader that fits and show it; None where the content cannot be shown."""
        self.head.set_place("")
        self.head.offer_tools(())
        error = opened.error
        if opened.reading is not None:
            try:
                reader = self._fill(opened, opened.reading)
                self._stack.setCurrentWidget(reader)
                return reader
            except KnownError as problem:
                error = problem
        if error is not None:
            words = " ".join(filter(None, (error.message, error.what_to_do)))
            self._show_nothing("triangle-alert", error.title, words)
        return None

    def _fill(self, opened: OpenedDocument, reading: Reading) -> Reader:
        if opened.pdf is not None:
            pdf = self._pdf_reader()
            pdf.show_pdf(opened.pdf)
            return pdf
        if reading.form is ReadingForm.PAGE:
            self._page.show_page(reading.html, opened.pictures)
            return self._page
        if reading.form is ReadingForm.IMAGE:
            self._image.show_picture(opened.pictures.get("", QImage()), opened.version.title)
            return self._image
        if reading.form is ReadingForm.TABLE:
            self._table.show_sheets(reading.sheets)
            return self._table
        if reading.form is ReadingForm.TEXT:
            self._text.show_text(reading.text)
            return self._text
        self._kept.show_kept(opened.version)
        return self._kept

    def _show_nothing(self, icon: str, title: str, words: str) -> None:
        self._nothing.set_icon(icon)
        self._nothing.set_words(title, words)
        self._stack.setCurrentWidget(self._nothing)

    def _tell_about(self, opened: OpenedDocument, now: Moment) -> None:
        """Say what is special: an older version, two versions made apart, or that not all of it is shown."""
        self._address = ""
        warning = opened.reading.warning if opened.reading else ""
        if opened.line.has_two_versions and opened.version.is_newest:
            words = "Two people brought different versions apart"
            self.bar.tell(Tone.WARN, words, "Both are among the versions, until one is kept.", "", _COMPARE)
        elif not opened.is_latest:
            of = clock(opened.version.added_at_ms, now)
            self.bar.tell(Tone.WARN, f"An older version, imported {of}", "The team works by the latest.", "", _LATEST)
        elif warning:
            self.bar.tell(Tone.INFO, warning)
        else:
            self.bar.hide()

    def _find(self, *, is_from_here: bool = False) -> None:
        reader = self._reader
        if reader is None:
            self.head.set_matches(0, 0, has_words=False)
            return
        self.aids.find(reader, self._words, is_from_here=is_from_here)
        if self._pdf is not None and reader is self._pdf and self._pdf.wants_texts:
            self.page_texts_wanted.emit(self._opened)

    def _on_found_changed(self, number: int, count: int) -> None:
        reader = self._reader
        is_looking, is_wordless = reader is not None and reader.is_looking, reader is not None and reader.is_wordless
        self.aids.find_bar.tell(number, count, is_looking=is_looking, is_wordless=is_wordless)
        is_told = bool(words_of(self._words)) and not is_looking and not self.aids.find_bar.is_open
        self.head.set_matches(number, count, has_words=is_told)

    def _on_place_changed(self, words: str) -> None:
        self.head.set_place(words)
        self.moved.emit()

    def _on_link_chosen(self, address: str) -> None:
        scheme = address.partition(":")[0].lower()
        if scheme in ("http", "https", "mailto", "tel") or address.startswith("//"):
            self.tell_outside(address)
        else:
            self.link_chosen.emit(address)

    def _on_bar_action(self) -> None:
        other = self._opened.other_newest if self._opened else None
        if not self._address:
            self.latest_wanted.emit() if other is None else self.compare_wanted.emit(other.id)
            return
        QGuiApplication.clipboard().setText(self._address.removeprefix("mailto:").removeprefix("tel:"))
        self.bar.tell(Tone.OK, "Copied", self._address)
