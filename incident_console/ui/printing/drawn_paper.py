# SPDX-License-Identifier: Apache-2.0
"""Pictures and the pages of a PDF on paper: as large as they are, or as fits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import OpenPdf
from incident_console.ui.printing.paper import PER_INCH
from incident_console.ui.readers.images import to_image
from incident_console.ui.readers.quarter_turns import turned_size

_FINEST = 300
_MOST_PIXELS = 36_000_000


class PicturePaper:
    """A picture on one page."""

    has_foot = True

    def __init__(self, picture: QImage) -> None:
        self._picture, self._size = picture, QSizeF()

    def lay_out(self, size: QSizeF, _dots_per_inch: int) -> int:
        """One page is enough."""
        self._size = size
        return 1

    def paint(self, painter: QPainter, _number: int) -> None:
        """Paint it in the middle."""
        painter.drawImage(_placed(QSizeF(self._picture.size()), self._size), self._picture)

    def close(self) -> None:
        """Let go of the picture."""
        self._picture = QImage()


class PdfPaper:
    """The pages of a PDF, each turned as it fits the paper best; one that cannot be drawn says so."""

    has_foot = False

    def __init__(self, pdf: OpenPdf, turns: int) -> None:
        self._pdf, self._turns = pdf, turns
        self._size, self._dots = QSizeF(), _FINEST

    def lay_out(self, size: QSizeF, dots_per_inch: int) -> int:
        """Every page of the PDF is one of paper."""
        self._size, self._dots = size, min(_FINEST, dots_per_inch)
        return self._pdf.shape.pages

    def paint(self, painter: QPainter, number: int) -> None:
        """Have a page drawn and paint it."""
        sizes = self._pdf.shape.sizes
        wide, tall = (length * PER_INCH / 72 for length in sizes[min(number, len(sizes) - 1)])
        page, turns = turned_size(QSizeF(wide, tall), self._turns), self._turns
        if (page.width() > page.height()) != (self._size.width() > self._size.height()):
            page, turns = page.transposed(), turns + 1
        place = _placed(page, self._size)
        try:
            painter.drawImage(place, self._draw(number, place, turns))
        except KnownError as error:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{error.title}\n{error.message}")

    def close(self) -> None:
        """Let go of the PDF."""
        self._pdf.close()

    def _draw(self, number: int, place: QRectF, turns: int) -> QImage:
        fine = self._dots / PER_INCH
        shrink = min(1.0, (_MOST_PIXELS / max(1.0, place.width() * place.height() * fine * fine)) ** 0.5)
        wide, tall = (max(1, round(length * fine * shrink)) for length in (place.width(), place.height()))
        return to_image(self._pdf.draw(number, wide, tall, turns))


def _placed(size: QSizeF, room: QSizeF) -> QRectF:
    """In the middle of the room, never larger than it is."""
    fitted = size if size.width() <= room.width() and size.height() <= room.height() else _shrunk(size, room)
    return QRectF((room.width() - fitted.width()) / 2, (room.height() - fitted.height()) / 2, *_lengths(fitted))


def _shrunk(size: QSizeF, room: QSizeF) -> QSizeF:
    return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def _lengths(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()
