# SPDX-License-Identifier: Apache-2.0
"""The letters of a page and where they stand, to mark words and to choose them with the mouse."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QRectF

from incident_console.services.document_reading import PageWords

_BOX = 4
_LINE_SHARE = 0.5
"""Letters that overlap in height by more than this are in one line."""


class PageLetters:
    """``text`` in reading order; ``boxes`` are in the measures of the sheet."""

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
        found: list[QRectF] = []
        for number in range(start, min(start + length, len(self.text))):
            box = self.box(number)
            if box.isEmpty():
                continue
            if found and _are_in_line(found[-1], box):
                found[-1] = found[-1].united(box)
            else:
                found.append(box)
        return found


def _are_in_line(one: QRectF, other: QRectF) -> bool:
    common = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    return common > _LINE_SHARE * min(one.height(), other.height())
