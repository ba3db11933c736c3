# SPDX-License-Identifier: Apache-2.0
"""Where the 24 words of a recovery kit are typed, with how many there are so far."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.label import Label

WORDS = 24
_WORD = re.compile(r"[^\W\d_]{2,10}(?!\w)")


class KitWordsField(QWidget):
    """``submitted`` comes with Enter. What is typed is kept nowhere; `clear` forgets it, its undo too."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = GrowingText("kit-words", "The 24 words of the recovery kit", most_lines=6)
        self._count = Label("", TextStyle.SMALL, Role.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._text)
        self._column.addWidget(self._count)
        self.setFocusProxy(self._text)
        self._text.textChanged.connect(self._on_changed)
        self._text.submitted.connect(self.submitted)
        follow_theme(self._restyle)
        self._on_changed()

    def text(self) -> str:
        """What was typed or pasted."""
        return self._text.text()

    def clear(self) -> None:
        """Forget it."""
        self._text.clear()

    def _on_changed(self) -> None:
        count = len(_WORD.findall(self._text.text()))
        self._count.setText(f"{min(count, WORDS)} of {WORDS} words" if count <= WORDS else f"{count} words: too many")

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(2))
