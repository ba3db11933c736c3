# SPDX-License-Identifier: Apache-2.0
"""Lays a page out in a text field, a long one piece by piece: each is a short while of the window's thread."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QFont, QTextCursor, QTextFrame, QTextFrameFormat, QTextTable
from PySide6.QtWidgets import QTextEdit

from incident_console.ui.readers.page_pieces import PIECE, pieces_of
from incident_console.ui.theme import Role, theme
from incident_console.ui.theme.style_sheet import page_style_sheet

_JOINT = "<p>.</p>"
"""What is put in first takes the look of the paragraph that it is put into; this is taken away again."""


class PageFilling(QObject):
    """``grew`` comes with each piece after the first, which is there at once; then ask whether it `is_whole`."""

    grew = Signal()

    def __init__(self, field: QTextEdit, piece: int = PIECE) -> None:
        super().__init__(field)
        self._field, self._piece = field, piece
        self._pieces: Iterator[str] = iter(())
        self._next: str | None = None
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._add_piece)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to come any more."""
        return self._next is None

    def begin(self, html: str, font: QFont) -> None:
        """Lay out another page in place of what is there, which first goes: its first piece now."""
        document = self._field.document()
        self._field.clear()
        document.setDefaultFont(font)
        document.setDefaultStyleSheet(page_style_sheet(theme()))
        self._pieces = pieces_of(html, self._piece)
        self._field.setHtml(next(self._pieces))
        document.setDocumentMargin(theme().px(34))
        margins = document.rootFrame().frameFormat()
        margins.setTopMargin(theme().px(12))
        document.rootFrame().setFrameFormat(margins)
        self._draw_table_edges(0)
        self._go_on()

    def _go_on(self) -> None:
        self._next = next(self._pieces, None)
        if self._next is None:
            self._more.stop()
        else:
            self._more.start()

    def _add_piece(self) -> None:
        cursor = QTextCursor(self._field.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        start = cursor.position()
        cursor.beginEditBlock()
        cursor.insertHtml(f"{_JOINT}{self._next}")
        cursor.setPosition(start)
        cursor.deleteChar()
        self._draw_table_edges(start)
        cursor.endEditBlock()
        self._go_on()
        self.grew.emit()

    def _draw_table_edges(self, start: int) -> None:
        """Hairlines in the theme's colour; said in the style sheet of the page they cost twice the time."""
        for table in _tables_in(self._field.document().rootFrame(), start):
            look = table.format().toTableFormat()
            look.setBorder(1)
            look.setBorderCollapse(True)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderBrush(theme().colour(Role.BORDER))
            look.setCellPadding(theme().px(6))
            table.setFormat(look)
            if look.background().style() is not Qt.BrushStyle.NoBrush:
                _colour_box(table, look.background())


def _tables_in(frame: QTextFrame, start: int) -> Iterator[QTextTable]:
    """Every table from a place on, those inside of others too."""
    for inside in frame.childFrames():
        if inside.firstPosition() < start:
            continue
        if isinstance(inside, QTextTable):
            yield inside
        yield from _tables_in(inside, start)


def _colour_box(box: QTextTable, colour: QBrush) -> None:
    """Give a call-out its colour: a table with collapsed borders does not draw its own."""
    cell = box.cellAt(0, 0)
    look = cell.format()
    look.setBackground(colour)
    cell.setFormat(look)
