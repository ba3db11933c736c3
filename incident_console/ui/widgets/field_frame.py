# SPDX-License-Identifier: Apache-2.0
"""A framed line to type in, with other parts inside its frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import fill_round


class FieldFrame(QWidget):
    """Draws the frame, which shows where the keyboard is; subclasses say what stands before and behind the line."""

    def __init__(self, accessible_name: str, ground: Role, edge: Role) -> None:
        super().__init__()
        self._ground, self._edge = ground, edge
        self._line = QLineEdit()
        self._line.setAccessibleName(accessible_name)
        self._line.setProperty("bare", True)
        self._line.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self.setFocusProxy(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle_frame)

    @property
    def line(self) -> QLineEdit:
        """The line itself."""
        return self._line

    def arrange(self, before: Sequence[QWidget], behind: Sequence[QWidget]) -> None:
        """Put the parts into the frame."""
        for part in (*before, self._line, *behind):
            self._row.addWidget(part)

    def on_key(self, event: QKeyEvent) -> bool:
        """Look at a key before the line does; True keeps it from the line."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self.on_key(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = Role.FOCUS if self._line.hasFocus() else self._edge
        fill_round(QPainter(self), QRectF(self.rect()), theme().px(6), self._ground, edge)

    def _restyle_frame(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(10), 0, px(6), 0)
        self._row.setSpacing(px(8))
