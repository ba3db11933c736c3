# SPDX-License-Identifier: Apache-2.0
"""A table on the screen: arrows go from cell to cell, its titles sort it, what is chosen can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from incident_console.services.document_reading import Sheet
from incident_console.ui.readers.cells_model import CellsModel
from incident_console.ui.theme import follow_theme, theme

_SAMPLE_ROWS = 100
_WIDEST_CHARS = 48
_UNSORTED = -1


class CellsView(QTableView):
    """``sheet_wanted(step)`` comes from Ctrl+PageDown and Ctrl+PageUp."""

    sheet_wanted = Signal(int)

    def __init__(self, model: CellsModel) -> None:
        super().__init__()
        self.setObjectName("table")
        self.setAccessibleName("Document")
        self._cells = model
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        self._spanned: set[tuple[int, int]] = set()
        follow_theme(self.fit_columns)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a table from its top; one whose columns have titles can be sorted by them."""
        self.setSortingEnabled(False)
        self.clearSpans()
        self._cells.show_sheet(sheet)
        self._spanned = {(span.row, span.column) for span in sheet.spans}
        for span in sheet.spans:
            self.setSpan(span.row, span.column, span.rows, span.columns)
        self.horizontalHeader().setSortIndicator(_UNSORTED, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(self._cells.has_titles)
        self.horizontalHeader().setSectionsClickable(self._cells.has_titles)
        self.fit_columns()
        self.scrollToTop()

    def fit_columns(self) -> None:
        """Rows as high as the text, columns as wide as most of their cells."""
        metrics, px = theme().metrics(), theme().px
        self.verticalHeader().setDefaultSectionSize(theme().line_height() + px(10))
        room = px(44) if self._cells.has_titles else px(24)
        for column in range(self._cells.columnCount()):
            title = str(self._cells.headerData(column, Qt.Orientation.Horizontal) or "")
            widest = metrics.horizontalAdvance(title[:_WIDEST_CHARS]) + room
            for row in range(min(_SAMPLE_ROWS, self._cells.rowCount())):
                if (row, column) not in self._spanned:
                    words = str(self._cells.data(self._cells.index(row, column)))
                    widest = max(widest, metrics.horizontalAdvance(words[:_WIDEST_CHARS]) + px(24))
            self.setColumnWidth(column, round(widest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_paged = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() == Qt.Key.Key_S and not event.modifiers() and self.isSortingEnabled():
            self._sort_by_current()
        elif is_paged and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.sheet_wanted.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _sort_by_current(self) -> None:
        """As a click on the title of the column: rising, falling, as in the file."""
        header, column = self.horizontalHeader(), max(0, self.currentIndex().column())
        if header.sortIndicatorSection() != column:
            header.setSortIndicator(column, Qt.SortOrder.AscendingOrder)
        elif header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            header.setSortIndicator(column, Qt.SortOrder.DescendingOrder)
        else:
            header.setSortIndicator(_UNSORTED, Qt.SortOrder.AscendingOrder)

    def _copy(self) -> None:
        """The chosen cells, as other programs take tables: lines of cells with tabs between them."""
        lines: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            lines.setdefault(index.row(), {})[index.column()] = self._cells.words_at(index)
        text = "\n".join("\t".join(line[column] for column in sorted(line)) for _, line in sorted(lines.items()))
        if text:
            QGuiApplication.clipboard().setText(text)
