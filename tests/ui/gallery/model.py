# SPDX-License-Identifier: Apache-2.0
"""A small list model of rows, for the gallery and for tests of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from incident_console.ui.delegates import Heading, Row
from incident_console.ui.item_roles import AnyIndex, KeyRole, RowRole

Shown = tuple[object, Row | Heading]


class RowsModel(QAbstractListModel):
    """Holds (key, row) pairs."""

    def __init__(self, rows: Sequence[Shown] = ()) -> None:
        super().__init__()
        self._rows = list(rows)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        key, row = self._rows[index.row()]
        if role == KeyRole:
            return key
        if role == RowRole:
            return row
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()][1], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def insert(self, row: int, shown: Sequence[Shown]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(shown) - 1)
        self._rows[row:row] = shown
        self.endInsertRows()

    def replace(self, row: int, shown: Shown) -> None:
        self._rows[row] = shown
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def fill(self, rows: Sequence[Shown]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
