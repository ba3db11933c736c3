# SPDX-License-Identifier: Apache-2.0
"""The band across the whole window that nobody can miss while an exercise is open."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, theme
from incident_console.ui.theme.painting import draw_text, text_width

_WORDS = "EXERCISE   \N{MIDDLE DOT}   nothing here is real   \N{MIDDLE DOT}   EXERCISE"


class ExerciseBand(QWidget):
    """Word, colour and stripes. Put it above everything; hide it for the real thing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exercise-band")
        self.setAccessibleName("Exercise: nothing here is real")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme().colour(Role.EXERCISE))
        half = text_width(_WORDS, TextStyle.SMALL, is_bold=True) / 2 + theme().px(16)
        middle = rect.center().x()
        _paint_stripes(painter, rect.left(), middle - half, rect.height())
        _paint_stripes(painter, middle + half, rect.right(), rect.height())
        draw_text(
            painter,
            rect,
            _WORDS,
            Role.EXERCISE_TEXT,
            TextStyle.SMALL,
            is_bold=True,
            align=Qt.AlignmentFlag.AlignHCenter,
        )


def _paint_stripes(painter: QPainter, left: float, right: float, height: float) -> None:
    colour = QColor(theme().colour(Role.EXERCISE_TEXT))
    colour.setAlphaF(0.28)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(QRectF(left, 0, max(0.0, right - left), height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    wide = height * 0.6
    x = left - height
    while x < right:
        corners = [QPointF(x, height), QPointF(x + height, 0), QPointF(x + height + wide, 0), QPointF(x + wide, height)]
        painter.drawPolygon(QPolygonF(corners))
        x += 2 * wide
    painter.restore()
