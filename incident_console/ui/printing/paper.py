# SPDX-License-Identifier: Apache-2.0
"""Lays a document out on paper and sends it to a printer, page by page, in any thread."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from incident_console.domain.errors import KnownError
from incident_console.ui.jobs import Cancelled, Report

PER_INCH = 96
"""Papers are laid out in these; the painter brings them to the printer's own dots."""
_FOOT, _FOOT_POINTS = 26.0, 8.0
_MARGIN_MM, _THIN_MARGIN_MM = 15.0, 5.0
"""What is drawn as it is, the pages of a PDF, has margins of its own."""


class Paper(Protocol):
    """A document on paper. ``has_foot`` leaves room for a line below each page."""

    has_foot: bool

    def lay_out(self, size: QSizeF, dots_per_inch: int) -> int:
        """Fit to pages of this size; returns how many there are."""

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a page, counted from 0."""

    def close(self) -> None:
        """Let go of all of it, in the thread that laid it out."""


def print_paper(paper: Paper, printer: QPrinter, foot: str, cancel: Event, report: Report) -> int:
    """Print the pages that were asked for; returns how many. Raises KnownError, and Cancelled after `cancel`."""
    margin = _MARGIN_MM if paper.has_foot else _THIN_MARGIN_MM
    printer.setPageMargins(QMarginsF(margin, margin, margin, margin), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(printer):
        raise _unusable()
    try:
        scale = printer.resolution() / PER_INCH
        whole = printer.pageRect(QPrinter.Unit.DevicePixel).size() / scale
        below = _FOOT if paper.has_foot else 0.0
        count = paper.lay_out(QSizeF(whole.width(), whole.height() - below), printer.resolution())
        chosen = _chosen(printer, count)
        for place, number in enumerate(chosen):
            _begin_page(printer, cancel, is_first=place == 0)
            painter.save()
            painter.scale(scale, scale)
            paper.paint(painter, number)
            painter.restore()
            if paper.has_foot:
                painter.save()
                painter.scale(scale, scale)
                _paint_foot(painter, whole, foot, f"Page {number + 1:,} of {count:,}")
                painter.restore()
            report(place + 1, len(chosen), "pages")
        return len(chosen)
    finally:
        painter.end()
        paper.close()


def _begin_page(printer: QPrinter, cancel: Event, *, is_first: bool) -> None:
    if cancel.is_set():
        printer.abort()
        raise Cancelled
    if not is_first and not printer.newPage():
        raise _unusable()


def _chosen(printer: QPrinter, count: int) -> Sequence[int]:
    """The pages that were asked for in the printer's dialog, in the order in which they are to come."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    pages = list(range(max(1, first) - 1, min(last, count)))
    if not pages:
        raise KnownError(
            "There are no such pages", f"The document has {count:,} on this paper.", "Print again and choose others."
        )
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages if printer.supportsMultipleCopies() else pages * max(1, printer.copyCount())


def _paint_foot(painter: QPainter, whole: QSizeF, foot: str, page: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(round(_FOOT_POINTS * PER_INCH / 72))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    line = QRectF(0, whole.height() - _FOOT, whole.width(), _FOOT)
    room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(page) - _FOOT, 0)
    words = painter.fontMetrics().elidedText(foot, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, page)


def _unusable() -> KnownError:
    return KnownError(
        "The printer cannot be used", "Nothing of the document was changed.", "See whether it is on, or choose another."
    )
