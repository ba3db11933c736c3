# SPDX-License-Identifier: Apache-2.0
"""Fits a whole row into a width: cells side by side, or stacked where the row is too narrow for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtGui import QPainter

from incident_console.ui.delegates.column import GAP, SIDE, Column, Place, place_columns
from incident_console.ui.delegates.laid_line import LaidLine
from incident_console.ui.delegates.row import Line, Row
from incident_console.ui.theme import theme

_ABOVE = 7  # above and below the lines of a row, in pixels of the design


class LaidRow:
    """A row fitted into a width: knows its height and paints its words (not its background)."""

    def __init__(self, row: Row, columns: Sequence[Column], width: int, chosen_widths: Mapping[str, int]) -> None:
        self._lines: list[tuple[float, float, LaidLine]] = []
        self._bottom = 0.0
        places = place_columns(columns, width, chosen_widths)
        if places:
            self._lay_side_by_side(row, places)
        else:
            self._lay_stacked(row, columns, width)
        self.height = round(self._bottom) + 2 * theme().px(_ABOVE) + 1

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw with the top left corner of the row at (x, y)."""
        for left, top, line in self._lines:
            line.paint(painter, x + left, y + top + theme().px(_ABOVE))

    def _add(self, x: float, y: float, line: LaidLine) -> float:
        self._lines.append((x, y, line))
        self._bottom = max(self._bottom, y + line.height)
        return y + line.height

    def _lay_side_by_side(self, row: Row, places: Sequence[Place]) -> None:
        for place in places:
            y, level = 0.0, theme().line_height()
            for line in row.cells[place.key].lines if place.key in row.cells else ():
                laid = LaidLine(line, place.width, is_right=place.is_right, min_leading=level)
                y, level = self._add(place.x, y, laid), 0

    def _lay_stacked(self, row: Row, columns: Sequence[Column], width: int) -> None:
        """The widest cell has the whole width; the small ones flow in one or more lines above or below it."""
        wide = [column for column in columns if not column.width]
        small = [column for column in columns if column.width]
        if any(column.is_first_when_stacked for column in wide):
            self._flow(_lines_of(row, small), self._pile(_lines_of(row, wide), 0.0, width), width)
        else:
            self._pile(_lines_of(row, wide), self._flow(_lines_of(row, small), 0.0, width), width)

    def _pile(self, lines: Sequence[Line], y: float, width: int) -> float:
        """One line below the other; returns where the next may stand."""
        side = theme().px(SIDE)
        for line in lines:
            y = self._add(side, y, LaidLine(line, width - 2 * side))
        return y

    def _flow(self, lines: Sequence[Line], y: float, width: int) -> float:
        """Lines beside each other, as many as fit; returns where the next may stand."""
        side, gap = theme().px(SIDE), theme().px(GAP)
        x, below = float(side), y
        for line in lines:
            laid = LaidLine(line, width - 2 * side, min_leading=theme().line_height())
            if x > side and x + laid.natural_width > width - side:
                x, y = float(side), below
            below = max(below, self._add(x, y, laid))
            x += laid.natural_width + gap
        return below


def _lines_of(row: Row, columns: Sequence[Column]) -> list[Line]:
    shown = [column for column in columns if column.key in row.cells]
    return [_named(line, column) for column in shown for line in row.cells[column.key].lines]


def _named(line: Line, column: Column) -> Line:
    if not column.stacked_words or not line.words:
        return line
    first = line.words[0]
    return replace(line, words=(replace(first, text=f"{column.stacked_words} {first.text}"), *line.words[1:]))
