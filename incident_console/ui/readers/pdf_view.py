# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF, drawn in another process from a document in memory. Nothing in it is followed or run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage

from incident_console.services.document_reading import OpenPdf, PageWords
from incident_console.ui.delegates.marks import index_marks_of
from incident_console.ui.readers.page_artist import Look, PageArtist
from incident_console.ui.readers.page_letters import PageLetters
from incident_console.ui.readers.sheet_view import Fit, SheetView

_MOST_KEPT_BYTES = 96 << 20
_LONGEST_SIDE = 6_000
_POINTS_TO_PIXELS = 96 / 72


class PdfView(SheetView):
    """Shows an open PDF; `mark` colours what was searched for on every page. ``failed`` comes with a bad page."""

    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__(Fit.WIDTH, "pdf-pages")
        self._artist: PageArtist | None = None
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, Look] = {}
        self._letters: dict[int, PageLetters] = {}
        self._words = ""
        self._boxes: dict[int, list[QRectF]] = {}
        self._chosen: QRectF | None = None
        self._wanted: tuple[int, int] | None = None

    def load(self, pdf: OpenPdf) -> None:
        """Show a PDF from its first page; it is closed with the next one."""
        self.close_document()
        self._artist = PageArtist(pdf, self)
        self._artist.drawn.connect(self._on_drawn)
        self._artist.told.connect(self._on_told)
        self._artist.failed.connect(self.failed.emit)
        sizes = [QSizeF(wide * _POINTS_TO_PIXELS, tall * _POINTS_TO_PIXELS) for wide, tall in pdf.shape.sizes]
        self.set_sheets(sizes + [sizes[-1]] * (pdf.shape.pages - len(sizes)))

    def close_document(self) -> None:
        """Let go of the document and of what was drawn of it."""
        if self._artist is not None:
            self._artist.close()
            self._artist.deleteLater()
            self._artist = None
        self._pictures.clear()
        self._asked.clear()
        self._letters.clear()
        self._boxes.clear()
        self._chosen = self._wanted = None
        self.set_sheets(())

    def mark(self, words: str) -> None:
        """Colour these words from now on."""
        self._words, self._chosen, self._wanted = words, None, None
        self._boxes.clear()
        self.viewport().update()

    def boxes_on(self, number: int) -> Sequence[QRectF]:
        """Where the words stand on a page, from top to bottom; none while its letters are not known yet."""
        if not self._words:
            return ()
        letters = self._letters.get(number)
        if letters is None:
            self._want_words(number)
            return ()
        if number not in self._boxes:
            marks = index_marks_of(letters.text, self._words)
            self._boxes[number] = [box for start, length in marks for box in letters.boxes(start, length)]
        return self._boxes[number]

    def go_to_box(self, page: int, place: int) -> None:
        """Bring a match into view and draw it stronger; the top of its page while it is not known exactly."""
        boxes = self.boxes_on(page)
        self._wanted = None if page in self._letters else (page, place)
        self._chosen = boxes[min(place, len(boxes) - 1)] if boxes else None
        self.go_to_sheet(page, self.share_of(page, self._chosen.top()) if self._chosen else 0.0)
        self.viewport().update()

    def chosen_mark(self) -> QRectF | None:
        return self._chosen

    def marks_on(self, number: int) -> Sequence[QRectF]:
        return self.boxes_on(number)

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        wanted = _fitting(size, self.devicePixelRatioF())
        kept = self._pictures.get(number)
        if kept is not None:
            self._pictures.move_to_end(number)
        if kept is None or (kept.width(), kept.height()) != (wanted.width, wanted.height):
            self._want_picture(number, wanted)
        return kept

    def _want_picture(self, number: int, look: Look) -> None:
        if self._artist is not None and self._asked.get(number) != look:
            self._asked[number] = look
            self._artist.want_picture(number, look)

    def _want_words(self, number: int) -> None:
        if self._artist is not None:
            self._artist.want_words(number)

    def _on_drawn(self, number: int, look: Look, picture: QImage) -> None:
        if self._asked.get(number) != look:
            return  # in a size that is no longer shown
        del self._asked[number]
        self._pictures[number] = picture
        while (
            len(self._pictures) > 1 and sum(kept.sizeInBytes() for kept in self._pictures.values()) > _MOST_KEPT_BYTES
        ):
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _on_told(self, number: int, words: PageWords) -> None:
        self._letters[number] = PageLetters(words, _POINTS_TO_PIXELS)
        if self._wanted is not None and self._wanted[0] == number:
            self.go_to_box(*self._wanted)
        self.viewport().update()


def _fitting(size: QRect, ratio: float) -> Look:
    """The size to draw a page in: no longer than what memory is wanted for."""
    wide, tall = size.width() * ratio, size.height() * ratio
    shrink = min(1.0, _LONGEST_SIDE / max(wide, tall, 1))
    return Look(max(1, round(wide * shrink)), max(1, round(tall * shrink)))
