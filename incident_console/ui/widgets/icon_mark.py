# SPDX-License-Identifier: Apache-2.0
"""An icon that stands beside words and says nothing of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_icon


class IconMark(QWidget):
    """An icon that only decorates the words beside it, so a screen reader passes it over."""

    def __init__(self, name: str, role: Role = Role.TEXT, size: int = 16) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def set_icon(self, name: str, role: Role) -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self.rect().toRectF(), self._name, self._role, self._size)
