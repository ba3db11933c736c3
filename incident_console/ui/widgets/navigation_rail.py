# SPDX-License-Identifier: Apache-2.0
"""The rail at the left: every page by icon and word, with its shortcut or with how much waits there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.rail_item import RailItem

_WIDTH, _NARROW_WIDTH = 184, 60


class NavigationRail(QWidget):
    """One stop of the Tab key: Up and Down go from item to item, Enter or Space opens.

    ``page_requested(key)`` comes from the mouse, the keyboard and the shortcuts (Ctrl+1 to Ctrl+9 in the order
    in which upper pages were added, unless told otherwise). An action (Lock) is requested like a page but never
    becomes the current one: call `set_current` when the page is really shown.
    """

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation-rail")
        self.setAccessibleName("Pages")
        set_ground(self, "rail", "right")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._items: dict[str, RailItem] = {}
        self._upper_count = 0
        self._is_narrow = False
        self._upper, self._lower = QVBoxLayout(), QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._upper)
        self._column.addStretch(1)
        self._column.addLayout(self._lower)
        follow_theme(self._restyle)

    def add_page(self, key: str, icon: str, words: str, shortcut: str | None = None) -> None:
        """Add a page to the upper part; ``shortcut`` "" gives it none, None the next Ctrl and figure."""
        self._upper_count += 1
        number = f"Ctrl+{self._upper_count}" if self._upper_count <= 9 else ""
        self._add(self._upper, key, icon, words, number if shortcut is None else shortcut)

    def add_lower(self, key: str, icon: str, words: str, shortcut: str = "") -> None:
        """Add a page or an action to the lower part."""
        self._add(self._lower, key, icon, words, shortcut)

    def set_current(self, key: str) -> None:
        """Mark the page that is shown; a key that is not on the rail marks none."""
        for other, item in self._items.items():
            item.setChecked(other == key)
        self._make_tab_stop(key if key in self._items else next(iter(self._items), ""))

    def current(self) -> str:
        """The page that is marked, or an empty text."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_count(self, key: str, count: int, meaning: str = "") -> None:
        """Show how much waits on a page, in place of its shortcut; 0 shows the shortcut again.

        ``meaning`` is read aloud after the number, such as "overdue".
        """
        self._items[key].set_count(count, meaning)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show icons alone, for narrow windows and large text; the words go to tooltips."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for item in self._items.values():
                item.set_narrow(is_narrow=is_narrow)
            self._restyle()
            self._column.activate()

    def item(self, key: str) -> RailItem:
        """The item of a page. Raises KeyError where there is none."""
        return self._items[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or not self._items:
            super().keyPressEvent(event)
            return
        keys = list(self._items)
        now = next((number for number, key in enumerate(keys) if self._items[key].hasFocus()), 0)
        key = keys[(now + step) % len(keys)]
        self._make_tab_stop(key)
        self._items[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, column: QVBoxLayout, key: str, icon: str, words: str, shortcut: str) -> None:
        item = RailItem(key, icon, words, shortcut)
        item.set_narrow(is_narrow=self._is_narrow)
        item.clicked.connect(self._on_item_clicked)
        self._items[key] = item
        column.addWidget(item)
        self._make_tab_stop(self.current() or next(iter(self._items)))
        if shortcut:
            QShortcut(QKeySequence(shortcut), self).activated.connect(item.click)

    def _make_tab_stop(self, key: str) -> None:
        for other, item in self._items.items():
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)

    def _on_item_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.page_requested.emit(item.key)

    def _restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(_NARROW_WIDTH if self._is_narrow else _WIDTH))
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        for column in (self._column, self._upper, self._lower):
            column.setSpacing(px(2))
