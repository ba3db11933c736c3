# SPDX-License-Identifier: Apache-2.0
"""A workbook: its sheets in order, and their cells as people see them, values as they were last calculated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from incident_console.library.limits import MAX_SHEET_CELLS, MAX_SHEETS

from .extracted import EnoughRead
from .office_package import IgnoreXml, OfficePackage
from .xlsx_dates import CellFormats

_MAIN = "xl/workbook.xml"
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
"""No sheet has more (ECMA-376, 18.3.1.73)."""
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet with cells: its name and where it stands in the file."""

    name: str
    part: str
    is_hidden: bool


TakeRow = Callable[[int, dict[int, str]], None]
"""Takes the filled cells of one row: its number from 1, and the words by columns from 0."""
Span = tuple[int, int, int, int]
"""Cells that are one: first row from 1, first column from 0, how many rows and columns."""


class Workbook:
    """An Excel file (.xlsx and its sisters). Raises UnreadableDocument where it is damaged, locked or a bomb."""

    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        sheets, self._formats, shared = _Sheets(), CellFormats(), _SharedTexts()
        package.read(_MAIN, sheets)
        package.read("xl/styles.xml", self._formats)
        package.read("xl/sharedStrings.xml", shared)
        self._formats.is_1904 = sheets.is_1904
        self._shared = shared.texts
        targets = package.relations(_MAIN)
        found = (SheetPart(name, targets.get(relation, ""), is_hidden) for name, relation, is_hidden in sheets.found)
        self.sheets = tuple(
            sheet for sheet in found if package.has(sheet.part) and sheet.part.startswith("xl/worksheets/")
        )[:MAX_SHEETS]

    def read(self, sheet: SheetPart, take: TakeRow) -> tuple[Span, ...]:
        """Go through a sheet row by row; returns its merged cells. Raises EnoughRead where there is no end of it."""
        rows = _Rows(take, self._shared, self._formats)
        self._package.read(sheet.part, rows)
        return tuple(rows.spans)


class _Sheets(IgnoreXml):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sheet":
            is_hidden = attributes.get("state") in ("hidden", "veryHidden")
            self.found.append((attributes.get("name", ""), attributes.get("r:id", ""), is_hidden))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class _SharedTexts(IgnoreXml):
    """The texts that cells name by number; readings of Japanese words (rPh) are not part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._readings = 0

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        self._is_text = name == "t"
        self._readings += name == "rPh"

    def end(self, name: str, /) -> None:
        self._is_text = False
        self._readings -= name == "rPh"
        if name == "si":
            if len(self.texts) < MAX_SHEET_CELLS:
                self.texts.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str, /) -> None:
        if self._is_text and not self._readings:
            self._pieces.append(text)


class _Rows(IgnoreXml):
    def __init__(self, take: TakeRow, shared: list[str], formats: CellFormats) -> None:
        self.spans: list[Span] = []
        self._take, self._shared, self._formats = take, shared, formats
        self._row: dict[int, str] = {}
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None
        self._type = self._style = ""
        self._number, self._column, self._cells = 0, -1, 0

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        self._into = None
        if name == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdecimal() and len(number) < 8 else self._number + 1
            self._column = -1
        elif name == "c":
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            column = place_of(attributes.get("r", ""))[1]
            self._column = self._column + 1 if column is None else column
        elif name in ("v", "t"):
            self._into = self._value
        elif name == "f":
            self._into = self._formula
        elif name == "mergeCell" and (span := _span(attributes.get("ref", ""))) and len(self.spans) < MAX_SHEET_CELLS:
            self.spans.append(span)

    def end(self, name: str, /) -> None:
        self._into = None
        if name == "c":
            self._end_cell()
        elif name == "row":
            row, self._row = self._row, {}
            if row and self._number <= _MOST_ROWS:
                self._take(self._number, row)

    def text(self, text: str, /) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_SHEET_CELLS:
            raise EnoughRead
        raw, formula = "".join(self._value), "".join(self._formula)
        self._value.clear()
        self._formula.clear()
        words = self._shown(raw).strip() if raw else formula and f"={formula}"  # never calculated: what it would be
        if words and self._column < _MOST_COLUMNS:
            self._row[self._column] = words

    def _shown(self, raw: str) -> str:
        if self._type == "s":
            return self._shared[int(raw)] if raw.isdecimal() and int(raw) < len(self._shared) else ""
        if self._type == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return self._formats.shown(raw, self._style) if self._type == "n" else raw


def place_of(reference: str) -> tuple[int, int | None]:
    """Where a cell is: "B12" is row 12 and column 1; no column where it says none."""
    letters = reference.rstrip("0123456789")
    number = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0, None
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(number) if 0 < len(number) < 8 else 0, column - 1


def _span(reference: str) -> Span | None:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last)
    if left is None or right is None or not 0 < top <= bottom or right < left:
        return None
    return top, left, bottom - top + 1, right - left + 1
