# SPDX-License-Identifier: Apache-2.0
"""The order of rows that one of their columns sorts: numbers as numbers, days by date, blanks at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MONEY = "(?:[€$£]|[A-Z]{3})?"
_NUMBER = re.compile(
    rf"{_MONEY}\s?([+-]?)(?:(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?|(\d{{1,3}}(?:\.\d{{3}})+|\d+)(,\d+))\s?(?:%|{_MONEY})\Z",
    re.ASCII,
)
"""A point or a comma before the part of one, thousands set apart by the other; signs of money and % are let pass."""
_MOST_CHARS = 40


def number_of(words: str) -> float | None:
    """The number that a cell shows; None for anything else, a telephone number with blanks too."""
    found = _NUMBER.match(words.strip()) if len(words) <= _MOST_CHARS else None
    if found is None:
        return None
    sign, whole, part, comma_whole, comma_part = found.groups()
    if whole:
        return float(f"{sign}{whole.replace(',', '')}{part or ''}")
    return float(f"{sign}{comma_whole.replace('.', '')}{comma_part.replace(',', '.')}")


def rows_in_order(rows: Sequence[Sequence[str]], column: int, *, is_falling: bool) -> list[int]:
    """The numbers of the rows as this column sorts them; equal ones stay as they were."""
    filled = [number for number, row in enumerate(rows) if column < len(row) and row[column].strip()]
    blank = sorted(set(range(len(rows))).difference(filled))
    keys = {number: _key(rows[number][column]) for number in filled}
    return sorted(filled, key=keys.__getitem__, reverse=is_falling) + blank


def _key(words: str) -> tuple[bool, float, str]:
    number = number_of(words)
    return (False, number, "") if number is not None else (True, 0.0, words.strip().casefold())
