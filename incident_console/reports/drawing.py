# SPDX-License-Identifier: Apache-2.0
"""Pages turned into PDF: the same bytes for the same pages in every process, on every day and every machine.

What would differ is kept out: dates come from the caller, the file's ID from the document hash, the only fonts are
the embedded ones, coordinates are rounded, and nothing is compressed, because the bytes that zlib makes differ
between its builds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, NamedTuple

from incident_console.reports.fonts import BOLD, FontBook
from incident_console.reports.pages import PAGE_HEIGHT, PAGE_WIDTH, Box, Disc, Item, Page, Shape, TextAt
from incident_console.reports.palette import WATERMARK

_STRIKE_HEIGHT, _STRIKE_WIDTH = 0.27, 0.055  # of the font size
_WATERMARK_SIZE, _WATERMARK_ANGLE = 104, 54


class About(NamedTuple):
    """What a viewer shows about the file; ``made_at_ms`` stands as its date, ``id_hex`` is 32 digits or more."""

    title: str
    author: str
    subject: str
    made_at_ms: int
    id_hex: str


def draw(pages: Sequence[Page], book: FontBook, about: About, watermark: str, tick: Callable[[int], None]) -> bytes:
    """Draw the pages; ``tick`` is told the number of each page before it is drawn."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    first_font = book.first_face.font.fontName
    size = (PAGE_WIDTH, PAGE_HEIGHT)
    canvas = Canvas(
        out, pagesize=size, pageCompression=0, invariant=1, initialFontName=first_font, initialFontSize=8, lang="en"
    )
    _describe(canvas, about)
    for number, page in enumerate(pages, start=1):
        tick(number)
        if watermark:
            _draw_watermark(canvas, book, watermark)
        _Pen(canvas, book).draw(page.items)
        for place, (title, top) in enumerate(page.sections):
            key = f"section-{number}-{place}"
            canvas.bookmarkHorizontal(key, 0, PAGE_HEIGHT - top)
            canvas.addOutlineEntry(title, key)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _describe(canvas: Any, about: About) -> None:
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("Incident Console")
    canvas.setProducer("Incident Console with ReportLab")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = canvas._doc._timeStamp  # reportlab offers no other way to a date that is not now
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=about.made_at_ms)
    stamp.YMDhms, stamp.dhh, stamp.dmm = tuple(moment.timetuple())[:6], 0, 0
    canvas._doc._ID = f"\n[<{about.id_hex[:32]}><{about.id_hex[:32]}>]\n".encode("ascii")


def _draw_watermark(canvas: Any, book: FontBook, word: str) -> None:
    font = book.runs(word, BOLD)[0][0]
    canvas.saveState()
    canvas.translate(round(PAGE_WIDTH / 2, 2), round(PAGE_HEIGHT / 2, 2))
    canvas.rotate(_WATERMARK_ANGLE)
    canvas.setFillColorRGB(*_rgb(WATERMARK))
    canvas.setFont(font, _WATERMARK_SIZE)
    canvas.drawString(round(-book.width(word, BOLD, _WATERMARK_SIZE) / 2, 2), -30, word)
    canvas.restoreState()


class _Pen:
    """Draws the items of one page, naming a colour only when it changes."""

    def __init__(self, canvas: Any, book: FontBook) -> None:
        self._canvas = canvas
        self._book = book
        self._fill = self._stroke = -1

    def draw(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, TextAt):
                self._text(item)
            elif isinstance(item, Box):
                self._box(item)
            elif isinstance(item, Shape):
                self._shape(item)
            else:
                self._disc(item)

    def _text(self, item: TextAt) -> None:
        style = item.line.style
        self._use(style.colour)
        text = self._canvas.beginText(round(item.x, 2), _up(item.y))
        for font, piece in self._book.runs(item.line.text, style.weight):
            text.setFont(font, style.size, style.leading)
            text.textOut(piece)
        self._canvas.drawText(text)
        if style.is_struck:
            width = self._book.width(item.line.text, style.weight, style.size)
            top = item.y - style.size * (_STRIKE_HEIGHT + _STRIKE_WIDTH / 2)
            self._box(Box(item.x, top, width, style.size * _STRIKE_WIDTH * 1.6, style.colour))

    def _box(self, item: Box) -> None:
        self._use(item.colour)
        x, y, width, height = round(item.x, 2), _up(item.y + item.height), round(item.width, 2), round(item.height, 2)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def _shape(self, item: Shape) -> None:
        self._use(item.colour)
        path = self._canvas.beginPath()
        (x, y), *others = item.points
        path.moveTo(round(x, 2), _up(y))
        for x, y in others:
            path.lineTo(round(x, 2), _up(y))
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _disc(self, item: Disc) -> None:
        self._use(item.colour, item.stroke)
        x, y, radius = round(item.x, 2), _up(item.y), round(item.radius, 2)
        self._canvas.circle(x, y, radius, stroke=int(bool(item.stroke)), fill=int(not item.stroke))

    def _use(self, colour: int, stroke: float = 0.0) -> None:
        if stroke:
            self._canvas.setLineWidth(stroke)
            if colour != self._stroke:
                self._canvas.setStrokeColorRGB(*_rgb(colour))
                self._stroke = colour
        elif colour != self._fill:
            self._canvas.setFillColorRGB(*_rgb(colour))
            self._fill = colour


def _up(y: float) -> float:
    """A height from the top as PDF counts it, from the bottom."""
    return round(PAGE_HEIGHT - y, 2)


def _rgb(colour: int) -> tuple[float, float, float]:
    red, green, blue = (round((colour >> shift & 0xFF) / 255, 3) for shift in (16, 8, 0))
    return red, green, blue
