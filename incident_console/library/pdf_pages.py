# SPDX-License-Identifier: Apache-2.0
"""A PDF open for reading: its pages as pictures, their words with the place of each letter. Nothing in it is run."""

from __future__ import annotations

import ctypes
import itertools
from array import array
from dataclasses import dataclass
from typing import Any

from incident_console.domain.errors import KnownError

from .limits import MAX_HEADINGS
from .pictures import MAX_PIXELS, Picture

_MOST_MEASURED = 1_000
_MOST_LETTERS = 200_000
_OUTLINE_DEPTH = 6
_A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of a PDF's own table of contents: level from 1, words, page from 0, how far down it (0 to 1)."""

    level: int
    title: str
    page: int
    share: float


@dataclass(frozen=True, slots=True)
class PdfShape:
    """What a PDF looks like from outside; ``sizes`` in points, the last of them for all further pages."""

    pages: int
    sizes: tuple[tuple[float, float], ...]
    outline: tuple[OutlineEntry, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """The letters of a page in reading order; ``boxes`` has left, top, right, bottom of each as 32-bit floats.

    They are measured in points from the page's upper left corner, as it is shown.
    """

    text: str
    boxes: bytes


class PdfPages:
    """One PDF in memory."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(data)
            self._count = len(self._document)
        except pypdfium2.PdfiumError as problem:
            raise _cannot_be_opened(problem) from problem
        if not self._count:
            raise _cannot_be_opened(None)

    def shape(self) -> PdfShape:
        """How many pages there are, how large they are, and the table of contents."""
        sizes = tuple(self._size(number) for number in range(min(self._count, _MOST_MEASURED)))
        return PdfShape(self._count, sizes, self._outline())

    def draw(self, number: int, width: int, height: int, quarter_turns: int) -> Picture:
        """A page as a picture of this size, turned clockwise. Raises KnownError for a damaged page."""
        import pypdfium2

        if min(width, height) < 1 or width * height > MAX_PIXELS:
            raise ValueError("no size for a page")
        try:
            page = self._document[number]
            try:
                return _drawn(page, width, height, quarter_turns % 4)
            finally:
                page.close()
        except pypdfium2.PdfiumError as problem:
            raise KnownError("This page cannot be shown", "It is damaged; the other pages are not.") from problem

    def words(self, number: int) -> PageWords:
        """The words of a page; none where it is damaged."""
        import pypdfium2

        try:
            page = self._document[number]
            try:
                text = page.get_textpage()
                try:
                    return _words(page, text)
                finally:
                    text.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            return PageWords("", b"")

    def close(self) -> None:
        """Let go of it."""
        self._document.close()

    def _size(self, number: int) -> tuple[float, float]:
        import pypdfium2

        try:
            width, height = self._document.get_page_size(number)
        except pypdfium2.PdfiumError:
            return _A4
        return (float(width), float(height)) if width >= 1 and height >= 1 else _A4

    def _outline(self) -> tuple[OutlineEntry, ...]:
        import pypdfium2

        found: list[OutlineEntry] = []
        try:
            for mark in itertools.islice(self._document.get_toc(max_depth=_OUTLINE_DEPTH), MAX_HEADINGS):
                target = mark.get_dest()
                page = target.get_index() if target else None
                title = " ".join(mark.get_title().split())
                if title and page is not None and 0 <= page < self._count:
                    found.append(OutlineEntry(mark.level + 1, title, page, self._share(page, target)))
        except pypdfium2.PdfiumError:
            pass  # as far as it could be read
        return tuple(found)

    def _share(self, page: int, target: Any) -> float:
        """How far down its page an entry leads; at its top where it does not say."""
        import pypdfium2.raw as pdfium

        mode, place = target.get_view()
        height = self._size(page)[1]
        y = place[1] if mode == pdfium.PDFDEST_VIEW_XYZ and len(place) > 1 else None
        return min(1.0, max(0.0, 1 - y / height)) if y else 0.0


def _drawn(page: Any, width: int, height: int, quarter_turns: int) -> Picture:
    import pypdfium2
    import pypdfium2.raw as pdfium

    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRA)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_LCD_TEXT
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, quarter_turns, flags)
        return Picture(width, height, bytes(bitmap.buffer))
    finally:
        bitmap.close()


def _words(page: Any, text: Any) -> PageWords:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    at_x, at_y = ctypes.c_int(), ctypes.c_int()
    letters: list[str] = []
    boxes = array("f")
    fine = 16  # device units for a point, for whole numbers to be exact enough
    for number in range(min(text.count_chars(), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        letters.append(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
        left, bottom, right, top = text.get_charbox(number)
        for x, y in ((left, top), (right, bottom)):
            pdfium.FPDF_PageToDevice(
                page, 0, 0, round(width * fine), round(height * fine), 0, x, y, ctypes.byref(at_x), ctypes.byref(at_y)
            )
            boxes.extend((at_x.value / fine, at_y.value / fine))
    return PageWords("".join(letters), boxes.tobytes())


def _cannot_be_opened(problem: Exception | None) -> KnownError:
    if problem is not None and "password" in str(problem).lower():
        return KnownError(
            "This PDF is locked with a password",
            "It is kept in the library as it is.",
            "Save a copy without the password and import that.",
        )
    return KnownError(
        "This PDF cannot be shown",
        "It is damaged or not a PDF; it is kept as it is.",
        "Import it again from its source.",
    )
