# SPDX-License-Identifier: Apache-2.0
"""The cells of one table of a document, in the order of the file or sorted by a column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from incident_console.services.document_reading import Sheet
from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.item_roles import AnyIndex
from incident_console.ui.readers.row_order import number_of, rows_in_order
from incident_console.ui.theme import Role, theme

_SAMPLE_ROWS = 200
_LETTERS = 26
_RISING, _FALLING = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ANY_DISPLAY = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class CellsModel(QAbstractTableModel):
    """Shows a `Sheet`; cells that a search hit are in another colour.

    Numbers stand to the right: in a workbook each of them, else those of a column that has nothing else, for elsewhere
    a number may be a name.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._numbers: Sequence[int] = ()
        self._order: Sequence[int] = ()
        self._columns = 0
        self._right: frozenset[int] = frozenset()
        self._sorted = -1, ""
        self._words = ""
        self._marks_of: MarksOf = index_marks_of

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another table, in the order of its file."""
        self.beginResetModel()
        self._titles, self._rows = (sheet.rows[0], sheet.rows[1:]) if sheet.has_titles else ((), sheet.rows)
        self._numbers = sheet.numbers[len(sheet.rows) - len(self._rows) :]
        self._order, self._sorted = range(len(self._rows)), (-1, "")
        self._columns = max((len(row) for row in sheet.rows), default=0)
        columns = () if self._numbers else range(self._columns)
        self._right = frozenset(column for column in columns if self._has_numbers(column))
        self.endResetModel()

    @property
    def has_titles(self) -> bool:
        """Whether the columns have names of their own."""
        return bool(self._titles)

    def mark(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the cells in which something is found of the words."""
        self._words, self._marks_of = words, marks_of
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, max(0, self._columns - 1)))

    def lines(self) -> dict[int, int]:
        """Where each row of the file stands now."""
        return {row: line for line, row in enumerate(self._order)}

    def words_at(self, index: AnyIndex) -> str:
        """All that a cell says, with its line ends."""
        row = self._rows[self._order[index.row()]]
        return row[index.column()] if index.column() < len(row) else ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives the order of the file."""
        kept = self.persistentIndexList()
        rows = [self._order[index.row()] for index in kept]
        self.layoutAboutToBeChanged.emit()
        if column < 0:
            self._order, self._sorted = range(len(self._rows)), (-1, "")
        else:
            is_falling = order is Qt.SortOrder.DescendingOrder
            self._order = rows_in_order(self._rows, column, is_falling=is_falling)
            self._sorted = column, _FALLING if is_falling else _RISING
        lines = self.lines()
        moved = [self.index(lines[row], index.column()) for row, index in zip(rows, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self._columns - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else self._columns

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        text = self.words_at(index)
        if role in _ANY_DISPLAY:
            return " ".join(text.split()) if role == Qt.ItemDataRole.DisplayRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_right = number_of(text) is not None if self._numbers else index.column() in self._right
            return _RIGHT if is_right else _LEFT
        if role == Qt.ItemDataRole.BackgroundRole and self._marks_of(text, self._words):
            return theme().colour(Role.HIGHLIGHT)
        if role == Qt.ItemDataRole.ForegroundRole and self._marks_of(text, self._words):
            return theme().colour(Role.HIGHLIGHT_TEXT)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if not is_across or section in self._right else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if is_across:
            return self._column_name(section)
        row = self._order[section]
        return str(self._numbers[row] if self._numbers else row + 1)

    def _column_name(self, column: int) -> str:
        """Its title; in a workbook the letters that people call it by."""
        if self._titles:
            title = self._titles[column] if column < len(self._titles) else ""
            return f"{title} {self._sorted[1]}" if column == self._sorted[0] else title
        return _letters(column) if self._numbers else str(column + 1)

    def _has_numbers(self, column: int) -> bool:
        """Whether there are numbers in it, and in its beginning nothing else."""
        cells = [row[column] for row in self._rows[:_SAMPLE_ROWS] if column < len(row) and row[column].strip()]
        return bool(cells) and all(number_of(words) is not None for words in cells)


def _letters(column: int) -> str:
    """The letters over a column of a workbook: 0 is "A", 27 is "AB"."""
    letters = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
