# SPDX-License-Identifier: Apache-2.0
"""For a file without a reading view: what it is, that it is safe here, and such words as could be read from it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from incident_console.domain.sizes import size_words
from incident_console.services.documents import VersionLine
from incident_console.ui.document_words import kind_icon, kind_words
from incident_console.ui.readers.reader import Reader
from incident_console.ui.readers.text_reader import TextReader
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_WORDS_ONLY = "Kept in the library as it is; its reading view comes later. These are its words, without their looks:"


class KeptPanel(Reader):
    """Says what is kept; shows its words below, if any could be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept-panel")
        self._note = Label(_WORDS_ONLY, role=Role.MUTED, is_wrapped=True)
        self._words = TextReader("Words of the document")
        self._nothing = EmptyState("paperclip", "Kept in the library", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._note, self._words, self._nothing):
            column.addWidget(part)
        self._words.found_changed.connect(self.found_changed)
        self.setFocusProxy(self._words)
        set_ground(self, "surface")
        follow_theme(self._restyle)

    def show_kept(self, version: VersionLine, text: str) -> None:
        """Show what there is of a file."""
        kind = f"{kind_words(version.media_type)}, {size_words(version.size)}"
        self._nothing.set_words(
            "Kept in the library", f"{version.file_name}: {kind}. A reading view for it comes later; nothing is lost."
        )
        self._nothing.set_icon(kind_icon(version.media_type))
        has_words = bool(text.strip())
        for part, is_shown in ((self._note, has_words), (self._words, has_words), (self._nothing, not has_words)):
            show_when(part, is_shown=is_shown)
        self._words.show_text(text)

    def find_words(self, words: str) -> None:
        """Mark the words and go to the first."""
        self._words.find_words(words)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        self._words.go_to_match(step)

    def _restyle(self) -> None:
        px = theme().px
        self._note.setContentsMargins(px(34), px(14), px(24), 0)

    def forget(self) -> None:
        """Let go of the words."""
        self._words.forget()
