# SPDX-License-Identifier: Apache-2.0
"""A PDF to read: pages, zoom, turning, table of contents, and the places where the words of a search stand."""

from __future__ import annotations

from collections.abc import Sequence

from incident_console.services.document_reading import OpenPdf
from incident_console.ui.delegates.marks import MarksOf, index_marks_of, meeting_place
from incident_console.ui.readers.choosing_view import ChoosingView
from incident_console.ui.readers.reader import OutlineLine, Reader, Spot, Tool
from incident_console.ui.readers.sheet_view import Fit, go_to_spot_in, spot_in

_APART = 1_000_000
"""Words on different pages do not stand near each other."""
_FITS = {Fit.WIDTH: "fits the width", Fit.WHOLE: "whole page"}


class PdfReader(Reader):
    """Shows a PDF. Which page has how many matches is known once `set_page_texts` was told the words of all pages."""

    tools = (Tool.ZOOM, Tool.FIT, Tool.TURN, Tool.OUTLINE, Tool.INVERT, Tool.PRINT)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pdf-reader")
        self._view = ChoosingView()
        self._fill(self._view)
        self._texts: Sequence[str] | None = None
        self._outline: Sequence[OutlineLine] = ()
        self._words = ""
        self._marks_of: MarksOf = index_marks_of
        self._found: list[tuple[int, int]] = []
        self._current, self._from = -1, 0
        self._view.sheet_changed.connect(self._tell_place)

    def show_pdf(self, pdf: OpenPdf) -> None:
        """Show an open PDF from its first page; it is closed with the next one."""
        self._texts = None
        self._found, self._current = [], -1
        self._outline = [
            OutlineLine(entry.level, entry.title, entry.page + entry.share, f"{entry.page + 1:,}")
            for entry in pdf.shape.outline
        ]
        self._view.load(pdf)
        self._tell_place()

    # --- finding -----------------------------------------------------------------------------------------------

    @property
    def wants_texts(self) -> bool:
        """Whether words are searched for and the texts of the pages are not known yet."""
        return self._texts is None and bool(self._words.strip())

    @property
    def is_looking(self) -> bool:
        return self.wants_texts

    def set_page_texts(self, texts: Sequence[str]) -> None:
        """Take the words of every page, and go where the words that are searched for meet."""
        self._texts = texts
        self._count()

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words on every page; go to the first if the texts of the pages are known."""
        self._find(words, marks_of, 0)

    def find_from_here(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """The same, from the page before the eye on."""
        self._find(words, marks_of, self._view.current)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        if self._found:
            self._current = (self._current + step) % len(self._found)
            self._view.go_to_match(*self._found[self._current])
        self.found_changed.emit(self._current + 1, len(self._found))

    @property
    def is_wordless(self) -> bool:
        """Whether all its pages are pictures, as those of a scan."""
        return self._texts is not None and not any(text.strip() for text in self._texts)

    def selected_words(self) -> str:
        return self._view.choice.text() or ""

    # --- moving ------------------------------------------------------------------------------------------------

    def zoom(self, step: int) -> None:
        """Larger, smaller or as wide as the view."""
        self._view.zoom(step)

    def fit_whole(self) -> None:
        """One page in view."""
        self._view.fit_to(Fit.WHOLE)
        self._tell_place()

    def turn(self, quarters: int) -> None:
        """Turn all pages."""
        self._view.turn(quarters)

    def invert(self, *, is_inverted: bool) -> None:
        """Light words on dark paper, or as it is."""
        self._view.set_inverted(is_inverted=is_inverted)

    @property
    def outline(self) -> Sequence[OutlineLine]:
        return self._outline

    def go_to_outline(self, line: OutlineLine) -> None:
        """Go to the page that a line of the table of contents names."""
        page = int(line.place)
        self._view.go_to_part(page, line.place - page)

    @property
    def page_count(self) -> int:
        return self._view.count

    def go_to_page(self, number: int) -> None:
        """Go to the top of a page."""
        self._view.go_to_sheet(number - 1)

    @property
    def spot(self) -> Spot:
        return spot_in(self._view, self._view.turns)

    def go_to_spot(self, spot: Spot) -> None:
        self._view.turn(spot.turns)
        go_to_spot_in(self._view, spot)
        self._tell_place()

    def forget(self) -> None:
        """Let go of the document."""
        self._texts, self._outline = None, ()
        self._view.close_document()

    def _find(self, words: str, marks_of: MarksOf, page: int) -> None:
        self._words, self._marks_of, self._from = words, marks_of, page
        self._view.mark(words, marks_of)
        self._count()

    def _count(self) -> None:
        marks = [
            (page, place, (page * _APART + at, text[at : at + length]))
            for page, text in enumerate(self._texts or ())
            for place, (at, length) in enumerate(self._marks_of(text, self._words))
        ]
        self._found = [(page, place) for page, place, _ in marks]
        skipped = sum(page < self._from for page, _ in self._found) % max(1, len(marks))
        self._current = skipped + meeting_place([mark for _, _, mark in marks[skipped:]]) - 1
        self.go_to_match(1)

    def _tell_place(self) -> None:
        if self._view.count:
            size = _FITS[self._view.fit] if self._view.fit else f"{self._view.zoom_percent} %"
            self.place_changed.emit(f"Page {self._view.current + 1:,} of {self._view.count:,}, {size}")
