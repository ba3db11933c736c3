# SPDX-License-Identifier: Apache-2.0
"""Says below a page's header what a filter hides, and takes it away; hidden while nothing is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when


class FilterNote(QWidget):
    """``show_all_clicked`` asks to filter no longer; ``action_clicked`` comes from the button that `tell` may add."""

    show_all_clicked = Signal()
    action_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filter-note")
        set_ground(self, "window", "bottom")
        self._words = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._show_all = Button("Show all", ButtonKind.LINK)
        self._action = Button("Done", ButtonKind.LINK)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        for button in (self._action, self._show_all):
            self._row.addWidget(button)
        self._show_all.clicked.connect(self.show_all_clicked)
        self._action.clicked.connect(self.action_clicked)
        self.hide()
        follow_theme(self._restyle)

    def words(self) -> str:
        """What is said, empty while nothing is hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, action: str = "") -> None:
        """Say what is shown and hidden; an empty text says that nothing is."""
        self._words.setText(words)
        self.setAccessibleName(words)
        if action:
            self._action.set_words(action)
        show_when(self._action, is_shown=bool(action))
        show_when(self, is_shown=bool(words))

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(3), px(16), px(4))
        self._row.setSpacing(px(16))


def hidden_words(shown: int, total: int, what: str) -> str:
    """How much of a list is shown: "9 of 31 entries, 22 hidden"."""
    return f"{shown:,} of {total:,} {what}, {total - shown:,} hidden"
