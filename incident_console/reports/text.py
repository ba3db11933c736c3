# SPDX-License-Identifier: Apache-2.0
"""Text on a page: styles, and paragraphs broken into lines of a given width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from incident_console.reports.fonts import REGULAR, FontBook
from incident_console.reports.scripts import has_rtl, is_rtl, join_letters, move_short_i, visual_order

_ANYWHERE = "\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"  # scripts that break between any two characters
_SPACES = " \u2000-\u200a\u3000"
_JOINTS = "/\\-&?=_"  # a line may end after these
_PIECES = re.compile(f"[{_SPACES}]+|[{_ANYWHERE}]|[^{_SPACES}{_ANYWHERE}{_JOINTS}]+[{_JOINTS}]*|[{_JOINTS}]+")
_LONGEST_LINE = 2000  # characters of a text that are looked at for a single line


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: weight of the font, size and leading in points, colour as 0xRRGGBB."""

    size: float = 8.2
    leading: float = 10.8
    weight: str = REGULAR
    colour: int = 0x1B1F24
    is_struck: bool = False

    def struck(self) -> Style:
        """The same, ruled through."""
        return replace(self, is_struck=True)


class Line(NamedTuple):
    """One line as it is drawn, from left to right; a line of a right-to-left paragraph ends at the left."""

    text: str
    is_rtl: bool
    style: Style


class Paragraph(NamedTuple):
    """Text in one style; ``mark`` names a small shape before it (see ``marks``), ``is_single`` cuts it to one line."""

    text: str
    style: Style
    mark: str = ""
    is_single: bool = False


def baseline(top: float, style: Style) -> float:
    """Where the letters of a line stand whose leading begins at ``top``: capitals, 0.72 of the size, in its middle."""
    return top + (style.leading + style.size * 0.72) / 2


def set_lines(book: FontBook, text: str, style: Style, width: float) -> list[Line]:
    """Break a text into lines no wider than ``width``; a word that is too long breaks anywhere. Always one line."""
    shown = book.visible(unicodedata.normalize("NFC", text)).rstrip()
    return [line for part in shown.split("\n") for line in _set_paragraph(book, part, style, width)]


def set_one_line(book: FontBook, text: str, style: Style, width: float) -> Line:
    """The text on a single line, cut with an ellipsis where it does not fit."""
    joined = " ".join(text[:_LONGEST_LINE].split())
    lines = set_lines(book, joined, style, width)
    if len(lines) == 1:
        return lines[0]
    first = set_lines(book, joined, style, width - book.width("…", style.weight, style.size))[0]
    return first._replace(text=f"…{first.text}" if first.is_rtl else f"{first.text.rstrip('.,;: ')}…")


def _set_paragraph(book: FontBook, text: str, style: Style, width: float) -> list[Line]:
    if not has_rtl(text):
        return [Line(line, False, style) for line in _break(book, move_short_i(text), style, width)]
    runs_left = is_rtl(text)
    broken = _break(book, join_letters(text), style, width)
    return [Line(visual_order(line, runs_left), runs_left, style) for line in broken]


def _break(book: FontBook, text: str, style: Style, width: float) -> list[str]:
    """Greedy: as many pieces to a line as fit; a space at a line's end is dropped."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _fitting_pieces(book, text, style, width):
        wide = book.width(piece, style.weight, style.size)
        if line and used + wide > width and not piece.isspace():
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()]


def _fitting_pieces(book: FontBook, text: str, style: Style, width: float) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if book.width(piece, style.weight, style.size) <= width:
            yield piece
        else:
            yield from _chopped(book, piece, style, width)


def _chopped(book: FontBook, piece: str, style: Style, width: float) -> Iterator[str]:
    """A word that is too long, cut into lines; a mark without width stays with the letter before it."""
    start, used = 0, 0.0
    for place, char in enumerate(piece):
        wide = book.width(char, style.weight, style.size)
        if wide and used + wide > width and place > start:
            yield piece[start:place]
            start, used = place, 0.0
        used += wide
    yield piece[start:]
