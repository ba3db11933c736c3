# SPDX-License-Identifier: Apache-2.0
"""A document as a table: the first row gives the titles of the columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.item_roles import AnyIndex
from incident_console.ui.readers.reader import Reader
from incident_console.ui.theme import Role, follow_theme, theme

Rows = Sequence[Sequence[str]]
_SAMPLE_ROWS = 100
_WIDEST_CHARS = 48


class CellsModel(QAbstractTableModel):
    """The cells of a table, with those that a search hit in another colour."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: Sequence[str] = ()
        self._rows: Rows = ()
        self._columns = 0
        self._words = ""
        self._marks_of: MarksOf = index_marks_of

    def show_rows(self, rows: Rows) -> None:
        """Show other rows; the first one as titles, if more follow."""
        self.beginResetModel()
        self._titles, self._rows = (rows[0], rows[1:]) if len(rows) > 1 else ((), rows)
        self._columns = max((len(row) for row in rows), default=0)
        self.endResetModel()

    def mark(self, words: str, marks_of: MarksOf = index_marks_of) -> list[tuple[int, int]]:
        """Mark the cells in which something is found of the words; returns them as (row, column)."""
        self._words, self._marks_of = words, marks_of
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self._columns - 1))
        if not words.strip():
            return []
        return [
            (number, column)
            for number, row in enumerate(self._rows)
            for column, text in enumerate(row)
            if marks_of(text, words)
        ]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else self._columns

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.BackgroundRole and self._marks_of(text, self._words):
            return theme().colour(Role.HIGHLIGHT)
        if role == Qt.ItemDataRole.ForegroundRole and self._marks_of(text, self._words):
            return theme().colour(Role.HIGHLIGHT_TEXT)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal and section < len(self._titles):
            return self._titles[section]
        return str(section + 1)


class TableReader(Reader):
    """Shows a table; arrows go from cell to cell."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table-reader")
        self._model = CellsModel(self)
        self._view = QTableView()
        self._view.setObjectName("table")
        self._view.setAccessibleName("Document")
        self._view.setModel(self._model)
        self._view.setTabKeyNavigation(False)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._view.setFrameShape(QTableView.Shape.NoFrame)
        self._fill(self._view)
        self._found: list[tuple[int, int]] = []
        self._current = -1
        follow_theme(self._restyle)

    def show_rows(self, rows: Rows) -> None:
        """Show a table from its top."""
        self._model.show_rows(rows)
        self._restyle()

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the cells with the words and go to the first."""
        self._found, self._current = self._model.mark(words, marks_of), -1
        self.go_to_match(1)

    def go_to_match(self, step: int) -> None:
        """Go to the next cell or the one before."""
        if self._found:
            self._current = (self._current + step) % len(self._found)
            self._view.setCurrentIndex(self._model.index(*self._found[self._current]))
        self.found_changed.emit(self._current + 1, len(self._found))

    def forget(self) -> None:
        """Let go of the table."""
        self._model.show_rows(())

    def _restyle(self) -> None:
        """Rows as high as the text, columns as wide as most of their cells."""
        metrics, px = theme().metrics(), theme().px
        self._view.verticalHeader().setDefaultSectionSize(theme().line_height() + px(10))
        for column in range(self._model.columnCount()):
            texts = [str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")]
            rows = range(min(_SAMPLE_ROWS, self._model.rowCount()))
            texts += [str(self._model.data(self._model.index(row, column))) for row in rows]
            widest = max(metrics.horizontalAdvance(text[:_WIDEST_CHARS]) for text in texts)
            self._view.setColumnWidth(column, round(widest) + px(24))
