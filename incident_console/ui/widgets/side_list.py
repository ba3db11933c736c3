# SPDX-License-Identifier: Apache-2.0
"""A short list at the side of a page: parts of a library with their counts, or things one was at before."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, draw_text, fill_round, text_width
from incident_console.ui.widgets.pressable import Pressable

_SIDE, _ICON, _GAP = 8, 16, 8


class SideItem(Pressable):
    """Icon, words, and a count at the right. Checked means chosen."""

    def __init__(self, key: str, icon: str, words: str, icon_role: Role, *, is_choice: bool) -> None:
        super().__init__()
        self.key, self._icon, self._icon_role, self._words = key, icon, icon_role, words
        self._count: int | None = None
        self.setCheckable(is_choice)
        self.setObjectName(f"side-{key}")
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    @property
    def count(self) -> int | None:
        """The count that is shown."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Show how many there are; None shows no number."""
        self._count = count
        self.setAccessibleName(self._words if count is None else f"{self._words}, {count:,}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            fill_round(painter, rect, look.px(6), Role.ACCENT_SOFT if self.isChecked() else Role.HOVER)
        role = Role.ACCENT if self.isChecked() else Role.TEXT
        icon_role = role if self._icon_role is Role.TEXT else self._icon_role
        draw_icon(painter, QRectF(look.px(_SIDE), 0, look.px(_ICON), rect.height()), self._icon, icon_role, _ICON)
        count = "" if self._count is None else f"{self._count:,}"
        right = rect.width() - look.px(_SIDE)
        counted = QRectF(0, 0, right, rect.height())
        counts = Role.ACCENT if self.isChecked() else Role.MUTED
        draw_text(painter, counted, count, counts, TextStyle.TINY, align=Qt.AlignmentFlag.AlignRight)
        left = look.px(_SIDE + _ICON + _GAP)
        room = right - left - (text_width(count, TextStyle.TINY) + look.px(_GAP) if count else 0)
        draw_text(painter, QRectF(left, 0, room, rect.height()), self._words, role, is_bold=self.isChecked())
        if self.hasFocus():
            draw_focus_ring(painter, rect, look.px(6))


class SideList(QWidget):
    """One stop of the Tab key; Up and Down go from item to item.

    With ``is_choice`` exactly one is chosen, by the arrows too; otherwise Enter or a click presses one.
    Both emit ``chosen(key)``.
    """

    chosen = Signal(str)

    def __init__(self, accessible_name: str, *, is_choice: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._is_choice = is_choice
        self._items: dict[str, SideItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add_item(self, key: str, icon: str, words: str, icon_role: Role = Role.TEXT) -> None:
        """Add an item; the first one of a choice is chosen to begin with."""
        item = SideItem(key, icon, words, icon_role, is_choice=self._is_choice)
        item.clicked.connect(self._on_item_clicked)
        self._items[key] = item
        self._column.addWidget(item)
        is_first = len(self._items) == 1
        item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_first else Qt.FocusPolicy.ClickFocus)
        if is_first:
            item.setChecked(self._is_choice)
            self.setFocusProxy(item)

    def clear(self) -> None:
        """Take every item away."""
        for item in self._items.values():
            self._column.removeWidget(item)
            item.hide()
            item.deleteLater()
        self._items.clear()

    def keys(self) -> tuple[str, ...]:
        """Every item, from top to bottom."""
        return tuple(self._items)

    def item(self, key: str) -> SideItem:
        """The item with this key. Raises KeyError where there is none."""
        return self._items[key]

    def chosen_key(self) -> str:
        """The chosen item, or an empty text."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose an item. Emits nothing."""
        for other, item in self._items.items():
            item.setChecked(self._is_choice and other == key)
        self._make_tab_stop(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or not self._items:
            super().keyPressEvent(event)
            return
        keys = self.keys()
        now = next((number for number, key in enumerate(keys) if self._items[key].hasFocus()), 0)
        key = keys[(now + step) % len(keys)]
        self._make_tab_stop(key)
        self._items[key].setFocus(Qt.FocusReason.TabFocusReason)
        if self._is_choice:
            self._choose_and_tell(key)

    def _make_tab_stop(self, key: str) -> None:
        for other, item in self._items.items():
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._items[key])

    def _on_item_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, SideItem):
            self._choose_and_tell(item.key)

    def _choose_and_tell(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)
