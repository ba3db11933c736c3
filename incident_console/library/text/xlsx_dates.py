# SPDX-License-Identifier: Apache-2.0
"""Cells of a workbook as they are read: a number in its format, a count of days with a format of dates as a date again.

Dates are written as everywhere in this program, 2026-03-12, so that they can be found whatever the format (ECMA-376,
18.8.30).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .number_formats import BUILT_IN, shown_number
from .office_package import IgnoreXml

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BUILT_IN_ELAPSED = "46"
_NOT_LETTERS_OF_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|General', re.IGNORECASE)
_LAST_DAY = 2_958_466.0  # 31 December 9999


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the cells of one style are read: as days, or as numbers with this format."""

    code: str
    days: Callable[[float, bool], str] | None


class CellFormats(IgnoreXml):
    """Reads xl/styles.xml: which cell styles show a number as a date."""

    def __init__(self) -> None:
        self.is_1904 = False
        self._codes: dict[str, str] = {}
        self._styles: list[str] = []
        self._is_cells = False
        self._kinds: dict[str, _Kind] = {}

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Keep the own formats and the format of each cell style."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_cells = True
        elif name == "xf" and self._is_cells:
            self._styles.append(attributes.get("numFmtId", ""))

    def end(self, name: str, /) -> None:
        """The list of cell styles is over."""
        if name == "cellXfs":
            self._is_cells = False

    def shown(self, raw: str, style: str) -> str:
        """A number as it is read: a date as 2026-03-12, with its time where it has one, others in their format."""
        kind = self._kinds.get(style)
        if kind is None:
            kind = self._kinds[style] = self._kind(style)
        if kind.days is None:
            return shown_number(raw, kind.code)
        try:
            days = float(raw)
            return kind.days(days, self.is_1904) if 0 <= days < _LAST_DAY else raw
        except (ValueError, OverflowError):
            return raw

    def _kind(self, style: str) -> _Kind:
        number = self._styles[int(style)] if style.isdecimal() and int(style) < len(self._styles) else ""
        code = self._codes.get(number, BUILT_IN.get(number, ""))
        if number == _BUILT_IN_ELAPSED or _ELAPSED.search(code):
            return _Kind(code, _elapsed)
        letters = _NOT_LETTERS_OF_A_DATE.sub("", code.partition(";")[0]).lower()
        is_built_in = number not in self._codes and number.isdecimal() and int(number) in _BUILT_IN_DATES
        is_date = is_built_in or any(letter in letters for letter in "ymdhs")
        return _Kind(code, _date if is_date else None)


def _elapsed(days: float, _is_1904: bool) -> str:
    """A span of time in hours, however many: "26:30"."""
    seconds = round(days * 86_400)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def _date(days: float, is_1904: bool) -> str:
    if days < 1:
        return _clock(datetime(1900, 1, 1) + timedelta(days=days))  # noqa: DTZ001 - a workbook knows no time zone
    # Excel counts a 29 February 1900 that never was, so that days before 1 March start one later.
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001
    moment = start + timedelta(days=days)
    return moment.strftime("%Y-%m-%d") + (f" {_clock(moment)}" if days % 1 else "")


def _clock(moment: datetime) -> str:
    return (moment + timedelta(milliseconds=500)).strftime("%H:%M:%S").removesuffix(":00")
