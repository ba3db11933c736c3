# SPDX-License-Identifier: Apache-2.0
"""A PDF to read: pages, zoom, and the places where the words of a search stand."""

from __future__ import annotations

from collections.abc import Sequence

from incident_console.services.document_reading import OpenPdf
from incident_console.ui.delegates.marks import index_marks_of, words_of
from incident_console.ui.readers.pdf_view import PdfView
from incident_console.ui.readers.reader import Reader


class PdfReader(Reader):
    """Shows a PDF. Which page has how many matches is known once `set_page_texts` was told the words of all pages."""

    can_zoom = True

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pdf-reader")
        self._view = PdfView()
        self._fill(self._view)
        self._texts: Sequence[str] | None = None
        self._words = ""
        self._found: list[tuple[int, int]] = []
        self._current = -1
        self._view.sheet_changed.connect(self._tell_place)

    def show_pdf(self, pdf: OpenPdf) -> None:
        """Show an open PDF from its first page; it is closed with the next one."""
        self._texts = None
        self._found, self._current = [], -1
        self._view.load(pdf)
        self._tell_place()

    @property
    def wants_texts(self) -> bool:
        """Whether words are searched for and the texts of the pages are not known yet."""
        return self._texts is None and bool(words_of(self._words))

    def set_page_texts(self, texts: Sequence[str]) -> None:
        """Take the words of every page, and go to the first match."""
        self._texts = texts
        self._count()

    def find_words(self, words: str) -> None:
        """Mark the words on every page; go to the first if the texts of the pages are known."""
        self._words = words
        self._view.mark(words)
        self._count()

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        if self._found:
            self._current = (self._current + step) % len(self._found)
            self._view.go_to_box(*self._found[self._current])
        self.found_changed.emit(self._current + 1, len(self._found))

    def zoom(self, step: int) -> None:
        """Larger, smaller or as wide as the view."""
        self._view.zoom(step)

    def forget(self) -> None:
        """Let go of the document."""
        self._texts = None
        self._view.close_document()

    def _count(self) -> None:
        self._current = -1
        self._found = [
            (page, place)
            for page, text in enumerate(self._texts or ())
            for place, _ in enumerate(index_marks_of(text, self._words))
        ]
        self.go_to_match(1)

    def _tell_place(self) -> None:
        if self._view.count:
            size = "fits the width" if self._view.is_fitting else f"{self._view.zoom_percent} %"
            self.place_changed.emit(f"Page {self._view.current + 1:,} of {self._view.count:,}, {size}")
