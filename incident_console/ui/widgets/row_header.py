# SPDX-License-Identifier: Apache-2.0
"""The titles above a list of rows; dragging their edges changes the columns below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QSizePolicy

from incident_console.ui.delegates.column import GAP, Place, place_columns
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import draw_text
from incident_console.ui.widgets.row_list import RowList

_MIN_WIDTH = 24


class RowHeader(QHeaderView):
    """Titles of a RowList's columns. Place it right above the list.

    ``widths_changed`` comes after the user dragged an edge: keep `widths` and give them to `set_widths` next time.
    Hides itself while the list is so narrow that its rows are stacked.
    """

    widths_changed = Signal()

    def __init__(self, rows: RowList) -> None:
        super().__init__(Qt.Orientation.Horizontal, rows.parentWidget())
        self.setObjectName("row-header")
        self.setAccessibleName("Columns")
        self._rows = rows
        self._columns = rows.row_delegate.columns
        self._widths: dict[str, int] = {}
        self._places: tuple[Place, ...] = ()
        self._is_placing = False
        self.setModel(QStandardItemModel(0, len(self._columns), self))
        self.setMinimumSectionSize(1)
        self.setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sectionResized.connect(self._on_section_resized)
        rows.viewport().installEventFilter(self)
        follow_theme(self._arrange)

    def widths(self) -> dict[str, int]:
        """The widths that the user chose, in pixels of the design, by key of the column."""
        return dict(self._widths)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Bring back widths kept from last time; keys that no column has are passed over."""
        self._widths = {column.key: widths[column.key] for column in self._columns if column.key in widths}
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        look = theme()
        painter.fillRect(rect, look.colour(Role.WINDOW))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look.colour(Role.BORDER))
        if logical_index < len(self._places):
            place = self._places[logical_index]
            words = QRectF(place.x, rect.y(), place.width, rect.height())
            align = Qt.AlignmentFlag.AlignRight if place.is_right else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, words, self._columns[logical_index].title, Role.MUTED, TextStyle.SMALL, align=align)

    def _arrange(self) -> None:
        self._rows.row_delegate.choose_widths(self._widths)
        width = self._rows.viewport().width()
        self._places = place_columns(self._columns, width, self._widths)
        self.setVisible(bool(self._places))
        self.setFixedHeight(theme().px(27))
        self._is_placing = True
        edges = [place.x + place.width + theme().px(GAP) // 2 for place in self._places[:-1]]
        for number, (start, end) in enumerate(zip([0, *edges], [*edges, width], strict=True) if self._places else ()):
            self.resizeSection(number, end - start)
        self._is_placing = False
        self._rows.refit()
        self.viewport().update()

    def _on_section_resized(self, number: int, old_size: int, new_size: int) -> None:
        column = self._columns[number]
        if self._is_placing or number >= len(self._places):
            return
        grown = round((new_size - old_size) / theme().scale)
        if column.width:
            self._widths[column.key] = max(_MIN_WIDTH, self._widths.get(column.key, column.width) + grown)
        elif number + 1 < len(self._columns):
            beside = self._columns[number + 1]
            self._widths[beside.key] = max(_MIN_WIDTH, self._widths.get(beside.key, beside.width) - grown)
        self._arrange()
        self.widths_changed.emit()
