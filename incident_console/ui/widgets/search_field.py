# SPDX-License-Identifier: Apache-2.0
"""A field to search the list of a page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from incident_console.ui.theme import Role, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.field_frame import FieldFrame
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.key_hint import KeyHint
from incident_console.ui.widgets.visibility import show_when

_PAUSE_MS = 150


class SearchField(FieldFrame):
    """Icon, field, hint of the key that brings one here, and a way to clear it.

    ``searched(text)`` comes when typing pauses, at once on Enter and when cleared; after Enter comes ``entered``.
    Esc clears, and with nothing to clear emits ``left``; Down emits ``left`` too, to go on to the list.
    """

    searched = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, words: str, key: str = "Ctrl+F") -> None:
        super().__init__(words, Role.SURFACE, Role.BORDER)
        self.setObjectName("search-field")
        self._hint = KeyHint(key)
        self._clear = Button("Clear the search", ButtonKind.QUIET, icon="x", is_icon_only=True)
        self._clear.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._last = ""
        self.line.setPlaceholderText(words)
        self.line.setObjectName("search-text")
        self.arrange([IconMark("search", Role.MUTED, 14)], [self._hint, self._clear])
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self._search_now)
        self.line.returnPressed.connect(self.entered)
        self._pause.timeout.connect(self._search_now)
        self._clear.clicked.connect(self.clear)
        QShortcut(QKeySequence(key), self).activated.connect(self.take_focus)

    def text(self) -> str:
        """What is searched for, without blanks around it."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Search for something, as if it were typed."""
        self.line.setText(text)

    def clear(self) -> None:
        """Search for nothing any more."""
        self.line.clear()
        self._search_now()

    def take_focus(self) -> None:
        """Put the keyboard here, with the old text marked so that typing replaces it."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(140), theme().px(28))

    def on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self.line.text():
            self.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            return False
        return True

    def _on_text_changed(self, text: str) -> None:
        show_when(self._clear, is_shown=bool(text))
        show_when(self._hint, is_shown=not text)
        self._pause.start()

    def _search_now(self) -> None:
        self._pause.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last)
