# SPDX-License-Identifier: Apache-2.0
"""A narrow line above what is read, in which something is typed: Enter does it, Esc takes it away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.field_frame import FieldFrame
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.pressable import is_enter
from incident_console.ui.widgets.visibility import show_when


class StripField(FieldFrame):
    """``entered(is_back)`` comes from Enter, with Shift for back; ``left`` from Esc."""

    entered = Signal(bool)
    left = Signal()

    def __init__(self, words: str, width: int) -> None:
        super().__init__(words, Role.SURFACE, Role.BORDER)
        self._width = width
        self.line.setPlaceholderText(words)
        self.arrange([], [])

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._width), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(28))

    def on_key(self, event: QKeyEvent) -> bool:
        if is_enter(event):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True


class Strip(QWidget):
    """Hidden until `open_for` is called; ``closed`` comes when the keyboard belongs to the document again."""

    closed = Signal()

    def __init__(self, name: str, field: StripField) -> None:
        super().__init__()
        self.setObjectName(name)
        set_ground(self, "surface", "bottom")
        self.field = field
        self._cross = Button("Close", ButtonKind.QUIET, icon="x", is_icon_only=True, key="Esc", is_key_hint_only=True)
        self.row = QHBoxLayout(self)
        self.row.addWidget(field)
        self.row.addStretch(1)
        self.row.addWidget(self._cross)
        self._cross.clicked.connect(self.close_it)
        field.left.connect(self.close_it)
        self.setFocusProxy(field)
        self.hide()
        follow_theme(self._restyle)

    @property
    def is_open(self) -> bool:
        """Whether it is shown, or would be if its page were."""
        return not self.isHidden()

    def add(self, part: QWidget) -> None:
        """Put a part behind the field."""
        self.row.insertWidget(self.row.count() - 2, part)

    def open_for(self, text: str = "") -> None:
        """Show it and give it the keyboard, with some text to begin with, marked so that typing replaces it."""
        show_when(self, is_shown=True)
        if text:
            self.field.line.setText(text)
        self.field.line.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_it(self) -> None:
        """Take it away."""
        if self.is_open:
            self.hide()
            self.closed.emit()

    def _restyle(self) -> None:
        px = theme().px
        self.row.setContentsMargins(px(34), px(4), px(24), px(4))
        self.row.setSpacing(px(6))
