# SPDX-License-Identifier: Apache-2.0
"""Contacts from a table: any of the usual separators and encodings, headings in several languages or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incident_console.library.csv_rows import SAMPLE_CHARS, csv_rows, separated
from incident_console.library.decoding import decode_text
from incident_console.library.limits import MAX_NOTE_CHARS

from .contact import (
    ParsedContact,
    ParsedNumber,
    UnreadableContact,
    a_name,
    distinct,
    distinct_numbers,
    kind_from_words,
    value,
)
from .csv_columns import Column, Field, columns_from_headings, columns_from_shape, fits
from .phone_numbers import as_typed, normalized

_HEADING_ROWS = 10
_GOOGLE_SEPARATOR = " ::: "
_SEVERAL = re.compile(r"\n|;| / | ::: ")

Outcome = tuple[int, ParsedContact | str]
"""The number of a row, and the contact in it or a sentence that says why there is none."""


def parse_csv(data: bytes, region: str | None) -> Iterator[Outcome]:
    """Each filled row of a table in order: a contact, or why it is none."""
    text, separator = separated(decode_text(data).text)
    sample = [row for _, row in csv_rows(text[:SAMPLE_CHARS], separator) if isinstance(row, list)]
    heading_row, columns = _layout(sample)
    if not columns and text.strip():
        yield 1, "No column is recognised. Name the columns in the first row, such as: name, phone, email."
    if not columns:
        return
    for number, row in csv_rows(text, separator):
        if number <= heading_row:
            continue
        if isinstance(row, str):
            yield number, row
        elif any(cell.strip() for cell in row):
            yield number, _outcome(row, columns, region)


def _outcome(row: list[str], columns: list[Column], region: str | None) -> ParsedContact | str:
    try:
        return _Row(row, columns).contact(region)
    except UnreadableContact as problem:
        return str(problem)


def _layout(sample: Sequence[Sequence[str]]) -> tuple[int, list[Column]]:
    """The number of the row of headings (0 if there is none) and the columns."""
    for least in (2, 1):
        for number, row in enumerate(sample[:_HEADING_ROWS], start=1):
            columns = columns_from_headings(row)
            if len(columns) >= least and (least == 2 or len([cell for cell in row if cell.strip()]) == 1):
                return number, columns
    columns = columns_from_shape(sample)
    return (0 if columns and fits(sample[0], columns) else 1), columns


class _Row:
    """One row, its cells looked up by what their column holds."""

    def __init__(self, cells: list[str], columns: list[Column]) -> None:
        self._cells = cells
        self._columns = columns

    def contact(self, region: str | None) -> ParsedContact:
        """The person in this row; raises UnreadableContact if there is nothing to call them."""
        numbers = distinct_numbers(self._numbers(region))
        emails = distinct(value(email) for email in self._all(Field.EMAIL) if "@" in email)
        given, family = self._one(Field.GIVEN), self._one(Field.FAMILY)
        organisation = ", ".join(filter(None, (self._one(Field.ORGANISATION), self._one(Field.DEPARTMENT))))
        first_names = " ".join(filter(None, (given, self._one(Field.MIDDLE))))
        number = numbers[0].number if numbers else ""
        return ParsedContact(
            name=a_name(self._one(Field.NAME), first_names, family, organisation, *emails[:1], number),
            given=given,
            family=family,
            organisation=value(organisation),
            title=self._one(Field.TITLE),
            numbers=numbers,
            emails=emails,
            note="\n".join(filter(None, self._all(Field.NOTE)))[:MAX_NOTE_CHARS],
            groups=distinct(self._groups()),
            uid=self._one(Field.UID),
        )

    def _numbers(self, region: str | None) -> Iterator[ParsedNumber]:
        for column in self._columns:
            if column.field is Field.NUMBER:
                label = self._cell(column.label_index).lower()
                kind = kind_from_words(label.split()) if label else column.kind
                for raw in _SEVERAL.split(self._cell(column.index)):
                    number = as_typed(raw)
                    yield ParsedNumber(kind, number, normalized(number, region), label.startswith("*"))

    def _groups(self) -> Iterator[str]:
        for cell in self._all(Field.GROUP):
            for group in cell.replace(";", ",").replace(_GOOGLE_SEPARATOR, ",").split(","):
                if not group.strip().startswith("*"):  # Google's own groups, such as "* myContacts"
                    yield value(group)

    def _all(self, field: Field) -> list[str]:
        cells = (self._cell(column.index) for column in self._columns if column.field is field)
        return [part.strip() for cell in cells for part in cell.split(_GOOGLE_SEPARATOR)]

    def _one(self, field: Field) -> str:
        return next((value(cell) for cell in self._all(field) if cell), "")

    def _cell(self, index: int | None) -> str:
        return self._cells[index].strip() if index is not None and index < len(self._cells) else ""
