# SPDX-License-Identifier: Apache-2.0
"""Tables over many pages: the titles repeat, a row that is longer than a page runs on over the next ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incident_console.reports.marks import MARK_WIDTH, mark_items
from incident_console.reports.pages import LEFT, WIDTH, Box, Pages
from incident_console.reports.palette import COLUMN_TITLE, HAIRLINE, PANEL, RULE, STRONG
from incident_console.reports.text import Line, Paragraph, set_lines, set_one_line

PADDING = 2.7
_GAP = 7.0  # between a column's text and the next column
_KEEP_TOGETHER = 150.0  # a row up to this height is not cut by a page end, a longer one needs this much to begin
_HEADING_WITH_ROW = 48.0  # what a heading row wants below it, so that it never stands alone

Cell = Sequence[Paragraph]


class Column(NamedTuple):
    """A column: its title, and its width in points."""

    title: str
    width: float


class Row(NamedTuple):
    """One row: a cell of paragraphs for each column."""

    cells: Sequence[Cell]


class Heading(NamedTuple):
    """A row across the table that begins a group: a day, a call list; ``note`` stands at its right."""

    text: str
    note: str = ""


class _CellLine(NamedTuple):
    line: Line
    mark: str
    indent: float


@dataclass
class Table:
    """A table being laid out on the pages, row by row."""

    pages: Pages
    columns: Sequence[Column]

    def draw(self, rows: Iterable[Row | Heading]) -> None:
        """Lay out the titles and all rows."""
        self._begin()
        for row in rows:
            if isinstance(row, Heading):
                self._heading(row)
            else:
                self._row([self._cell(cell, column) for cell, column in zip(row.cells, self.columns, strict=True)])
        self.pages.y += PADDING

    def _begin(self) -> None:
        if not any(column.title for column in self.columns):
            return
        pages, x = self.pages, LEFT
        for column in self.columns:
            line = set_one_line(pages.book, column.title, COLUMN_TITLE, column.width - _GAP)
            pages.add(pages.place(line, x, pages.y, column.width - _GAP))
            x += column.width
        pages.y += COLUMN_TITLE.leading + 2.0
        pages.add(Box(LEFT, pages.y, WIDTH, 0.7, RULE))

    def _turn(self) -> None:
        self.pages.turn()
        self._begin()

    def _heading(self, heading: Heading) -> None:
        pages, height = self.pages, STRONG.leading + 2 * PADDING
        if pages.room < height + _HEADING_WITH_ROW:
            self._turn()
        note_width = pages.book.width(heading.note, STRONG.weight, STRONG.size)
        line = set_one_line(pages.book, heading.text, STRONG, WIDTH - note_width - 3 * _GAP)
        pages.add(Box(LEFT, pages.y, WIDTH, height, PANEL))
        pages.add(pages.place(line, LEFT + PADDING + 1, pages.y + PADDING, WIDTH))
        note = set_one_line(pages.book, heading.note, STRONG, WIDTH)
        pages.add(pages.place(note, LEFT + WIDTH - note_width - PADDING - 1, pages.y + PADDING, WIDTH))
        pages.y += height

    def _cell(self, cell: Cell, column: Column) -> list[_CellLine]:
        lines: list[_CellLine] = []
        for paragraph in cell:
            indent = MARK_WIDTH if paragraph.mark else 0.0
            width = column.width - _GAP - indent
            if paragraph.is_single:
                broken = [set_one_line(self.pages.book, paragraph.text, paragraph.style, width)]
            else:
                broken = set_lines(self.pages.book, paragraph.text, paragraph.style, width)
            lines.extend(
                _CellLine(line, "" if number else paragraph.mark, indent) for number, line in enumerate(broken)
            )
        return lines

    def _row(self, cells: list[list[_CellLine]]) -> None:
        """Draw a row; a short one moves whole to the next page, a long one is cut between lines."""
        pages = self.pages
        height = max(map(_height, cells)) + 2 * PADDING
        if pages.room < min(height, _KEEP_TOGETHER):
            self._turn()
        while True:
            room = pages.room - 2 * PADDING
            cuts = [_fitting(cell, room) for cell in cells]
            self._part([cell[:cut] for cell, cut in zip(cells, cuts, strict=True)])
            cells = [cell[cut:] for cell, cut in zip(cells, cuts, strict=True)]
            if not any(cells):
                return
            self._turn()

    def _part(self, cells: list[list[_CellLine]]) -> None:
        pages, x = self.pages, LEFT
        for cell, column in zip(cells, self.columns, strict=True):
            top = pages.y + PADDING
            for line, mark, indent in cell:
                if mark:
                    pages.add(*mark_items(mark, x, top + line.style.leading / 2, line.style.colour))
                pages.add(pages.place(line, x + indent, top, column.width - _GAP - indent))
                top += line.style.leading
            x += column.width
        pages.y += max(map(_height, cells)) + 2 * PADDING
        pages.add(Box(LEFT, pages.y, WIDTH, 0.4, HAIRLINE))


def _height(cell: list[_CellLine]) -> float:
    return sum(item.line.style.leading for item in cell)


def _fitting(cell: list[_CellLine], room: float) -> int:
    """How many lines of a cell fit into a height; at least one, so that every part moves on."""
    used = 0.0
    for number, item in enumerate(cell):
        used += item.line.style.leading
        if used > room and number:
            return number
    return len(cell)
