# SPDX-License-Identifier: Apache-2.0
"""Sheets one below the other, in any size: what PDF pages and pictures are shown on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from incident_console.ui.readers.reader import Spot
from incident_console.ui.readers.sheet_painting import Marker, invert, say_trouble
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring

_STEPS = (25, 33, 50, 67, 80, 100, 125, 150, 200, 300, 400)
_GAP = 14
_LINE = 40


class Fit(Enum):
    """How large a sheet is while nobody chose a zoom."""

    WIDTH = auto()
    """As wide as the view: to read."""
    WHOLE = auto()
    """All of it in view."""


class SheetView(QAbstractScrollArea):
    """Subclasses give the picture of a sheet (`picture_of`) and the boxes to mark on it (`marks_on`).

    ``sheet_changed`` comes with another sheet before the eye or another zoom. Keys: arrows and Page Up / Down scroll,
    Left and Right go from sheet to sheet, Home and End to the ends, + and - zoom, 0 fits as at first, W the width,
    H the whole sheet. ``grows_to_fit`` says whether a small sheet is enlarged until all of it fills the view.
    """

    sheet_changed = Signal()
    grows_to_fit = True

    def __init__(self, fit: Fit, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Document")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.usual_fit = self._fit = fit
        self._zoom = 0
        self._is_inverted = False
        self._sizes: Sequence[QSizeF] = ()
        self._rects: list[QRect] = []
        self._tops: list[int] = []
        self._told: tuple[int, int, Fit | None] = (-1, -1, None)
        self.verticalScrollBar().valueChanged.connect(self._tell_sheet)
        follow_theme(self._lay_out)

    # --- what subclasses say -----------------------------------------------------------------------------------

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        """The picture of a sheet for this place, or None while it is made."""
        return None

    def marks_on(self, number: int) -> Sequence[QRectF]:
        """Boxes to mark, in the measures of the sheet."""
        return ()

    def chosen_marks(self) -> Sequence[QRectF]:
        """Those of the boxes that are of the match before the eye, drawn stronger."""
        return ()

    def selection_on(self, number: int) -> Sequence[QRectF]:
        """Boxes of what somebody chose, in the measures of the sheet."""
        return ()

    def trouble_with(self, number: int) -> str:
        """Why there is no picture of a sheet, to be said in its place; empty while it is only on its way."""
        return ""

    def set_sheets(self, sizes: Sequence[QSizeF]) -> None:
        """Show these sheets from the top, their sizes in pixels of a screen at 100 %."""
        self._sizes, self._zoom, self._fit = sizes, 0, self.usual_fit
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
    def fit(self) -> Fit | None:
        """How the size follows the view; None where a zoom was chosen."""
        return None if self._zoom else self._fit

    @property
    def place(self) -> float:
        """Where the view begins: the number of the sheet at its top, and how far down that sheet, as a fraction."""
        top = self.verticalScrollBar().value()
        number = max(0, bisect_right(self._tops, top) - 1)
        if not self._rects:
            return 0.0
        return number + min(0.9999, max(0.0, (top - self._tops[number]) / self._rects[number].height()))

    def go_to_place(self, place: float) -> None:
        """Begin the view where it began before."""
        number = min(int(place), len(self._rects) - 1)
        if number >= 0 and place > 0:
            rect = self._rects[number]
            self.verticalScrollBar().setValue(rect.top() + round((place - number) * rect.height()))

    def fit_to(self, fit: Fit) -> None:
        """Let the size follow the view."""
        number = self.current
        self._fit, self._zoom = fit, 0
        self._lay_out_in_place()
        if fit is Fit.WHOLE:
            self.go_to_sheet(number)

    def set_zoom(self, percent: int) -> None:
        """Show all sheets in this size."""
        self._zoom = min(_STEPS[-1], max(_STEPS[0], percent))
        self._lay_out_in_place()

    def set_inverted(self, *, is_inverted: bool) -> None:
        """Show light words on dark paper, for the night; or as it is."""
        self._is_inverted = is_inverted
        self.viewport().update()

    def sheet_at(self, point: QPoint) -> tuple[int, QPointF]:
        """The sheet at or next to a point of the view, and the place on it in the sheet's measures."""
        x, y = point.x() + self.horizontalScrollBar().value(), point.y() + self.verticalScrollBar().value()
        number = max(0, bisect_right(self._tops, y) - 1)
        rect = self._rects[number]
        scale = rect.width() / max(1.0, self._sizes[number].width())
        return number, QPointF((x - rect.x()) / scale, (y - rect.y()) / scale)

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or as it fits at first (0)."""
        now = self.zoom_percent
        if step > 0:
            self._zoom = next((percent for percent in _STEPS if percent > now), _STEPS[-1])
        elif step < 0:
            self._zoom = next((percent for percent in reversed(_STEPS) if percent < now), _STEPS[0])
        else:
            self._fit, self._zoom = self.usual_fit, 0
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
        if self._fit is Fit.WIDTH:
            return wide
        whole = min(wide, room.height() / max(1.0, size.height()))
        return whole if self.grows_to_fit else min(theme().scale, whole)

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
        beyond = bar.value() - before.top()
        self._lay_out()
        if self._rects:
            grown = self._rects[number].height() / max(1, before.height()) if beyond > 0 else 1  # the gap stays
            bar.setValue(self._rects[number].top() + round(beyond * grown))
        self._tell_sheet()

    def _tell_sheet(self) -> None:
        told = (self.current, self.zoom_percent, self.fit)
        if told != self._told:
            self._told = told
            self.sheet_changed.emit()

    # --- drawing and keys --------------------------------------------------------------------------------------

    def visible_sheets(self) -> list[int]:
        """The numbers of the sheets of which something is in view."""
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_left(self._tops, top + self.viewport().height())
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
        if self._is_inverted:
            invert(painter, rect)
        if picture is None and (trouble := self.trouble_with(number)):
            say_trouble(painter, rect, trouble, is_inverted=self._is_inverted)
        scale = rect.width() / max(1.0, self._sizes[number].width())
        marker = Marker(painter, rect, scale, is_inverted=self._is_inverted)
        marker.mark_found(self.marks_on(number), self.chosen_marks())
        marker.mark_selection(self.selection_on(number))
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
        elif key in (Qt.Key.Key_W, Qt.Key.Key_H):
            self.fit_to(Fit.WIDTH if key is Qt.Key.Key_W else Fit.WHOLE)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key is Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not is_wide:
            self.go_to_sheet(self.current + (1 if key is Qt.Key.Key_Right else -1))
        elif key is Qt.Key.Key_Space:
            step = bar.pageStep() - theme().px(_LINE)
            bar.setValue(bar.value() + (-step if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else step))
        else:
            super().keyPressEvent(event)


def spot_in(view: SheetView, turns: int = 0) -> Spot:
    """Where one is in a view of sheets."""
    fit = view.fit.name if view.fit and view.fit is not view.usual_fit else ""
    return Spot(round(view.place, 4), 0 if view.fit else view.zoom_percent, fit, turns)


def go_to_spot_in(view: SheetView, spot: Spot) -> None:
    """Be where one was in a view of sheets."""
    if spot.zoom:
        view.set_zoom(spot.zoom)
    elif spot.fit in Fit.__members__:
        view.fit_to(Fit[spot.fit])
    view.go_to_place(spot.place)
