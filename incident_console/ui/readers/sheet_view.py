# SPDX-License-Identifier: Apache-2.0
"""Sheets one below the other, in any size: what PDF pages and pictures are shown on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring

_STEPS = (25, 33, 50, 67, 80, 100, 125, 150, 200, 300, 400)
_GAP = 14
_LINE = 40
_MARK_ALPHA = 90


class Fit(Enum):
    """How large a sheet is while nobody chose a zoom."""

    WIDTH = auto()
    """As wide as the view: to read."""
    WHOLE = auto()
    """All of it in view, and never larger than it is."""


class SheetView(QAbstractScrollArea):
    """Subclasses give the picture of a sheet (`picture_of`) and the boxes to mark on it (`marks_on`).

    ``sheet_changed`` comes with another sheet before the eye or another zoom. Keys: arrows and Page Up / Down scroll,
    Left and Right go from sheet to sheet, Home and End to the ends, + and - zoom, 0 fits.
    """

    sheet_changed = Signal()

    def __init__(self, fit: Fit, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Document")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit, self._zoom = fit, 0
        self._sizes: Sequence[QSizeF] = ()
        self._rects: list[QRect] = []
        self._tops: list[int] = []
        self._told = (-1, -1)
        self.verticalScrollBar().valueChanged.connect(self._tell_sheet)
        follow_theme(self._lay_out)

    # --- what subclasses say -----------------------------------------------------------------------------------

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        """The picture of a sheet for this place, or None while it is made."""
        return None

    def marks_on(self, number: int) -> Sequence[QRectF]:
        """Boxes to mark, in the measures of the sheet."""
        return ()

    def chosen_mark(self) -> QRectF | None:
        """The one of the boxes that is before the eye, drawn stronger."""
        return None

    def set_sheets(self, sizes: Sequence[QSizeF]) -> None:
        """Show these sheets from the top, their sizes in pixels of a screen at 100 %."""
        self._sizes, self._zoom = sizes, 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._tell_sheet()

    # --- what others ask ---------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return len(self._sizes)

    @property
    def current(self) -> int:
        """The number of the sheet before the eye, from 0: the one across a line in the upper third."""
        eye = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max(0, bisect_right(self._tops, eye) - 1)

    @property
    def zoom_percent(self) -> int:
        """How large the sheet before the eye is."""
        if not self._rects or self._sizes[self.current].width() <= 0:
            return 100
        return round(100 * self._rects[self.current].width() / self._sizes[self.current].width() / theme().scale)

    @property
    def sheet_size(self) -> QSizeF | None:
        """The size of the sheet before the eye at 100 %, None where there is none."""
        return self._sizes[self.current] if self._sizes else None

    def share_of(self, number: int, y: float) -> float:
        """How far down a sheet a place is, in the sheet's measures: 0 its top, 1 its bottom."""
        return y / max(1.0, self._sizes[number].height())

    @property
    def is_fitting(self) -> bool:
        """Whether the size follows the view."""
        return self._zoom == 0

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or as it fits (0)."""
        now = self.zoom_percent
        if step > 0:
            self._zoom = next((percent for percent in _STEPS if percent > now), _STEPS[-1])
        elif step < 0:
            self._zoom = next((percent for percent in reversed(_STEPS) if percent < now), _STEPS[0])
        else:
            self._zoom = 0
        self._lay_out_in_place()

    def go_to_sheet(self, number: int, y_share: float = 0.0) -> None:
        """Bring a sheet to the top, or a part of it (0 its top, 1 its bottom) into the upper third."""
        if 0 <= number < len(self._rects):
            rect = self._rects[number]
            above = theme().px(_GAP) if not y_share else self.viewport().height() // 3
            self.verticalScrollBar().setValue(rect.top() + round(rect.height() * y_share) - above)

    # --- laying out --------------------------------------------------------------------------------------------

    def _scale_for(self, size: QSizeF, room: QRect) -> float:
        if self._zoom:
            return self._zoom / 100 * theme().scale
        wide = room.width() / max(1.0, size.width())
        return wide if self._fit is Fit.WIDTH else min(theme().scale, wide, room.height() / max(1.0, size.height()))

    def _lay_out(self) -> None:
        gap = theme().px(_GAP)
        room = self.viewport().rect().adjusted(gap, gap, -gap, -gap)
        widest = max((size.width() for size in self._sizes), default=1.0)
        self._rects, y = [], gap
        for size in self._sizes:
            fitted = QSizeF(widest, size.height()) if self._fit is Fit.WIDTH else size
            scale = self._scale_for(fitted, room)
            wide, tall = max(1, round(size.width() * scale)), max(1, round(size.height() * scale))
            self._rects.append(QRect(max(gap, (self.viewport().width() - wide) // 2), y, wide, tall))
            y += tall + gap
        self._tops = [rect.top() for rect in self._rects]
        self._set_ranges(y, max((rect.right() + gap for rect in self._rects), default=0))
        self.viewport().update()

    def _set_ranges(self, height: int, width: int) -> None:
        for bar, length, view in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), width, self.viewport().width()),
        ):
            bar.setRange(0, max(0, length - view))
            bar.setPageStep(view)
            bar.setSingleStep(theme().px(_LINE))

    def _lay_out_in_place(self) -> None:
        """Lay out in another size with the same words before the eye."""
        number, bar = self.current, self.verticalScrollBar()
        before = self._rects[number] if self._rects else QRect()
        share = (bar.value() - before.top()) / max(1, before.height())
        self._lay_out()
        if self._rects:
            bar.setValue(self._rects[number].top() + round(share * self._rects[number].height()))
        self._tell_sheet()

    def _tell_sheet(self) -> None:
        told = (self.current, self.zoom_percent)
        if told != self._told:
            self._told = told
            self.sheet_changed.emit()

    # --- drawing and keys --------------------------------------------------------------------------------------

    def visible_sheets(self) -> list[int]:
        """The numbers of the sheets of which something is in view."""
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return list(range(first, last))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme().colour(Role.WINDOW))
        for number in self.visible_sheets():
            self._paint_sheet(painter, number)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.viewport().rect()), 0)

    def _paint_sheet(self, painter: QPainter, number: int) -> None:
        rect = self._rects[number].translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        picture = self.picture_of(number, rect)
        if picture is None:
            painter.fillRect(rect, Qt.GlobalColor.white)
        else:
            painter.drawImage(rect, picture)
        scale = rect.width() / max(1.0, self._sizes[number].width())
        chosen = self.chosen_mark()
        for box in self.marks_on(number):
            colour = theme().colour(Role.ACCENT if box is chosen else Role.WARN)
            colour = QColor(colour.red(), colour.green(), colour.blue(), _MARK_ALPHA)
            place = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
            painter.fillRect(place.translated(rect.x(), rect.y()), colour)
        painter.setPen(theme().colour(Role.BORDER))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_in_place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), Qt.Key(event.key())
        is_wide = self.horizontalScrollBar().maximum() > 0
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
            self.zoom({Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}.get(key, 0))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key is Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not is_wide:
            self.go_to_sheet(self.current + (1 if key is Qt.Key.Key_Right else -1))
        elif key is Qt.Key.Key_Space:
            step = bar.pageStep() - theme().px(_LINE)
            bar.setValue(bar.value() + (-step if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else step))
        else:
            super().keyPressEvent(event)
