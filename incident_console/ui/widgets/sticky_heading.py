# SPDX-License-Identifier: Apache-2.0
"""Keeps the name of the group that one reads in sight while its rows scroll away under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from incident_console.ui.delegates import Heading
from incident_console.ui.delegates.row_delegate import paint_heading
from incident_console.ui.item_roles import RowRole
from incident_console.ui.theme import follow_theme
from incident_console.ui.widgets.row_list import RowList


class StickyHeading(QWidget):
    """Give it to a list whose model is set; it lies over the list's first pixels by itself."""

    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self.setObjectName("sticky-heading")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rows = rows
        self._heading: Heading | None = None
        self.hide()
        model = rows.model()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            signal.connect(self._place)
        rows.verticalScrollBar().valueChanged.connect(self._place)
        rows.verticalHeader().sectionResized.connect(self._place)
        rows.viewport().installEventFilter(self)
        follow_theme(self._place)

    @property
    def text(self) -> str:
        """What it says, empty while it is not needed."""
        return self._heading.text if self._heading and not self.isHidden() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._heading is not None:
            paint_heading(QPainter(self), QRectF(self.rect()), self._heading)

    def _place(self) -> None:
        """Lie over the top, pushed out by the next heading as it comes up."""
        row = self._heading_above(self._rows.rowAt(0))
        self._rows.top_cover = self._rows.rowHeight(row) if row >= 0 else 0
        if row < 0 or self._rows.rowViewportPosition(row) >= 0:
            self.hide()
            return
        self._heading = self._index(row).data(RowRole)
        height = self._rows.rowHeight(row)
        following = self._heading_within(row + 1, height)
        y = min(0, self._rows.rowViewportPosition(following) - height) if following >= 0 else 0
        self.setGeometry(0, y, self._rows.viewport().width(), height)
        self.show()
        self.raise_()
        self.update()

    def _heading_above(self, row: int) -> int:
        return next((above for above in range(row, -1, -1) if self._is_heading(above)), -1)

    def _heading_within(self, row: int, height: int) -> int:
        """The first heading from a row on whose top lies above ``height`` pixels."""
        while row < self._rows.model().rowCount() and self._rows.rowViewportPosition(row) < height:
            if self._is_heading(row):
                return row
            row += 1
        return -1

    def _is_heading(self, row: int) -> bool:
        return not self._index(row).flags() & Qt.ItemFlag.ItemIsEnabled

    def _index(self, row: int) -> QModelIndex:
        return self._rows.model().index(row, 0)
