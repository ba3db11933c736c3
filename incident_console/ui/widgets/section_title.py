# SPDX-License-Identifier: Apache-2.0
"""The small capital title above a part of a pane."""

from __future__ import annotations

from PySide6.QtGui import QFont

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.label import Label


class SectionTitle(Label):
    """A title in small spaced capitals; read aloud as it was written."""

    def __init__(self, words: str) -> None:
        super().__init__(words.upper(), TextStyle.SMALL, Role.MUTED, is_bold=True, is_wrapped=True)
        self.setAccessibleName(words)
        follow_theme(self._restyle)

    def set_words(self, words: str) -> None:
        """Show another title."""
        self.setText(words.upper())
        self.setAccessibleName(words)

    def _restyle(self) -> None:
        font = QFont(theme().font(TextStyle.SMALL, is_bold=True))
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self.setFont(font)
