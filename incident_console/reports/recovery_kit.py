# SPDX-License-Identifier: Apache-2.0
"""The recovery kit as one page of PDF: 24 words, the same as a square to scan, and in plain words what it is.

It is drawn in memory and handed over as bytes; nothing of it is kept or written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from incident_console.domain.clock import Moment
from incident_console.reports.drawing import About, draw
from incident_console.reports.fonts import BOLD, SEMIBOLD, font_book
from incident_console.reports.frame import band_items
from incident_console.reports.moments import Zone
from incident_console.reports.one_at_a_time import ONE_AT_A_TIME
from incident_console.reports.pages import LEFT, RIGHT, WIDTH, Box, Item, Pages
from incident_console.reports.palette import (
    BODY,
    HAIRLINE,
    INK,
    LABEL,
    MUTED,
    PANEL,
    QUIET,
    RED,
    RULE,
    SECTION,
    STRONG,
    SUBTITLE,
    TITLE,
)
from incident_console.reports.text import Style, set_lines, set_one_line

_COLUMNS, _ROW_HEIGHT = 3, 25.0
_WORD = Style(size=17.0, leading=_ROW_HEIGHT, weight=BOLD)
_NUMBER = Style(size=10.0, leading=_ROW_HEIGHT, weight=SEMIBOLD, colour=MUTED)
_TEXT = replace(BODY, size=10.0, leading=14.0)
_WARNING = replace(STRONG, size=10.4, leading=14.4, colour=RED)
_PRINT = Style(size=13.0, leading=17.0, weight=SEMIBOLD)
_TEAM_ID = replace(QUIET, colour=INK)
_QUIET_ZONE = 4
_SQUARE = 172.0
_GAP = 22.0

_FOUND = (
    "Anybody who finds this page can read everything of this team and change everything in its name: let people in, "
    "shut people out, write. Keep it like the key of a safe."
)
_WHAT = (
    "The way back when every laptop of the team is lost, broken or locked for good. It is a member of the team made of "
    "paper, with the right of an admin. Its keys are the words above; they are kept nowhere else."
)
_HOW = (
    "Install Incident Console on another laptop, start it, and choose “Recover with the kit”.",
    "Give it any copy of the team's shared folder: the share, a synced folder, a stick.",
    "Type the words in the order of their numbers, or scan the square with a reader that keeps nothing.",
    "Every laptop of the team shows that the kit was used. Remove the lost laptops, then print a new kit.",
)
_WHERE = (
    "In a sealed envelope in a safe, apart from the laptops and sticks, where two people know of it. Do not photograph "
    "it and do not keep the file that it was printed from. Try it once a year in Team & sync: that uses nothing up."
)
_NEW = "Printing a new kit ends this one. Team & sync tells the code of the current one."
_BY_HAND = ("Kept at", "Known to", "Tried on")


@dataclass(frozen=True, slots=True)
class RecoveryKit:
    """What stands on the page; ``scanned`` is what the square holds."""

    words: tuple[str, ...]
    code: str
    team: str
    is_exercise: bool
    team_id: str
    fingerprint: str
    printed_by: str
    printed_at: Moment
    scanned: str


def render_recovery_kit(kit: RecoveryKit, fonts_folder: Path) -> bytes:
    """Draw the page: A4, embedded fonts, the square as shapes. ``fonts_folder`` is resources/fonts."""
    with ONE_AT_A_TIME:
        book = font_book(fonts_folder)
        pages = Pages(book, first_top=54.0)
        pages.add(*band_items(book, f"RECOVERY KIT, {kit.code}", is_exercise=kit.is_exercise))
        _head(pages, kit)
        _warning(pages)
        _words(pages, kit.words)
        _below(pages, kit)
        about = About(
            f"Recovery kit {kit.code}", book.visible(kit.printed_by), book.visible(kit.team), kit.printed_at.ms,
            sha256(f"{kit.team_id} {kit.code}".encode()).hexdigest(),
        )  # fmt: skip
        return draw(pages.done, book, about, "", lambda _page: None)


def _head(pages: Pages, kit: RecoveryKit) -> None:
    pages.write([set_one_line(pages.book, "Recovery kit", TITLE, WIDTH)])
    first, *more = set_lines(pages.book, kit.team, SUBTITLE, WIDTH)
    rest = " ".join(line.text for line in more)
    pages.write([first, *([set_one_line(pages.book, rest, SUBTITLE, WIDTH)] if rest else ())])
    pages.y += 6
    zone = Zone("", kit.printed_at.utc_offset_min)
    facts = (
        ("Team fingerprint", kit.fingerprint),
        ("Printed", zone.full(kit.printed_at.ms)),
        ("By", kit.printed_by),
    )
    widths = (0.43, 0.25, 0.32)
    x = LEFT
    for (label, value), share in zip(facts, widths, strict=True):
        width = WIDTH * share - 10
        pages.add(pages.place(set_one_line(pages.book, label, LABEL, width), x, pages.y, width))
        line = set_one_line(pages.book, value, _PRINT if x == LEFT else STRONG, width)
        pages.add(pages.place(line, x, pages.y + LABEL.leading + (0 if x == LEFT else 3), width))
        x += WIDTH * share
    pages.y += LABEL.leading + _PRINT.leading + 10


def _warning(pages: Pages) -> None:
    lines = set_lines(pages.book, _FOUND, _WARNING, WIDTH - 28)
    height = sum(line.style.leading for line in lines) + 14
    pages.add(Box(LEFT, pages.y, WIDTH, height, PANEL), Box(LEFT, pages.y, 4, height, RED))
    pages.y += 7
    pages.write(lines, LEFT + 16, WIDTH - 28)
    pages.y += 19


def _words(pages: Pages, words: tuple[str, ...]) -> None:
    """The words in large type, down each column."""
    rows = -(-len(words) // _COLUMNS)
    width = WIDTH / _COLUMNS
    for place, word in enumerate(words):
        x, top = LEFT + place // rows * width, pages.y + place % rows * _ROW_HEIGHT
        number = set_one_line(pages.book, f"{place + 1}", _NUMBER, 24)
        pages.add(
            pages.place(number, x + 18 - pages.book.width(number.text, SEMIBOLD, _NUMBER.size), top, 24),
            pages.place(set_one_line(pages.book, word, _WORD, width - 28), x + 27, top, width - 28),
            Box(x, top + _ROW_HEIGHT - 0.5, width - 12, 0.5, HAIRLINE),
        )
    pages.y += rows * _ROW_HEIGHT + 20


def _below(pages: Pages, kit: RecoveryKit) -> None:
    """What it is, how to use it and where to keep it; the square beside."""
    top = pages.y
    _part(pages, "What this is", [_WHAT])
    _part(pages, "How to use it", _HOW, is_numbered=True)
    _part(pages, "Where to keep it", [_WHERE])
    _part(pages, "How it ends", [_NEW])
    below = pages.y + 12
    boxes, module = _square(kit.scanned, RIGHT - _SQUARE, top)
    pages.add(*boxes)
    left, width = RIGHT - _SQUARE + _QUIET_ZONE * module, _SQUARE - _QUIET_ZONE * module
    pages.y = top + _SQUARE
    half = len(kit.team_id) // 2
    team_id = f"{kit.team_id[:half]}\n{kit.team_id[half:]}"
    for text, style in (("The words and the team id, to scan", QUIET), ("Team id", LABEL), (team_id, _TEAM_ID)):
        pages.write(set_lines(pages.book, text, style, width), left, width)
    if kit.is_exercise:
        pages.y += 8
        pages.write(set_lines(pages.book, "Exercise: it opens nothing real", SUBTITLE, width), left, width)
    pages.y = below
    _by_hand(pages)


def _part(pages: Pages, title: str, texts: Sequence[str], *, is_numbered: bool = False) -> None:
    width, indent = WIDTH - _SQUARE - _GAP, 16.0 if is_numbered else 0.0
    pages.write([set_one_line(pages.book, title, SECTION, width)], LEFT, width)
    pages.y += 1
    for place, text in enumerate(texts, start=1):
        if is_numbered:
            pages.add(pages.place(set_one_line(pages.book, f"{place}.", _TEXT, indent), LEFT, pages.y, indent))
        pages.write(set_lines(pages.book, text, _TEXT, width - indent), LEFT + indent, width - indent)
    pages.y += 9


def _by_hand(pages: Pages) -> None:
    """Lines to fill in with a pen."""
    width = WIDTH / len(_BY_HAND)
    for place, label in enumerate(_BY_HAND):
        x = LEFT + place * width
        pages.add(
            pages.place(set_one_line(pages.book, label, LABEL, width), x, pages.y + 3, width),
            Box(x, pages.y + 30, width - 12, 0.6, RULE),
        )


def _square(text: str, left: float, top: float) -> tuple[list[Item], float]:
    """A QR code as filled boxes, one for each run of dark modules in a row; and how wide a module is."""
    import segno

    rows = segno.make(text, error="m", micro=False, boost_error=False).matrix
    module = _SQUARE / (len(rows) + 2 * _QUIET_ZONE)
    boxes: list[Item] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                at = left + (start + _QUIET_ZONE) * module, top + (y + _QUIET_ZONE) * module
                boxes.append(Box(*at, (x - start) * module, module, INK))
            x += 1
    return boxes, module
