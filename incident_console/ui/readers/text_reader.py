# SPDX-License-Identifier: Apache-2.0
"""A document as plain text; a very long one comes in pieces, so that its beginning is there at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit

from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.reader import Reader, Spot, Tool
from incident_console.ui.readers.text_marks import TextMarks
from incident_console.ui.readers.text_zoom import USUAL, step_of_key, step_of_wheel, stepped, zoomed_font
from incident_console.ui.theme import follow_theme, theme

_PIECE = 100_000
"""Characters given to the field at a time: some 10 ms of work."""


class _TextField(QPlainTextEdit):
    """``zoom_wanted(step)`` comes from Ctrl and the wheel."""

    zoom_wanted = Signal(int)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if (step := step_of_wheel(event)) is None:
            super().wheelEvent(event)
        else:
            self.zoom_wanted.emit(step)


class TextReader(Reader):
    """Shows text; its words can be marked and copied."""

    tools = (Tool.ZOOM, Tool.PRINT)

    def __init__(self, accessible_name: str = "Document") -> None:
        super().__init__()
        self.setObjectName("text-reader")
        self._field = _TextField()
        self._field.setObjectName("plain-text")
        self._field.setAccessibleName(accessible_name)
        self._field.setReadOnly(True)
        self._field.setUndoRedoEnabled(False)
        self._field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._fill(self._field)
        self._marks = TextMarks(self._field)
        self._rest, self._words = "", ""
        self._marks_of: MarksOf = index_marks_of
        self._zoom, self._goal = USUAL, 0
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._add_piece)
        self._field.zoom_wanted.connect(self.zoom)
        follow_theme(self._restyle)

    def show_text(self, text: str) -> None:
        """Show a text from its top."""
        self._field.setPlainText("")
        self._rest, self._goal = text, 0
        self._zoom_to(USUAL)
        self._add_piece()
        self._field.moveCursor(QTextCursor.MoveOperation.Start)

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first; in a text that still comes in, again when it is whole."""
        self._find(words, marks_of, 0)

    def find_from_here(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the words and go to the first from the top of the view on."""
        self._find(words, marks_of, self._field.firstVisibleBlock().position())

    def go_to_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        self._marks.go(step)
        self.found_changed.emit(*self._marks.state)

    @property
    def is_looking(self) -> bool:
        """Whether the rest of the text is still to come in."""
        return bool(self._rest)

    def forget(self) -> None:
        """Let go of the text."""
        self.show_text("")

    def selected_words(self) -> str:
        return self._field.textCursor().selectedText()

    def zoom(self, step: int) -> None:
        """Larger, smaller or usual text."""
        self._zoom_to(stepped(self._zoom, step))

    @property
    def spot(self) -> Spot:
        return Spot(self._field.firstVisibleBlock().position(), self._zoom if self._zoom != USUAL else 0)

    def go_to_spot(self, spot: Spot) -> None:
        """Be where one was, once so much of the text is there."""
        self._zoom_to(spot.zoom or USUAL)
        self._goal = int(spot.place)
        self._go_to_goal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := step_of_key(event)) is None:
            super().keyPressEvent(event)
        else:
            self.zoom(step)

    def _find(self, words: str, marks_of: MarksOf, start: int) -> None:
        self._words, self._marks_of = words, marks_of
        self._marks.find(words, marks_of, is_going=True, start=start)
        self.found_changed.emit(*self._marks.state)

    def _add_piece(self) -> None:
        end = len(self._rest) if len(self._rest) <= _PIECE else self._rest.rfind("\n", 0, _PIECE) + 1 or _PIECE
        piece, self._rest = self._rest[:end], self._rest[end:]
        cursor = QTextCursor(self._field.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)
        self._go_to_goal()
        if self._rest:
            self._more.start()
        elif self._words:
            self._marks.find(self._words, self._marks_of, is_going=self._marks.state[0] == 0)
            self.found_changed.emit(*self._marks.state)

    def _go_to_goal(self) -> None:
        if self._goal and self._goal < self._field.document().characterCount():
            number = self._field.document().findBlock(self._goal).firstLineNumber()
            self._field.verticalScrollBar().setValue(number)
            self._goal = 0

    def _zoom_to(self, percent: int) -> None:
        self._zoom = percent
        self._restyle()
        self.place_changed.emit(f"{percent} %" if percent != USUAL else "")

    def _restyle(self) -> None:
        self._field.setFont(zoomed_font(self._zoom))
        self._field.document().setDocumentMargin(theme().px(34))
        self._marks.find(self._words, self._marks_of, is_going=False)
