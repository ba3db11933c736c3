# SPDX-License-Identifier: Apache-2.0
"""Small marks: a tag on a soft colour, and the sign that tells the real thing from an exercise."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.theme.painting import draw_tag, draw_text, fill_round, tag_size, text_width
from incident_console.ui.widgets.visibility import show_when


class Badge(QWidget):
    """A word on a soft colour: ok, warn, danger, info. Larger (``is_large``) in the window's header."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.PLAIN, *, is_large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._is_large = "", tone, is_large
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text, tone)
        follow_theme(self.updateGeometry)

    def text(self) -> str:
        """The word shown."""
        return self._text

    def set_text(self, text: str, tone: Tone | None = None) -> None:
        """Show another word, perhaps in another tone; no word, no badge."""
        self._text, self._tone = text, tone or self._tone
        self.setAccessibleName(text)
        show_when(self, is_shown=bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._is_large:
            return tag_size(self._text).toSize()
        width = text_width(self._text, is_bold=True) + theme().px(16)
        return QSize(int(width) + 1, theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self._is_large:
            draw_tag(painter, rect, self._text, self._tone)
            return
        fill_round(painter, rect, theme().px(4), self._tone.soft_role)
        draw_text(painter, rect, self._text, self._tone.role, is_bold=True, align=Qt.AlignmentFlag.AlignHCenter)


class RealityBadge(QWidget):
    """REAL in a red box, or EXERCISE in a filled six-sided sign: word, shape and colour all differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_exercise = False
        self.setObjectName("reality-badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_exercise(is_exercise=False)
        follow_theme(self.updateGeometry)

    @property
    def text(self) -> str:
        """The word shown."""
        return "EXERCISE" if self._is_exercise else "REAL"

    def set_exercise(self, *, is_exercise: bool) -> None:
        """Say whether this is an exercise."""
        self._is_exercise = is_exercise
        self.setAccessibleName("Exercise, not real" if is_exercise else "Real incident")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        beside = theme().px(26 if self._is_exercise else 20)
        return QSize(int(text_width(self.text, TextStyle.TINY, is_bold=True)) + beside, theme().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._is_exercise:
            _paint_six_sides(painter, rect)
        else:
            fill_round(painter, rect, theme().px(4), None, Role.DANGER)
        role = Role.EXERCISE_TEXT if self._is_exercise else Role.DANGER
        align = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, rect, self.text, role, TextStyle.TINY, is_bold=True, align=align)


def _paint_six_sides(painter: QPainter, rect: QRectF) -> None:
    point = rect.height() / 2.6
    corners = [
        QPointF(rect.left(), rect.center().y()),
        QPointF(rect.left() + point, rect.top()),
        QPointF(rect.right() - point, rect.top()),
        QPointF(rect.right(), rect.center().y()),
        QPointF(rect.right() - point, rect.bottom()),
        QPointF(rect.left() + point, rect.bottom()),
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(theme().colour(Role.EXERCISE))
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()
