# SPDX-License-Identifier: Apache-2.0
"""Buttons that show the key which presses them."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import (
    draw_focus_ring,
    draw_icon,
    draw_key,
    draw_text,
    fill_round,
    key_size,
    text_width,
)
from incident_console.ui.widgets.key_hint import key_text
from incident_console.ui.widgets.naming import kebab
from incident_console.ui.widgets.pressable import is_enter

LINK_HEIGHT = 22
"""How high a link is, in pixels of the design."""


class ButtonKind(Enum):
    """How much a button asks for attention; one PRIMARY to a page at most."""

    PRIMARY = auto()
    SECONDARY = auto()
    DANGER = auto()
    QUIET = auto()
    LINK = auto()
    OUTCOME = auto()


_WORDS = {
    ButtonKind.PRIMARY: Role.ACCENT_TEXT,
    ButtonKind.DANGER: Role.DANGER,
    ButtonKind.QUIET: Role.MUTED,
    ButtonKind.LINK: Role.ACCENT,
}
_BOLD = {ButtonKind.PRIMARY, ButtonKind.OUTCOME, ButtonKind.DANGER}
_BARE = {ButtonKind.QUIET, ButtonKind.LINK}


class Button(QPushButton):
    """A button with words, perhaps an icon, perhaps the hint of a key.

    ``key`` (such as "S" or "Ctrl+N") presses the button while it is visible and no text field has the keyboard.
    With ``is_key_hint_only`` the key is shown but somebody else listens to it (Return in a field, say).
    An icon alone needs words too: they become its tooltip and spoken name (``is_icon_only``).
    """

    def __init__(
        self,
        words: str,
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        key: str = "",
        icon: str = "",
        is_key_hint_only: bool = False,
        is_icon_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._kind, self._icon = "", kind, icon
        self._key, self._key_text = key, key_text(key) if key else ""
        self._is_key_live = bool(key) and not is_key_hint_only
        self._is_icon_only = is_icon_only
        self.setObjectName(kebab(words))
        across = QSizePolicy.Policy.Expanding if kind is ButtonKind.OUTCOME else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(words)
        follow_theme(self.updateGeometry)

    @property
    def words(self) -> str:
        """What the button says."""
        return self._words

    def set_words(self, words: str) -> None:
        """Say something else; the key stays."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setAccessibleDescription(f"Key {self._key_text}" if self._key else "")
        if self._is_icon_only:
            self.setToolTip(f"{words} ({self._key_text})" if self._key else words)
        if self._is_key_live:
            self.setShortcut(QKeySequence(self._key))
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Ask for more or less attention, as when something else has become the next thing to do."""
        if kind is not self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def set_icon_and_words(self, icon: str, words: str) -> None:
        """Change icon and words at once, as an eye that opens and closes."""
        self._icon = icon
        self.set_words(words)

    def sizeHint(self) -> QSize:
        look = theme()
        parts = self._part_widths()
        width = sum(parts) + look.px(6) * (len(parts) - 1) + 2 * self._side()
        heights = {ButtonKind.OUTCOME: 46, ButtonKind.LINK: LINK_HEIGHT}
        return QSize(int(width) + 1, look.px(heights.get(self._kind, 32)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Press at once: Qt's own button takes 100 ms for it, and letters typed meanwhile would go astray."""
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        self._paint_parts(painter, rect)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme().px(6))

    def _side(self) -> int:
        return theme().px({ButtonKind.LINK: 0, ButtonKind.QUIET: 8}.get(self._kind, 12))

    def _part_widths(self) -> list[float]:
        parts = [float(theme().px(16))] if self._icon else []
        if not self._is_icon_only:
            parts.append(text_width(self._words, is_bold=self._kind in _BOLD))
            parts.extend([key_size(self._key_text, self._key_style()).width()] if self._key else [])
        return parts

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._kind is ButtonKind.PRIMARY:
            fill = Role.ACCENT_HOVER if is_hot else Role.ACCENT
            fill_round(painter, rect, theme().px(6), fill if self.isEnabled() else Role.HOVER)
        elif self._kind not in _BARE:
            fill_round(painter, rect, theme().px(6), Role.HOVER if is_hot else Role.SURFACE, self._edge())
        elif is_hot and self._kind is ButtonKind.QUIET:
            fill_round(painter, rect, theme().px(6), Role.HOVER)

    def _key_style(self) -> TextStyle:
        return TextStyle.BODY if self._kind is ButtonKind.OUTCOME else TextStyle.TINY

    def _edge(self) -> Role:
        return Role.DANGER if self._kind is ButtonKind.DANGER and self.isEnabled() else Role.BORDER

    def _words_role(self) -> Role:
        """An icon that is a link stays quiet until it is pointed at: it stands beside every value that can change."""
        if self._kind is ButtonKind.LINK and self._is_icon_only and not self.underMouse():
            return Role.MUTED
        return _WORDS.get(self._kind, Role.TEXT)

    def _paint_parts(self, painter: QPainter, rect: QRectF) -> None:
        look = theme()
        role = self._words_role() if self.isEnabled() else Role.DISABLED
        is_bold = self._kind in _BOLD
        gap = look.px(6)
        x = rect.x() + self._side()
        keys_first = self._kind is ButtonKind.OUTCOME
        if self._key and keys_first:
            x = self._paint_key(painter, x, rect, role) + gap + look.px(2)
        if self._icon:
            draw_icon(painter, QRectF(x, rect.y(), look.px(16), rect.height()), self._icon, role)
            x += look.px(16) + gap
        if self._is_icon_only:
            return
        width = text_width(self._words, is_bold=is_bold)
        draw_text(painter, QRectF(x, rect.y(), width, rect.height()), self._words, role, is_bold=is_bold)
        if self._kind is ButtonKind.LINK and self.underMouse():
            base = rect.center().y() + look.metrics().ascent() / 2
            painter.fillRect(QRectF(x, round(base), width, 1), look.colour(role))
        if self._key and not keys_first:
            self._paint_key(painter, x + width + gap, rect, role)

    def _paint_key(self, painter: QPainter, x: float, rect: QRectF, words: Role) -> float:
        style = self._key_style()
        size = key_size(self._key_text, style)
        box = QRectF(x, round(rect.center().y() - size.height() / 2), size.width(), size.height())
        if self._kind is ButtonKind.PRIMARY:
            draw_key(painter, box, self._key_text, words, words, style)
        else:
            draw_key(painter, box, self._key_text, Role.MUTED, Role.BORDER, style)
        return box.right()


class PrimaryButton(Button):
    """The one thing to do next."""

    def __init__(self, words: str, *, key: str = "", icon: str = "", is_key_hint_only: bool = False) -> None:
        super().__init__(words, ButtonKind.PRIMARY, key=key, icon=icon, is_key_hint_only=is_key_hint_only)


class SecondaryButton(Button):
    """Something else one may do here."""

    def __init__(self, words: str, *, key: str = "", icon: str = "", is_key_hint_only: bool = False) -> None:
        super().__init__(words, ButtonKind.SECONDARY, key=key, icon=icon, is_key_hint_only=is_key_hint_only)
