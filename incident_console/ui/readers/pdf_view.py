# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF, drawn in another process from a document in memory. Nothing in it is followed or run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPaintEvent

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import OpenPdf, PageWords
from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.page_artist import Look, PageArtist
from incident_console.ui.readers.page_letters import PageLetters
from incident_console.ui.readers.quarter_turns import turned_box, turned_size, unturned_point
from incident_console.ui.readers.sheet_view import Fit, SheetView

_MOST_KEPT_BYTES = 96 << 20
_LONGEST_SIDE = 6_000
_POINTS_TO_PIXELS = 96 / 72


class PdfView(SheetView):
    """Shows an open PDF; `mark` colours what was searched for on every page, `turn` turns all pages.

    ``letters_came(page)`` tells that the letters of a page are known from now on.
    """

    letters_came = Signal(int)

    def __init__(self) -> None:
        super().__init__(Fit.WIDTH, "pdf-pages")
        self._artist: PageArtist | None = None
        self._straight: Sequence[QSizeF] = ()
        self._turns = 0
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, Look] = {}
        self._bad: dict[int, tuple[Look, KnownError]] = {}
        self._letters: dict[int, PageLetters] = {}
        self._words = ""
        self._marks_of: MarksOf = index_marks_of
        self._boxes: dict[int, list[list[QRectF]]] = {}
        self._chosen: Sequence[QRectF] = ()
        self._wanted: tuple[int, int] | None = None

    def load(self, pdf: OpenPdf) -> None:
        """Show a PDF from its first page; it is closed with the next one."""
        self.close_document()
        self._artist = PageArtist(pdf, self)
        self._artist.drawn.connect(self._on_drawn)
        self._artist.told.connect(self._on_told)
        self._artist.failed.connect(self._on_failed)
        sizes = [QSizeF(wide * _POINTS_TO_PIXELS, tall * _POINTS_TO_PIXELS) for wide, tall in pdf.shape.sizes]
        self._straight = sizes + [sizes[-1]] * (pdf.shape.pages - len(sizes))
        self.set_sheets(self._straight)

    def close_document(self) -> None:
        """Let go of the document and of what was drawn of it."""
        if self._artist is not None:
            self._artist.close()
            self._artist.deleteLater()
            self._artist = None
        for known in (self._pictures, self._asked, self._bad, self._letters, self._boxes):
            known.clear()
        self._chosen, self._wanted = (), None
        self._straight, self._turns = (), 0
        self.set_sheets(())

    @property
    def is_drawn(self) -> bool:
        """Whether all that was asked for is drawn."""
        return not self._asked

    # --- turning -----------------------------------------------------------------------------------------------

    @property
    def turns(self) -> int:
        """By how many quarters the pages are turned clockwise."""
        return self._turns

    def turn(self, quarters: int) -> None:
        """Turn all pages, clockwise for 1, back for -1, with the same page before the eye."""
        self._turns = (self._turns + quarters) % 4
        for known in (self._pictures, self._asked, self._boxes):
            known.clear()
        self._sizes = [turned_size(size, self._turns) for size in self._straight]
        self._chosen = ()
        self._lay_out_in_place()

    def turned(self, number: int, box: QRectF) -> QRectF:
        """Where a box of a page is now that the pages are turned."""
        return turned_box(box, self._straight[number], self._turns)

    def go_to_part(self, number: int, share: float) -> None:
        """Go to a page so far down as ``share`` says of the page that is not turned."""
        size = self._straight[number]
        place = turned_box(QRectF(0, share * size.height(), size.width(), 1), size, self._turns)
        self.go_to_sheet(number, self.share_of(number, place.top()) if share else 0.0)

    def page_at(self, point: QPoint) -> tuple[int, QPointF]:
        """The page at or next to a point of the view, and the place on that page as if it were not turned."""
        number, place = self.sheet_at(point)
        return number, unturned_point(place, self._straight[number], self._turns)

    # --- words -------------------------------------------------------------------------------------------------

    def mark(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Colour these words from now on."""
        self._words, self._marks_of, self._chosen, self._wanted = words, marks_of, (), None
        self._boxes.clear()
        self.viewport().update()

    def letters_of(self, number: int) -> PageLetters | None:
        """The letters of a page; None while they are not known, and then they are asked for."""
        letters = self._letters.get(number)
        if letters is None and self._artist is not None:
            self._artist.want_words(number)
        return letters

    def marks_on(self, number: int) -> Sequence[QRectF]:
        """Where the words stand on a page, from top to bottom; none while its letters are not known yet."""
        return [box for boxes in self._matches_on(number) for box in boxes]

    def chosen_marks(self) -> Sequence[QRectF]:
        return self._chosen

    def go_to_match(self, page: int, place: int) -> None:
        """Bring a match into view and draw it stronger; the top of its page while it is not known exactly."""
        matches = self._matches_on(page)
        self._wanted = None if page in self._letters else (page, place)
        self._chosen = matches[min(place, len(matches) - 1)] if matches else ()
        self.go_to_sheet(page, self.share_of(page, self._chosen[0].top()) if self._chosen else 0.0)
        self.viewport().update()

    def _matches_on(self, number: int) -> Sequence[Sequence[QRectF]]:
        """Each match as a box for each of its lines; one without ink, such as an empty letter, has none."""
        letters = self.letters_of(number) if self._words else None
        if letters is None:
            return ()
        if number not in self._boxes:
            marks = self._marks_of(letters.text, self._words)
            self._boxes[number] = [[self.turned(number, box) for box in letters.boxes(*mark)] for mark in marks]
        return self._boxes[number]

    def trouble_with(self, number: int) -> str:
        if number not in self._bad:
            return ""
        error = self._bad[number][1]
        return f"{error.title}\n\n{error.message}"

    # --- pictures ----------------------------------------------------------------------------------------------

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        wanted = self._fitting(size)
        kept = self._pictures.get(number)
        if kept is not None:
            self._pictures.move_to_end(number)
        if kept is None or (kept.width(), kept.height()) != (wanted.width, wanted.height):
            self._want_picture(number, wanted)
        return kept

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._artist is None:
            return
        seen = self.visible_sheets()
        near = range(seen[0] - 1, seen[-1] + 2) if seen else range(0)
        self._artist.want_only(near)
        self._asked = {number: look for number, look in self._asked.items() if number in near}

    def _fitting(self, size: QRect) -> Look:
        """The size to draw a page in: no longer than what memory is wanted for."""
        ratio = self.devicePixelRatioF()
        wide, tall = size.width() * ratio, size.height() * ratio
        shrink = min(1.0, _LONGEST_SIDE / max(wide, tall, 1))
        return Look(max(1, round(wide * shrink)), max(1, round(tall * shrink)), self._turns)

    def _want_picture(self, number: int, look: Look) -> None:
        if self._artist is None or self._asked.get(number) == look:
            return
        bad = self._bad.get(number)
        if bad is None or look.pixels < bad[0].pixels:  # a smaller picture of it may need less memory
            self._asked[number] = look
            self._artist.want_picture(number, look)

    def _want_neighbours(self) -> None:
        """Have the pages before and behind drawn ahead, as long as that costs none of those in view."""
        seen = self.visible_sheets()
        if self._asked or not seen:
            return
        for number in (seen[-1] + 1, seen[0] - 1):
            if 0 <= number < self.count and number not in self._pictures:
                look = self._fitting(self._rects[number])
                if self._kept_bytes() + 4 * look.pixels <= _MOST_KEPT_BYTES:
                    self._want_picture(number, look)

    def _kept_bytes(self) -> int:
        return sum(kept.sizeInBytes() for kept in self._pictures.values())

    def _on_drawn(self, number: int, look: Look, picture: QImage) -> None:
        if self._asked.get(number) != look:
            return  # in a size that is no longer shown
        del self._asked[number]
        self._bad.pop(number, None)
        self._pictures[number] = picture
        while len(self._pictures) > 1 and self._kept_bytes() > _MOST_KEPT_BYTES:
            self._pictures.popitem(last=False)
        self._want_neighbours()
        self.viewport().update()

    def _on_told(self, number: int, words: PageWords) -> None:
        self._letters[number] = PageLetters(words, _POINTS_TO_PIXELS)
        if self._wanted is not None and self._wanted[0] == number:
            self.go_to_match(*self._wanted)
        self.letters_came.emit(number)
        self.viewport().update()

    def _on_failed(self, number: int, look: Look | None, error: KnownError) -> None:
        """A page that cannot be drawn says so in its place; one whose words cannot be read has none."""
        if look is None:
            self._on_told(number, PageWords("", b""))
            return
        self._asked.pop(number, None)
        self._bad[number] = (look, error)
        self.viewport().update()
