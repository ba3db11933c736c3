# SPDX-License-Identifier: Apache-2.0
"""What a list shows when it has nothing to show: why, and what the next step is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import PrimaryButton
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.label import Label


class EmptyState(QWidget):
    """Icon, a title, a sentence that teaches the next step, and perhaps the button that takes it."""

    action_clicked = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "", action_key: str = "") -> None:
        super().__init__()
        self.setObjectName("empty-state")
        self.setAccessibleName(f"{title}. {text}")
        set_ground(self, "surface")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title = Label(title, TextStyle.TITLE, is_bold=True, is_wrapped=True)
        self._text = Label(text, TextStyle.BODY, Role.MUTED, is_wrapped=True)
        self._words = QWidget()
        self._column = QVBoxLayout(self._words)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(2)
        self._icon = IconMark(icon, Role.MUTED, 32)
        self._column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(label)
        self._button = self._make_button(action, action_key) if action else None
        if self._button is not None:
            self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self._words)
        row.addStretch(1)
        follow_theme(self._restyle)

    def _make_button(self, words: str, key: str) -> PrimaryButton:
        button = PrimaryButton(words, key=key)
        button.clicked.connect(self.action_clicked)
        return button

    def set_words(self, title: str, text: str) -> None:
        """Say something else, as when a filter hides everything."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")

    def set_action(self, words: str) -> None:
        """Say something else on the button. Wants a state made with one."""
        if self._button is None:
            raise ValueError("this was made without a button")
        self._button.set_words(words)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon.set_icon(icon, Role.MUTED)

    def _restyle(self) -> None:
        px = theme().px
        self._column.setSpacing(px(10))
        self._words.setFixedWidth(px(360))
