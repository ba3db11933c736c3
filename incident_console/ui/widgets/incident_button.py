# SPDX-License-Identifier: Apache-2.0
"""The name of the open incident, as the button that opens the list of all of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, draw_text, fill_round, text_width
from incident_console.ui.widgets.pressable import Pressable

_SIGN, _ARROW, _GAP, _SIDE = 20, 16, 8, 4


class IncidentButton(Pressable):
    """Sign, name, arrow. A name too long for the bar ends in an ellipsis; the tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("incident-button")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name = ""
        self.set_incident("")
        follow_theme(self.updateGeometry)

    def set_incident(self, name: str) -> None:
        """Show the name of the open incident; none says so."""
        self._name = name or "No incident open"
        self.setText(self._name.replace("&", "&&"))
        self.setAccessibleName(f"Incident: {name}" if name else "No incident open")
        self.setAccessibleDescription("Opens the list of incidents")
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        beside = look.px(_SIGN) + look.px(_ARROW) + 2 * look.px(_GAP) + 2 * look.px(_SIDE)
        longest = look.px(420)
        return QSize(int(min(longest, text_width(self._name, TextStyle.LEAD, is_bold=True))) + beside + 2, look.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            fill_round(painter, rect, look.px(6), Role.HOVER)
        sign, arrow, gap = look.px(_SIGN), look.px(_ARROW), look.px(_GAP)
        inner = rect.adjusted(look.px(_SIDE), 0, -look.px(_SIDE), 0)
        draw_icon(painter, QRectF(inner.x(), 0, sign, rect.height()), "triangle-alert", Role.TEXT, _SIGN)
        words = inner.adjusted(sign + gap, 0, -arrow - gap, 0)
        draw_text(painter, words, self._name, Role.TEXT, TextStyle.LEAD, is_bold=True)
        box = QRectF(inner.right() - arrow, 0, arrow, rect.height())
        draw_icon(painter, box, "chevron-down", Role.TEXT, _ARROW)
        if self.hasFocus():
            draw_focus_ring(painter, rect, look.px(6))
