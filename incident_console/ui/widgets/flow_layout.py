# SPDX-License-Identifier: Apache-2.0
"""Puts widgets in a row and wraps to a new row where they do not fit, so that 200 % text still fits the window."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from incident_console.ui.theme import follow_theme, theme


class FlowLayout(QLayout):
    """Lays widgets out from the left; those added with `add_end` stand at the right of their row.

    ``margins`` (left, top, right, bottom) and ``gap`` are in pixels of the design.
    """

    def __init__(self, parent: QWidget, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        self._heights: dict[int, int] = {}
        """The height at each width, until something is another one: the layouts above ask a hundred times in a row."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._ends: set[QWidget] = set()
        self._gap, self._design_margins = gap, margins
        follow_theme(self._restyle)

    def add_end(self, widget: QWidget) -> None:
        """Add a widget that stands at the right."""
        self._ends.add(widget)
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        item = self._items.pop(index)
        self._heights.clear()
        self._ends.discard(item.widget())
        return item

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), is_moving=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_moving=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return self._with_margins(QSize(width, max((size.height() for size in shown), default=0)))

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((size.width() for size in shown), default=0)
        return self._with_margins(QSize(width, max((size.height() for size in shown), default=0)))

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _restyle(self) -> None:
        px = theme().px
        left, top, right, bottom = self._design_margins
        self.setContentsMargins(QMargins(px(left), px(top), px(right), px(bottom)))
        self.setSpacing(px(self._gap))
        self.invalidate()

    def _arrange(self, rect: QRect, *, is_moving: bool) -> int:
        """Fill row after row; return the height that all of them need."""
        inner = rect.marginsRemoved(self.contentsMargins())
        y = inner.y()
        for row in self._rows(inner.width()):
            sizes = [self._size_in(item, inner.width()) for item in row]
            height = max(size.height() for size in sizes)
            if is_moving:
                self._move_row(row, sizes, QRect(inner.x(), y, inner.width(), height))
            y += height + self._row_gap()
        below = self.contentsMargins().bottom() - (self._row_gap() if y > inner.y() else 0)
        return y - rect.y() + below

    def _row_gap(self) -> int:
        """Rows stand closer than neighbours in a row: height is what large text lacks."""
        return min(self.spacing(), theme().px(6))

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = self._size_in(item, width).width()
            if not rows or used + self.spacing() + needed > width:
                rows.append([item])
                used = needed
            else:
                rows[-1].append(item)
                used += self.spacing() + needed
        return rows

    def _move_row(self, row: list[QLayoutItem], sizes: list[QSize], rect: QRect) -> None:
        """Place one row: the usual items from the left, the end items against the right edge."""
        ends = [item for item in row if item.widget() in self._ends]
        left, right = rect.x(), rect.right() + 1
        right -= sum(size.width() for item, size in zip(row, sizes, strict=True) if item in ends)
        right -= self.spacing() * max(0, len(ends) - 1)
        for item, size in zip(row, sizes, strict=True):
            top = rect.y() + (rect.height() - size.height()) // 2
            x = right if item in ends else left
            item.setGeometry(QRect(x, top, size.width(), size.height()))
            if item in ends:
                right += size.width() + self.spacing()
            else:
                left += size.width() + self.spacing()

    @staticmethod
    def _size_in(item: QLayoutItem, width: int) -> QSize:
        """The size an item wants, no wider than the layout."""
        wanted = item.sizeHint().expandedTo(item.minimumSize())
        taken = min(wanted.width(), width)
        tall = item.heightForWidth(taken) if item.hasHeightForWidth() else wanted.height()
        return QSize(taken, tall)
