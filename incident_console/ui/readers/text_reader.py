# SPDX-License-Identifier: Apache-2.0
"""A document as plain text; a very long one comes in pieces, so that its beginning is there at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from incident_console.ui.readers.reader import Reader
from incident_console.ui.readers.text_marks import TextMarks
from incident_console.ui.theme import follow_theme, theme

_PIECE = 100_000
"""Characters given to the field at a time: some 10 ms of work."""


class TextReader(Reader):
    """Shows text; its words can be marked and copied."""

    def __init__(self, accessible_name: str = "Document") -> None:
        super().__init__()
        self.setObjectName("text-reader")
        self._field = QPlainTextEdit()
        self._field.setObjectName("plain-text")
        self._field.setAccessibleName(accessible_name)
        self._field.setReadOnly(True)
        self._field.setUndoRedoEnabled(False)
        self._field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._fill(self._field)
        self._marks = TextMarks(self._field)
        self._rest, self._words = "", ""
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._add_piece)
        follow_theme(self._restyle)

    def show_text(self, text: str) -> None:
        """Show a text from its top."""
        self._field.setPlainText("")
        self._rest = text
        self._add_piece()
        self._field.moveCursor(QTextCursor.MoveOperation.Start)

    def find_words(self, words: str) -> None:
        """Mark the words and go to the first; in a text that still comes in, again when it is whole."""
        self._words = words
        self._marks.find(words, is_going=True)
        self.found_changed.emit(*self._marks.state)

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        self._marks.go(step)
        self.found_changed.emit(*self._marks.state)

    def forget(self) -> None:
        """Let go of the text."""
        self.show_text("")

    def _add_piece(self) -> None:
        end = len(self._rest) if len(self._rest) <= _PIECE else self._rest.rfind("\n", 0, _PIECE) + 1 or _PIECE
        piece, self._rest = self._rest[:end], self._rest[end:]
        cursor = QTextCursor(self._field.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)
        if self._rest:
            self._more.start()
        elif self._words:
            self._marks.find(self._words, is_going=self._marks.state[0] == 0)
            self.found_changed.emit(*self._marks.state)

    def _restyle(self) -> None:
        self._field.setFont(theme().font())
        self._field.document().setDocumentMargin(theme().px(34))
        self._marks.find(self._words, is_going=False)
