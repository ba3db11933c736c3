# SPDX-License-Identifier: Apache-2.0
"""What is painted over the picture of a sheet: the dark of night, what was found and chosen, and why it is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from incident_console.ui.theme import Role, theme

_PAPER_AT_NIGHT = QColor(24, 25, 28)
_MARK_ALPHA = 110
_FOUND, _FOUND_NOW, _CHOSEN = QColor(255, 226, 110), QColor(255, 178, 80), QColor(172, 206, 255)
"""As with a marker on paper, which is white in every theme; words stay black below it."""
_GAP = 40


def invert(painter: QPainter, rect: QRect) -> None:
    """Dark for light, and black not wholly black: white words on it would glare."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.fillRect(rect, Qt.GlobalColor.white)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    painter.fillRect(rect, _PAPER_AT_NIGHT)
    painter.restore()


def say_trouble(painter: QPainter, rect: QRect, trouble: str, *, is_inverted: bool) -> None:
    """Words in the place of a picture that cannot be drawn."""
    painter.setPen(Qt.GlobalColor.white if is_inverted else Qt.GlobalColor.black)
    painter.setFont(theme().font())
    gap = theme().px(_GAP)
    where = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(rect.adjusted(gap, gap, -gap, -gap), where, trouble)


class Marker:
    """Marks boxes of a sheet that is shown in this place, ``scale`` times as large as its measures."""

    def __init__(self, painter: QPainter, rect: QRect, scale: float, *, is_inverted: bool) -> None:
        self._painter, self._rect, self._scale, self._is_inverted = painter, rect, scale, is_inverted

    def mark_found(self, boxes: Sequence[QRectF], chosen: Sequence[QRectF]) -> None:
        """Mark what was found; a ring around what is before the eye tells it from the others without colour."""
        numbers = {id(box) for box in chosen}
        now = [box for box in boxes if id(box) in numbers]
        self._mark([box for box in boxes if id(box) not in numbers], _FOUND)
        self._mark(now, _FOUND_NOW)
        self._painter.setPen(QPen(theme().colour(Role.ACCENT), theme().px(2)))
        for box in now:
            self._painter.drawRect(self._placed(box).adjusted(-2, -2, 2, 2))

    def mark_selection(self, boxes: Sequence[QRectF]) -> None:
        """Mark what somebody chose."""
        self._mark(boxes, _CHOSEN)

    def _mark(self, boxes: Sequence[QRectF], colour: QColor) -> None:
        painter, ink = self._painter, QColor(colour)
        painter.save()
        if self._is_inverted:
            ink.setAlpha(_MARK_ALPHA)
        else:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for box in boxes:
            painter.fillRect(self._placed(box), ink)
        painter.restore()

    def _placed(self, box: QRectF) -> QRectF:
        x, y, wide, tall = (self._scale * length for length in (box.x(), box.y(), box.width(), box.height()))
        return QRectF(self._rect.x() + x, self._rect.y() + y, wide, tall)
