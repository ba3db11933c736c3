# SPDX-License-Identifier: Apache-2.0
"""Shows two compared texts and goes from change to change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from incident_console.services.document_writing import Row
from incident_console.ui.models.compare_rows import Fold
from incident_console.ui.readers.compare_page import compare_page
from incident_console.ui.readers.page_reader import SealedBrowser
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import text_width

_NUMBERS = (0, 2)
_MARGIN = 16


class CompareReader(QWidget):
    """``went_to(change)`` tells which change is before the eye, from 0."""

    went_to = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compare-reader")
        self._page = SealedBrowser()
        self._page.setObjectName("compared-text")
        self._page.setAccessibleName("Both versions side by side")
        self._page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the width changes with it
        self._rows: Sequence[Row | Fold] = ()
        self._current = -1
        self._document: QTextDocument | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self.setFocusProxy(self._page)
        follow_theme(self._lay_out)

    def show_rows(self, rows: Sequence[Row | Fold], change: int) -> None:
        """Show these rows, with one of the changes before the eye (-1: from the top)."""
        self._rows, self._current = rows, -1
        self._lay_out()
        self._page.moveCursor(QTextCursor.MoveOperation.Start)
        if change >= 0:
            self.go_to(change)

    def go_to(self, change: int) -> None:
        """Bring a change into the upper part of the view and mark it."""
        found = self._table_rows(change)
        if not found:
            return
        self._current = change
        self._mark(found)
        self._show(found[0])
        self.went_to.emit(change)

    def forget(self) -> None:
        """Let go of both texts."""
        self.show_rows((), -1)

    def _lay_out(self) -> None:
        """Make the page aside and lay it out once: a table of thousands of lines takes its time for each time more."""
        document, old = QTextDocument(self), self._document
        document.setDefaultFont(theme().font())
        document.setDocumentMargin(theme().px(_MARGIN))
        document.setUndoRedoEnabled(False)
        document.setHtml(compare_page(self._rows, theme()))
        self._fit(document)
        self._page.setDocument(document)
        self._document = document
        if old is not None:
            old.deleteLater()
        if self._current >= 0:
            self.go_to(self._current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit(self._page.document())

    def _fit(self, document: QTextDocument) -> None:
        if (table := _table_of(document)) is not None:
            table.setFormat(self._format(table))

    def _format(self, table: QTextTable) -> QTextTableFormat:
        """Numbers as wide as the largest of them, both texts half of the rest each."""
        numbers = [max(row.left_number or 0, row.right_number or 0) for row in self._rows if isinstance(row, Row)]
        width = text_width(f"{max(numbers, default=0)} \N{MINUS SIGN}", TextStyle.BODY) + theme().px(8)
        fixed = QTextLength(QTextLength.Type.FixedLength, width)
        whole = self._page.viewport().width() - 2 * theme().px(_MARGIN) - 1
        half = QTextLength(QTextLength.Type.FixedLength, max(width, (whole - 2 * width) / 2))
        look = table.format().toTableFormat()
        look.setColumnWidthConstraints([fixed, half, fixed, half])
        look.setBorder(0)
        return look

    def _table_rows(self, change: int) -> list[int]:
        return [at for at, row in enumerate(self._rows) if isinstance(row, Row) and row.change == change]

    def _mark(self, rows: Sequence[int]) -> None:
        """Colour the numbers of these rows, which lays nothing out anew."""
        table = _table_of(self._page.document())
        if table is None:
            return
        look = QTextCharFormat()
        look.setBackground(theme().colour(Role.ACCENT))
        look.setForeground(theme().colour(Role.ACCENT_TEXT))
        marks = []
        for row, column in product(rows, _NUMBERS):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = table.cellAt(row, column).firstCursorPosition()
            mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            mark.format = look
            marks.append(mark)
        self._page.setExtraSelections(marks)

    def _show(self, row: int) -> None:
        table = _table_of(self._page.document())
        if table is None:
            return
        self._page.document().documentLayout().documentSize()  # which lays out all of it, so that places are known
        cursor = table.cellAt(row, 0).firstCursorPosition()
        self._page.setTextCursor(cursor)
        bar = self._page.verticalScrollBar()
        bar.setValue(bar.value() + self._page.cursorRect(cursor).top() - self._page.viewport().height() // 3)


def _table_of(document: QTextDocument) -> QTextTable | None:
    frames = document.rootFrame().childFrames()
    return next((frame for frame in frames if isinstance(frame, QTextTable)), None)
