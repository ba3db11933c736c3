# SPDX-License-Identifier: Apache-2.0
"""The letters of a page and where they stand, to mark words and to choose them with the mouse."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from incident_console.services.document_reading import PageWords

_BOX = 4
_LINE_SHARE = 0.5
"""Letters that overlap in height by more than this are in one line."""
_BEYOND_SHARE = 0.3
"""And so are small signs, commas say, whose middle is this little above or below a letter."""
_IN_WORDS = "'_\N{RIGHT SINGLE QUOTATION MARK}"


@dataclass
class _Line:
    """The letters from ``start`` to before ``end`` stand in this box."""

    box: QRectF
    start: int
    end: int


class PageLetters:
    """``text`` in reading order; boxes and points are in the measures of the sheet, before it is turned.

    A place between two letters is the number of the one behind it.
    """

    def __init__(self, words: PageWords, scale: float) -> None:
        self.text = words.text
        self._edges = array("f", words.boxes)
        self._scale = scale

    def box(self, number: int) -> QRectF:
        """Where one letter stands."""
        left, top, right, bottom = (edge * self._scale for edge in self._edges[number * _BOX : (number + 1) * _BOX])
        return QRectF(left, top, right - left, bottom - top)

    def boxes(self, start: int, length: int) -> Sequence[QRectF]:
        """A run of letters as one box for each line that it covers."""
        return [line.box for line in self._lines_of(start, start + length)]

    def place_at(self, point: QPointF) -> int:
        """The place between letters that is nearest to a point."""
        if not self._lines:
            return 0
        line = min(self._lines, key=lambda each: _distance(each.box, point))
        place, edge = line.start, line.box.left()
        for number in range(line.start, line.end):
            box = self.box(number)
            if box.isEmpty():
                continue  # a blank, which belongs to neither side
            if point.x() < box.center().x():
                return number if box.left() - point.x() < point.x() - edge else place
            place, edge = number + 1, box.right()
        return place

    def has_words_at(self, point: QPointF) -> bool:
        """Whether a point is on a line of words."""
        return any(line.box.contains(point) for line in self._lines)

    def word_at(self, point: QPointF) -> tuple[int, int]:
        """From where to where the word at a point goes; a sign that is in no word stands alone."""
        place = self.place_at(point)
        if place and (place == len(self.text) or self.box(place - 1).right() >= point.x() > self.box(place - 1).x()):
            place -= 1  # the letter before, of which this is the right half
        start = end = place
        while start and _is_in_word(self.text[start - 1]) and _is_in_word(self.text[place : place + 1]):
            start -= 1
        while end < len(self.text) and _is_in_word(self.text[end]):
            end += 1
        return start, max(end, min(place + 1, len(self.text)))

    @cached_property
    def _lines(self) -> list[_Line]:
        return self._lines_of(0, len(self.text))

    def _lines_of(self, start: int, end: int) -> list[_Line]:
        found: list[_Line] = []
        for number in range(start, min(end, len(self.text))):
            box = self.box(number)
            if box.isEmpty():
                continue
            if found and _are_in_line(found[-1].box, box):
                found[-1].box, found[-1].end = found[-1].box.united(box), number + 1
            else:
                found.append(_Line(box, number, number + 1))
        return found


def _is_in_word(letter: str) -> bool:
    return letter.isalnum() or (bool(letter) and letter in _IN_WORDS)


def _distance(box: QRectF, point: QPointF) -> float:
    across = max(box.left() - point.x(), 0.0, point.x() - box.right())
    along = max(box.top() - point.y(), 0.0, point.y() - box.bottom())
    return across * across + along * along


def _are_in_line(one: QRectF, other: QRectF) -> bool:
    common = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    if common > _LINE_SHARE * min(one.height(), other.height()):
        return True
    large, small = (one, other) if one.height() > other.height() else (other, one)
    beyond = abs(small.center().y() - large.center().y()) - large.height() / 2
    return beyond < _BEYOND_SHARE * large.height()
