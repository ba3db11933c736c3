# SPDX-License-Identifier: Apache-2.0
"""The words that somebody chose on the pages of a PDF: from where to where, and what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF

from incident_console.ui.readers.page_letters import PageLetters

_LINE_END_HYPHENS = ("\ufffe\r\n", "\x02\r\n")
"""What PDFium gives for a hyphen that only breaks a word at a line's end."""


class _By(Enum):
    """What the choice grows by."""

    LETTER = auto()
    WORD = auto()
    PAGE = auto()


@dataclass(frozen=True)
class _End:
    """Where the choice was begun, or has come to."""

    page: int
    point: QPointF


class TextChoice:
    """Knows places on pages; which letters these are it finds out as soon as ``letters_of`` a page are there."""

    def __init__(self, letters_of: Callable[[int], PageLetters | None]) -> None:
        self._letters_of = letters_of
        self._by = _By.LETTER
        self._anchor: _End | None = None
        self._head: _End | None = None

    def begin(self, page: int, point: QPointF, *, by_word: bool = False) -> None:
        """Choose anew from here, letters or whole words."""
        self._by = _By.WORD if by_word else _By.LETTER
        self._anchor = self._head = _End(page, point)

    def extend(self, page: int, point: QPointF) -> None:
        """Choose up to here; begins here if nothing was begun."""
        if self._anchor is None:
            self.begin(page, point)
        elif self._by is not _By.PAGE:
            self._head = _End(page, point)

    def choose_page(self, page: int) -> None:
        """Choose all words of a page."""
        self.begin(page, QPointF())
        self._by = _By.PAGE

    def clear(self) -> None:
        """Choose nothing any more."""
        self._anchor = self._head = None

    @property
    def pages(self) -> range:
        """The pages from the first to the last of the choice."""
        if self._anchor is None or self._head is None:
            return range(0)
        first, last = sorted((self._anchor.page, self._head.page))
        return range(first, last + 1)

    def boxes_on(self, page: int) -> Sequence[QRectF]:
        """Where chosen words stand on a page; none while its letters are not known."""
        letters = self._letters_of(page) if page in self.pages else None
        if letters is None:
            return ()
        start, end = self._span_on(page, letters)
        return letters.boxes(start, end - start)

    def text(self) -> str | None:
        """The words; None while the letters of a page are not known."""
        parts = []
        known = [(page, self._letters_of(page)) for page in self.pages]  # which asks for all that are missing
        for page, letters in known:
            if letters is None:
                return None
            start, end = self._span_on(page, letters)
            parts.append(letters.text[start:end])
        text = "\n".join(parts)
        for hyphen in _LINE_END_HYPHENS:
            text = text.replace(hyphen, "")
        return text.replace("\r\n", "\n").replace("\0", "")

    def _span_on(self, page: int, letters: PageLetters) -> tuple[int, int]:
        """From where to where the choice goes on one of its pages."""
        ends = [self._reach(end, letters) for end in (self._anchor, self._head) if end is not None and end.page == page]
        start = min((reach[0] for reach in ends), default=0)
        end = max((reach[1] for reach in ends), default=len(letters.text))
        if len(self.pages) > 1:
            start = start if page == self.pages[0] else 0
            end = end if page == self.pages[-1] else len(letters.text)
        return start, end

    def _reach(self, end: _End, letters: PageLetters) -> tuple[int, int]:
        if self._by is _By.PAGE:
            return 0, len(letters.text)
        if self._by is _By.WORD:
            return letters.word_at(end.point)
        place = letters.place_at(end.point)
        return place, place
