# SPDX-License-Identifier: Apache-2.0
"""A workbook as tables, one for each sheet, with rows and columns where they stand in the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from incident_console.library.limits import MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, MAX_TEXT_CHARS
from incident_console.library.reading import CellSpan, Reading, ReadingForm, Sheet
from incident_console.library.text.extracted import EnoughRead
from incident_console.library.text.office_package import OfficePackage
from incident_console.library.text.workbook import SheetPart, Span, Workbook

_MOST_BLANK = 5
"""Blank rows shown in a run; more are left out, as the numbers of the rows tell."""
_MOST_SPANS = 1_000
_LONG_WORDS, _WIDEST = 24, 12
"""Longer words run over the blank cells beside them, over so many columns."""


def workbook_tables(_title: str, data: bytes) -> Reading:
    """Show an Excel file. Raises UnreadableDocument for one that is damaged, locked or a bomb."""
    workbook = Workbook(OfficePackage(data))
    room, is_cut = MAX_TEXT_CHARS, False
    sheets: list[Sheet] = []
    for part in workbook.sheets:
        table = _Table(room)
        spans: tuple[Span, ...] = ()
        try:
            spans = workbook.read(part, table.take)
        except EnoughRead:
            table.is_cut = True
        room, is_cut = table.room, is_cut or table.is_cut
        sheets.append(table.finish(part, spans))
    return Reading(ReadingForm.TABLE, sheets=tuple(sheets), warning=_warning(is_full=room <= 0, is_cut=is_cut))


def _warning(*, is_full: bool, is_cut: bool) -> str:
    if is_full:
        return "Only the beginning of this workbook is shown: it is very long."
    if is_cut:
        return f"Only the first {MAX_TABLE_ROWS:,} rows and {MAX_TABLE_COLUMNS} columns of a sheet are shown."
    return ""


class _Table:
    """Takes rows as they come, as long as there is room."""

    def __init__(self, room: int) -> None:
        self.room, self.is_cut = room, False
        self._numbers: list[int] = []
        self._rows: list[tuple[str, ...]] = []

    def take(self, number: int, cells: dict[int, str]) -> None:
        """One row more."""
        if len(self._rows) >= MAX_TABLE_ROWS or self.room <= 0:
            raise EnoughRead
        last = self._numbers[-1] if self._numbers else 0
        if number <= last:  # no program writes so
            number = last + 1
        if number - last - 1 <= _MOST_BLANK:
            for blank in range(last + 1, number):
                self._add(blank, ())
        width = min(max(cells) + 1, MAX_TABLE_COLUMNS)
        self.is_cut |= max(cells) >= width
        self._add(number, tuple(cells.get(column, "") for column in range(width)))

    def _add(self, number: int, row: tuple[str, ...]) -> None:
        self._numbers.append(number)
        self._rows.append(row)
        self.room -= sum(map(len, row)) + len(row)

    def finish(self, part: SheetPart, merged: Iterable[Span]) -> Sheet:
        """The sheet."""
        spans = list(islice(self._merged(merged), _MOST_SPANS))
        taken = {row for span in spans for row in range(span.row, span.row + span.rows)}
        spans += islice((span for span in self._running_over() if span.row not in taken), _MOST_SPANS - len(spans))
        return Sheet(tuple(self._rows), part.name, tuple(self._numbers), spans=tuple(spans), is_hidden=part.is_hidden)

    def _merged(self, merged: Iterable[Span]) -> Iterator[CellSpan]:
        """Merged cells, where all of their rows are shown and no others lie on them."""
        found: list[CellSpan] = []
        for top, column, rows, columns in merged:
            first, end = bisect_left(self._numbers, top), bisect_left(self._numbers, top + rows)
            span = CellSpan(first, column, rows, min(columns, MAX_TABLE_COLUMNS - column))
            is_whole = end - first == rows and span.columns > 0 and rows * span.columns > 1
            if is_whole and not any(_overlap(span, other) for other in found):
                found.append(span)
                yield span

    def _running_over(self) -> Iterator[CellSpan]:
        """Long words with nothing beside them, such as the title of a sheet."""
        width = max(map(len, self._rows), default=0)
        for number, row in enumerate(self._rows):
            column = next((at for at, words in enumerate(row) if words), 0)
            columns = min(width - column, _WIDEST)
            if columns > 1 and len(row) == column + 1 and len(row[column]) > _LONG_WORDS:
                yield CellSpan(number, column, 1, columns)


def _overlap(one: CellSpan, other: CellSpan) -> bool:
    is_in_rows = one.row < other.row + other.rows and other.row < one.row + one.rows
    return is_in_rows and one.column < other.column + other.columns and other.column < one.column + one.columns
