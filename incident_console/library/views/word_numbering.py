# SPDX-License-Identifier: Apache-2.0
"""The numbers before the steps and headings of a Word document, counted as Word does (ECMA-376, 17.9).

They stand nowhere in the file: a paragraph only names its list and level. A plan says "go to step 7", so they must be
those that its author saw, across tables and paragraphs between the steps.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from incident_console.library.text.office_package import IgnoreXml

_LEVELS = 9
_MOST_CHARS = 40
_PLACE = re.compile(r"%([1-9])")
_ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    label: str = ""
    style: str = ""


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    style_link: str = ""


@dataclass
class _Use:
    """A list as paragraphs name it (w:num): a kind of list, some levels begun anew."""

    list: str = ""
    starts: dict[int, int] = field(default_factory=dict)


class Numbering(IgnoreXml):
    """Reads word/numbering.xml: the lists of a document."""

    def __init__(self) -> None:
        self.lists: dict[str, _List] = {}
        self.uses: dict[str, _Use] = {}
        self._list, self._use, self._level = _List(), _Use(), _Level()
        self._override = 0

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Keep what a list says of its levels."""
        value = attributes.get("val", "")
        if name == "abstractNum":
            self._list = self.lists[attributes.get("abstractNumId", "")] = _List()
        elif name == "num":
            self._use = self.uses[attributes.get("numId", "")] = _Use()
        elif name == "lvl":
            self._level = self._list.levels[whole_number(attributes.get("ilvl", ""))] = _Level()
        elif name == "abstractNumId":
            self._use.list, self._list = value, _List()  # levels that follow belong to this use alone
        elif name == "lvlOverride":
            self._override = whole_number(attributes.get("ilvl", ""))
        elif name == "startOverride":
            self._use.starts[self._override] = whole_number(value)
        elif name == "numStyleLink":
            self._list.style_link = value
        else:
            self._take_of_level(name, value)

    def _take_of_level(self, name: str, value: str) -> None:
        if name == "start":
            self._level.start = whole_number(value)
        elif name == "numFmt":
            self._level.form = value
        elif name == "lvlText":
            self._level.label = value[:_MOST_CHARS]
        elif name == "pStyle":
            self._level.style = value


class NumberedStyles(IgnoreXml):
    """Reads word/styles.xml: which styles of paragraphs and lists bring a number."""

    def __init__(self) -> None:
        self._based_on: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, int | None]] = {}
        self._style = ""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Keep what a style says of numbers."""
        value = attributes.get("val", "")
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "basedOn":
            self._based_on[self._style] = value
        elif name == "numId":
            self._numbers[self._style] = value, self._numbers.get(self._style, ("", None))[1]
        elif name == "ilvl":
            self._numbers[self._style] = self._numbers.get(self._style, ("", None))[0], whole_number(value)

    def of(self, style: str) -> tuple[str, int | None]:
        """The list of a style and its level there; the level may follow from the list."""
        for _ in range(_LEVELS):
            if style in self._numbers:
                return self._numbers[style]
            style = self._based_on.get(style, "")
        return "", None


class NumberCounter:
    """Counts along a document; ask once for each paragraph in order."""

    def __init__(self, numbering: Numbering, styles: NumberedStyles) -> None:
        self._numbering, self._styles = numbering, styles
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def next(self, style: str, number: str, level: int | None) -> str:
        """The label of a paragraph with this style, list and level, such as "3.2."; empty for a bullet or none."""
        if not number:
            number, styled = self._styles.of(style)
            level = styled if level is None else level
        name, kind = self._list_of(number)
        if kind is None:
            return ""
        if level is None:
            level = next((at for at, each in kind.levels.items() if each.style and each.style == style), 0)
        self._count(number, name, kind, level)
        return _label(kind.levels, self._counts[name], level)

    def _list_of(self, number: str) -> tuple[str, _List | None]:
        """The list behind a use of it; one that only points at a style is found there."""
        for _ in range(_LEVELS):
            use = self._numbering.uses.get(number)
            kind = self._numbering.lists.get(use.list) if use else None
            if use is None or kind is None or not kind.style_link:
                return (use.list if use else ""), kind
            number = self._styles.of(kind.style_link)[0]
        return "", None

    def _count(self, number: str, name: str, kind: _List, level: int) -> None:
        counts, use = self._counts[name], self._numbering.uses[number]
        anew = use.starts.get(level)
        if anew is not None and (number, level) not in self._begun:
            counts[level] = anew
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = kind.levels.get(level, _Level()).start
        self._begun.add((number, level))
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]


def _label(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
    own = levels.get(level)
    if own is None or own.form in ("bullet", "none"):
        return ""

    def written(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        shape = levels.get(place, _Level())
        return _in_form(counts.get(place, shape.start), shape.form)

    return _PLACE.sub(written, own.label)


def _in_form(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * min(1 + (count - 1) // 26, 9) if count > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    digits = []
    for value, letters in _ROMAN if 0 < count < 4000 else ():
        digits.append(letters * (count // value))
        count %= value
    return "".join(digits) or str(count)


def whole_number(value: str) -> int:
    """A number as XML has it; 0 for what is none."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 0
