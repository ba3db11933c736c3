# SPDX-License-Identifier: Apache-2.0
"""Draws the rows of a list: background, selection, then the cells that the model put into RowRole."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from incident_console.ui.delegates.column import SIDE, Column, place_columns
from incident_console.ui.delegates.laid_row import LaidRow
from incident_console.ui.delegates.row import Heading, Row
from incident_console.ui.item_roles import AnyIndex, KeyRole, RowRole
from incident_console.ui.theme import Role, TextStyle, Theme, Tone, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_text

_KEPT_ROWS = 512


class RowDelegate(QStyledItemDelegate):
    """Draws `Row` and `Heading`. Rows once measured are kept, so that scrolling paints and never measures twice."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._chosen_widths: dict[str, int] = {}
        self._laid: OrderedDict[tuple[object, int], tuple[Row, LaidRow]] = OrderedDict()
        self._laid_for: Theme | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return self._columns

    def choose_widths(self, widths: Mapping[str, int]) -> None:
        """Use the widths that the user gave the columns, in pixels of the design, by key."""
        self._chosen_widths = dict(widths)
        self._laid.clear()

    def column_at(self, x: int, row_width: int, row: Row | None = None) -> str:
        """The key of the column under a horizontal position of a row; empty where there is none."""
        columns, chosen_widths = self._columns_of(row)
        for place in place_columns(columns, row_width, chosen_widths):
            if place.x <= x < place.x + place.width:
                return place.key
        return ""

    def row_height(self, index: AnyIndex, row_width: int) -> int:
        """How high a row is at this width, in pixels."""
        shown = index.data(RowRole)
        if isinstance(shown, Row):
            return self._lay(shown, index, row_width).height
        return theme().px(30) if shown is None or shown.tone is Tone.PLAIN else theme().px(23)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        width = option.rect.width()
        return QSize(width, self.row_height(index, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        shown = index.data(RowRole)
        rect = QRectF(option.rect)
        if isinstance(shown, Heading):
            paint_heading(painter, rect, shown)
        elif isinstance(shown, Row):
            _paint_ground(painter, rect, option.state)
            self._lay(shown, index, round(rect.width())).paint(painter, rect.x(), rect.y())

    def _columns_of(self, row: Row | None) -> tuple[tuple[Column, ...], Mapping[str, int]]:
        """A row's columns and the widths that the user gave them; those of its own keep theirs."""
        return (row.columns, {}) if row is not None and row.columns else (self._columns, self._chosen_widths)

    def _lay(self, row: Row, index: AnyIndex, width: int) -> LaidRow:
        if self._laid_for is not theme():
            self._laid.clear()
            self._laid_for = theme()
        key = (index.data(KeyRole), width)
        kept = self._laid.get(key)
        if kept is None or (kept[0] is not row and kept[0] != row):
            columns, chosen_widths = self._columns_of(row)
            kept = (row, LaidRow(row, columns, width, chosen_widths))
            self._laid[key] = kept
            if len(self._laid) > _KEPT_ROWS:
                self._laid.popitem(last=False)
        return kept[1]


def _paint_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    look = theme()
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    if is_selected or is_hovered:
        painter.fillRect(rect, look.colour(Role.SELECTION if is_selected else Role.HOVER))
    painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), look.colour(Role.BORDER))
    if is_selected:
        painter.fillRect(QRectF(rect.x(), rect.y(), look.px(3), rect.height()), look.colour(Role.ACCENT))
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        draw_focus_ring(painter, rect, 0)


def paint_heading(painter: QPainter, rect: QRectF, heading: Heading) -> None:
    """Draw a heading, in a list or pinned above it."""
    look = theme()
    is_news = heading.tone is not Tone.PLAIN
    painter.fillRect(rect, look.colour(heading.tone.soft_role if is_news else Role.WINDOW))
    if not is_news:
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), look.colour(Role.BORDER))
    words = rect.adjusted(look.px(SIDE), 0, -look.px(SIDE), 0)
    draw_text(
        painter, words, heading.text, heading.tone.role, TextStyle.TINY if is_news else TextStyle.SMALL, is_bold=True
    )
