# SPDX-License-Identifier: Apache-2.0
"""The table of contents beside a document, as a tree to go through by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeView

from incident_console.ui.readers.reader import OutlineLine
from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring
from incident_console.ui.widgets.pressable import is_enter

_WIDTH = 240
_LINE = Qt.ItemDataRole.UserRole + 1
_OPEN_LINES = 60
"""A table of contents with more lines begins folded."""


class OutlinePanel(QTreeView):
    """``line_chosen`` comes from a click or Enter, ``left`` from Esc."""

    line_chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outline")
        self.setAccessibleName("Table of contents")
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self.clicked.connect(self._choose)
        follow_theme(self._restyle)

    def show_lines(self, lines: Sequence[OutlineLine]) -> None:
        """Show another table of contents."""
        self._lines.clear()
        self._lines.setColumnCount(2)
        above: list[tuple[int, QStandardItem]] = [(0, self._lines.invisibleRootItem())]
        for line in lines:
            while len(above) > 1 and above[-1][0] >= line.level:
                above.pop()
            row = _items_of(line)
            above[-1][1].appendRow(row)
            above.append((line.level, row[0]))
        if len(lines) <= _OPEN_LINES:
            self.expandAll()
        self._fit_columns()
        if lines:
            self.setCurrentIndex(self._lines.index(0, 0))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_WIDTH), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            draw_focus_ring(QPainter(self.viewport()), QRectF(self.viewport().rect()), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        line = index.siblingAtColumn(0).data(_LINE)
        if isinstance(line, OutlineLine):
            self.line_chosen.emit(line)

    def _fit_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _restyle(self) -> None:
        self.setIndentation(theme().px(16))


def _items_of(line: OutlineLine) -> list[QStandardItem]:
    title, where = QStandardItem(line.title), QStandardItem(line.where)
    title.setToolTip(line.title)
    title.setData(line, _LINE)
    title.setAccessibleText(f"{line.title}, page {line.where}" if line.where else line.title)
    where.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return [title, where]
