# SPDX-License-Identifier: Apache-2.0
"""One item of the rail."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from incident_console.ui.theme import Role, TextStyle, Tone, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, draw_text, fill_round, text_width
from incident_console.ui.widgets.key_hint import key_text
from incident_console.ui.widgets.pressable import Pressable

_ICON = 18


class RailItem(Pressable):
    """Icon, word, and at the right the shortcut or a count. Checked means: this page is shown."""

    def __init__(self, key: str, icon: str, words: str, shortcut: str) -> None:
        super().__init__()
        self._key, self._icon, self._words = key, icon, words
        self._shortcut = key_text(shortcut) if shortcut else ""
        self._count, self._meaning = 0, ""
        self._is_narrow = False
        self.setObjectName(f"rail-{key}")
        self.setText(words.replace("&", "&&"))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._name_aloud()

    @property
    def key(self) -> str:
        """The key of its page."""
        return self._key

    def set_count(self, count: int, meaning: str) -> None:
        """Show how much waits there."""
        self._count, self._meaning = count, meaning
        self._name_aloud()
        self.update()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show the icon alone."""
        self._is_narrow = is_narrow
        self._name_aloud()
        self.update()

    def nextCheckState(self) -> None:
        """A click asks for the page; whether it is shown, the window says."""

    def sizeHint(self) -> QSize:
        return QSize(theme().px(36), theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(36), theme().line_height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            fill_round(painter, rect, look.px(6), Role.ACCENT_SOFT if self.isChecked() else Role.BORDER)
        role = Role.ACCENT if self.isChecked() else Role.TEXT
        draw_icon(painter, QRectF(self._icon_left(), 0, look.px(_ICON), rect.height()), self._icon, role, _ICON)
        self._paint_right(painter, rect)
        if not self._is_narrow:
            words = QRectF(look.px(38), 0, rect.width() - look.px(38) - self._right_width(), rect.height())
            draw_text(painter, words, self._words, role, is_bold=self.isChecked())
        if self.hasFocus():
            draw_focus_ring(painter, rect, look.px(6))

    def _icon_left(self) -> float:
        """Alone in the middle; beside a count at the left."""
        if not self._is_narrow:
            return theme().px(10)
        return theme().px(3) if self._count else (self.width() - theme().px(_ICON)) / 2

    def _right_width(self) -> float:
        text = f"{self._count:,}" if self._count else self._shortcut
        return text_width(text, TextStyle.TINY, is_bold=True) + theme().px(16) if text else theme().px(8)

    def _paint_right(self, painter: QPainter, rect: QRectF) -> None:
        look = theme()
        if self._count:
            text = f"{self._count:,}" if self._count < 100 or not self._is_narrow else "99+"
            height = look.metrics(TextStyle.TINY).height() + look.px(2)
            beside = look.px(4 if self._is_narrow else 14)
            width = max(height, text_width(text, TextStyle.TINY, is_bold=True) + beside)
            right = rect.width() - look.px(3 if self._is_narrow else 10)
            pill = QRectF(right - width, round((rect.height() - height) / 2), width, height)
            fill_round(painter, pill, height / 2, Tone.DANGER.soft_role)
            centre = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, pill, text, Role.DANGER, TextStyle.TINY, is_bold=True, align=centre)
        elif self._shortcut and not self._is_narrow:
            words = rect.adjusted(0, 0, -look.px(10), 0)
            right_side = Qt.AlignmentFlag.AlignRight
            draw_text(painter, words, self._shortcut, Role.MUTED, TextStyle.TINY, align=right_side)

    def _name_aloud(self) -> None:
        count = f"{self._count:,} {self._meaning}".strip() if self._count else ""
        self.setAccessibleName(", ".join(filter(None, (self._words, count))))
        self.setAccessibleDescription(f"Key {self._shortcut}" if self._shortcut else "")
        told = ", ".join(filter(None, (self.accessibleName(), self._shortcut)))
        self.setToolTip(told if self._is_narrow else "")
