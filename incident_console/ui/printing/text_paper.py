# SPDX-License-Identifier: Apache-2.0
"""Pages, texts and tables on paper: black on white, whatever the window wears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPainter,
    QPalette,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)

from incident_console.domain.errors import KnownError
from incident_console.ui.printing.paper import PER_INCH
from incident_console.ui.theme.colours import load_colours
from incident_console.ui.theme.style_sheet import page_style_sheet
from incident_console.ui.theme.theme import Theme

_MOST_ROWS = 5_000
_SMALL_POINTS, _POINTS = 8.0, 10.0
_PADDING = 4


class TextPaper:
    """Make it in the window's thread; all else is done where it is printed."""

    has_foot = True

    def __init__(self, pictures: Mapping[str, QImage], points: float = _POINTS) -> None:
        look = Theme(load_colours("light"), 100)
        self._style, self._font = page_style_sheet(look), QFont(look.body_font)
        self._font.setPixelSize(round(points * PER_INCH / 72))
        self._pictures = dict(pictures)
        self._html, self._text = "", ""
        self._document: QTextDocument | None = None
        self._size = QSizeF()

    def lay_out(self, size: QSizeF, _dots_per_inch: int) -> int:
        """Break the text into pages."""
        document = self._document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self._font)
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(self._style)
        for name, picture in self._pictures.items():
            fitted = picture if picture.width() <= size.width() else picture.scaledToWidth(int(size.width()), _SMOOTH)
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), fitted)
        if self._html:
            document.setHtml(self._html)
        else:
            document.setPlainText(self._text)
        _draw_table_edges(document)
        document.setPageSize(size)
        self._size = size
        return document.pageCount()

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a page."""
        if self._document is None:
            return
        top = number * self._size.height()
        painter.translate(0, -top)
        painter.setClipRect(QRectF(0, top, self._size.width(), self._size.height()))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        context.clip = QRectF(0, top, self._size.width(), self._size.height())
        self._document.documentLayout().draw(painter, context)

    def close(self) -> None:
        """Let go of the text."""
        self._document = None

    @classmethod
    def of_page(cls, title: str, html: str, pictures: Mapping[str, QImage]) -> TextPaper:
        """A laid-out page below its title."""
        paper = cls(pictures)
        paper._html = f"<h1>{escape(title)}</h1>{html}"
        return paper

    @classmethod
    def of_text(cls, text: str) -> TextPaper:
        """Plain text."""
        paper = cls({})
        paper._text = text
        return paper

    @classmethod
    def of_tables(cls, tables: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> TextPaper:
        """Tables with their names, the first row of each on every page. Raises KnownError for a very long one."""
        if sum(len(rows) for _, rows in tables) > _MOST_ROWS:
            raise KnownError(
                "This table is too long to print",
                f"It has more than {_MOST_ROWS:,} rows.",
                "Print the part that is needed from a smaller file.",
            )
        paper = cls({}, _SMALL_POINTS)
        paper._html = "".join(_table_html(name, rows) for name, rows in tables) or "<p></p>"
        return paper


_SMOOTH = Qt.TransformationMode.SmoothTransformation


def _table_html(name: str, rows: Sequence[Sequence[str]]) -> str:
    title = f"<h2>{escape(name)}</h2>" if name else ""
    columns = max((len(row) for row in rows), default=0)
    lines = []
    for number, row in enumerate(rows):
        cell = "th" if not number and len(rows) > 1 else "td"
        cells = "".join(f"<{cell}>{escape(text)}</{cell}>" for text in (*row, *[""] * (columns - len(row))))
        lines.append(f"<tr>{cells}</tr>")
    head = f"<thead>{lines[0]}</thead>" if len(lines) > 1 else ""
    return f'{title}<table width="100%">{head}{"".join(lines[1:] if head else lines)}</table>'


def _draw_table_edges(document: QTextDocument) -> None:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            look = frame.format().toTableFormat()
            look.setBorder(1)
            look.setBorderCollapse(True)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderBrush(Qt.GlobalColor.gray)
            look.setCellPadding(_PADDING)
            frame.setFormat(look)
