# SPDX-License-Identifier: Apache-2.0
"""A message over the whole window that stands as long as it is so; it can be folded to its title, and unfolded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from incident_console.ui.theme import Tone
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.visibility import show_when


class StandingBar(InlineBar):
    """`stand` says what is so, again and again if need be; `dismiss` folds; only `end` takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("standing-bar")
        self._is_folded = False
        self._said: tuple[str, str, str] = ("", "", "")
        self.setAccessibleDescription("Stands as long as it is so")
        self._show_fold(is_folded=False)

    def stand(self, tone: Tone, title: str, message: str, what_to_do: str) -> None:
        """Say this until `end`; said again it stays folded if it was."""
        said = title, message, what_to_do
        if said != self._said:
            self._said = said
            self._is_folded = False
            self.tell(tone, title, message, what_to_do)
            self._show_fold(is_folded=False)

    def dismiss(self) -> None:
        """Fold it to the title, or unfold it."""
        self._is_folded = not self._is_folded
        for part, words in ((self._message, self._said[1]), (self._what_to_do, self._said[2])):
            show_when(part, is_shown=bool(words) and not self._is_folded)
        self._show_fold(is_folded=self._is_folded)

    def end(self) -> None:
        """It is so no longer."""
        self._said = ("", "", "")
        show_when(self, is_shown=False)

    def _show_fold(self, *, is_folded: bool) -> None:
        icon, words = ("chevron-down", "Show all of it") if is_folded else ("chevron-up", "Fold this message")
        self._close.set_icon_and_words(icon, words)
        level = Qt.AlignmentFlag.AlignVCenter if is_folded else Qt.AlignmentFlag.AlignTop
        self._row.setAlignment(self._icon, level)
