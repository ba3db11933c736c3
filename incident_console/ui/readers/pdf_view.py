# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF, drawn beside the window's thread from a document in memory. Nothing in it is followed or run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

from incident_console.domain.errors import KnownError
from incident_console.ui.delegates.marks import index_marks_of
from incident_console.ui.readers.sheet_view import Fit, SheetView

_MOST_KEPT_BYTES = 96 << 20
_LONGEST_SIDE = 6_000
_MOST_MEASURED = 1_000
_POINTS_TO_PIXELS = 96 / 72
_A4 = QSizeF(595, 842)


class PdfView(SheetView):
    """Shows a PDF given as bytes; `mark` colours what was searched for on every page."""

    def __init__(self) -> None:
        super().__init__(Fit.WIDTH, "pdf-pages")
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self._document)
        self._renderer.pageRendered.connect(self._on_page_rendered)
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, tuple[int, int, int]] = {}
        self._words = ""
        self._boxes: dict[int, list[QRectF]] = {}
        self._chosen: QRectF | None = None

    def load(self, data: bytes) -> None:
        """Show a PDF from its first page. Raises KnownError if it is locked with a password or damaged."""
        self.close_document()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() is not QPdfDocument.Status.Ready or not self._document.pageCount():
            raise _cannot_be_shown(self._document.error())
        measured = min(self._document.pageCount(), _MOST_MEASURED)
        sizes = [_pixels(self._document.pagePointSize(number)) for number in range(measured)]
        self.set_sheets(sizes + [sizes[-1]] * (self._document.pageCount() - measured))

    def close_document(self) -> None:
        """Let go of the document and of what was drawn of it."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self._pictures.clear()
        self._asked.clear()
        self._boxes.clear()
        self._chosen = None
        self.set_sheets(())

    def mark(self, words: str) -> None:
        """Colour these words from now on."""
        self._words, self._chosen = words, None
        self._boxes.clear()
        self.viewport().update()

    def boxes_on(self, number: int) -> Sequence[QRectF]:
        """Where the words stand on a page, from top to bottom."""
        if number not in self._boxes:
            self._boxes[number] = list(self._find_boxes(number)) if self._words else []
        return self._boxes[number]

    def go_to_box(self, page: int, place: int) -> None:
        """Bring a match into view and draw it stronger; the top of its page where it is not known exactly."""
        boxes = self.boxes_on(page)
        self._chosen = boxes[min(place, len(boxes) - 1)] if boxes else None
        self.go_to_sheet(page, self.share_of(page, self._chosen.top()) if self._chosen else 0.0)
        self.viewport().update()

    def chosen_mark(self) -> QRectF | None:
        return self._chosen

    def marks_on(self, number: int) -> Sequence[QRectF]:
        return self.boxes_on(number)

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        wanted = _fitting(size.size() * self.devicePixelRatioF())
        kept = self._pictures.get(number)
        if kept is not None:
            self._pictures.move_to_end(number)
        if kept is None or kept.size() != wanted:
            self._ask(number, wanted)
        return kept

    def _ask(self, number: int, size: QSize) -> None:
        asked = self._asked.get(number)
        if asked is None or asked[:2] != (size.width(), size.height()):
            request = self._renderer.requestPage(number, size, QPdfDocumentRenderOptions())
            self._asked[number] = (size.width(), size.height(), request)

    def _on_page_rendered(
        self, number: int, size: QSize, picture: QImage, _options: QPdfDocumentRenderOptions, request: int
    ) -> None:
        if self._asked.get(number, (0, 0, -1))[2] != request:
            return  # of a document or a size that is no longer shown
        del self._asked[number]
        self._pictures[number] = _on_white(picture)
        while (
            len(self._pictures) > 1 and sum(kept.sizeInBytes() for kept in self._pictures.values()) > _MOST_KEPT_BYTES
        ):
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _find_boxes(self, number: int) -> Sequence[QRectF]:
        text = self._document.getAllText(number).text()
        found: list[QRectF] = []
        for start, length in index_marks_of(text, self._words):
            bounds = self._document.getSelectionAtIndex(number, start, length).bounds()
            found += [_scaled(polygon.boundingRect()) for polygon in bounds]
        return found


def _fitting(size: QSizeF | QSize) -> QSize:
    """The size to draw a page in: no longer than what memory is wanted for."""
    longest = max(size.width(), size.height(), 1)
    shrink = min(1.0, _LONGEST_SIDE / longest)
    return QSize(max(1, round(size.width() * shrink)), max(1, round(size.height() * shrink)))


def _on_white(picture: QImage) -> QImage:
    sheet = QImage(picture.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, picture)
    painter.end()
    return sheet


def _pixels(points: QSizeF) -> QSizeF:
    size = points if points.width() >= 1 and points.height() >= 1 else _A4
    return QSizeF(size.width() * _POINTS_TO_PIXELS, size.height() * _POINTS_TO_PIXELS)


def _scaled(box: QRectF) -> QRectF:
    scale = _POINTS_TO_PIXELS
    return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)


def _cannot_be_shown(error: QPdfDocument.Error) -> KnownError:
    if error is QPdfDocument.Error.IncorrectPassword:
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
