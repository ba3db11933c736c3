# SPDX-License-Identifier: Apache-2.0
"""What was done last, below the list, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.visibility import show_when


class UndoStrip(QWidget):
    """Hidden while nothing was done. ``undo_wanted`` comes from its button and Ctrl+Z."""

    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("undo-strip")
        self.setAccessibleName("Last change")
        set_ground(self, "window", "top")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = ElidedLabel("", TextStyle.BODY, Role.MUTED)
        self._undo = Button("Undo", ButtonKind.QUIET, key="Ctrl+Z", icon="undo-2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._undo)
        self._undo.clicked.connect(self.undo_wanted)
        self.hide()
        follow_theme(self._restyle)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_last(self, words: str) -> None:
        """Say what was done last; nothing hides it."""
        self._words.set_text(words)
        show_when(self, is_shown=bool(words))

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(2), px(8), px(2))
