# SPDX-License-Identifier: Apache-2.0
"""Marks what was searched for in a text on the screen and goes from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from incident_console.ui.delegates.marks import Marks, MarksOf, index_marks_of, meeting_place
from incident_console.ui.theme import Role, theme

_MOST_MARKED = 800
"""More are counted and visited, but not all coloured: each costs time in every repaint."""


class TextMarks:
    """The matches in one text field; ``find`` again whenever its text, the words or the theme changed."""

    def __init__(self, field: QTextEdit | QPlainTextEdit) -> None:
        self._field = field
        self._spans: list[tuple[int, int]] = []
        self._current = self._gone_to = -1
        """The match gone to stays the one before the eye while its text is laid out anew in pieces."""

    @property
    def state(self) -> tuple[int, int]:
        """The number of the match before the eye (0: none), and how many there are."""
        return self._current + 1, len(self._spans)

    def find(self, words: str, marks_of: MarksOf = index_marks_of, *, is_going: bool, start: int = 0) -> None:
        """Mark all matches; with ``is_going`` go where the words meet from a place on, else stay at the one shown."""
        text = self._field.toPlainText()
        marks = marks_of(text, words)
        self._spans = _in_utf16(text, marks)
        if is_going:
            self._gone_to = _first(text, marks, self._spans, start)
        self._current = min(self._gone_to, len(self._spans) - 1)
        self._paint()
        if is_going and self._spans:
            self._show_current()

    def go(self, step: int) -> None:
        """Go on to another match."""
        if self._spans:
            self._current = self._gone_to = (self._current + step) % len(self._spans)
            self._paint()
            self._show_current()

    def _paint(self) -> None:
        usual, chosen = _look(Role.HIGHLIGHT_TEXT, Role.HIGHLIGHT), _look(Role.ACCENT_TEXT, Role.ACCENT)
        first = max(0, self._current - _MOST_MARKED // 2)
        shown = range(first, min(first + _MOST_MARKED, len(self._spans)))
        self._field.setExtraSelections(
            [self._selection(number, chosen if number == self._current else usual) for number in shown]
        )

    def _selection(self, number: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(*self._spans[number])
        selection.format = look
        return selection

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._field.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show_current(self) -> None:
        """Bring the match into the upper part of the view, unless it is in view already."""
        start, _ = self._spans[self._current]
        cursor = QTextCursor(self._field.document())
        cursor.setPosition(start)
        if self._field.viewport().rect().contains(self._field.cursorRect(cursor)):
            return
        self._field.setTextCursor(cursor)
        self._field.ensureCursorVisible()
        if isinstance(self._field, QTextEdit):
            bar = self._field.verticalScrollBar()
            bar.setValue(bar.value() + self._field.cursorRect(cursor).top() - self._field.viewport().height() // 3)
        else:
            self._field.centerCursor()


def _first(text: str, marks: Marks, spans: Sequence[tuple[int, int]], start: int) -> int:
    """The number of the match to go to, -1 if there is none."""
    if not spans:
        return -1
    skipped = next((number for number, span in enumerate(spans) if span[0] >= start), 0)
    return skipped + meeting_place([(at, text[at : at + length]) for at, length in marks[skipped:]])


def _look(words: Role, ground: Role) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(theme().colour(words))
    look.setBackground(theme().colour(ground))
    return look


def _in_utf16(text: str, marks: Marks) -> list[tuple[int, int]]:
    """(start, length) in characters as (start, end) the way Qt counts, where an emoji is two."""
    edges = [0, *(edge for start, length in marks for edge in (start, start + length))]
    if text.isascii():
        places = edges[1:]
    else:
        places, at = [], 0
        for before, edge in pairwise(edges):
            at += len(text[before:edge].encode("utf-16-le", "surrogatepass")) // 2
            places.append(at)
    return list(zip(places[::2], places[1::2], strict=True))
