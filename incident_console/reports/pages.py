# SPDX-License-Identifier: Apache-2.0
"""Pages before they are drawn: what lies where, measured in points from the top left corner of A4."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event
from typing import NamedTuple

from incident_console.domain.errors import KnownError
from incident_console.reports.fonts import FontBook
from incident_console.reports.text import Line, baseline

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT = 42.0, PAGE_WIDTH - 42.0
WIDTH = RIGHT - LEFT
TOP, BOTTOM = 72.0, 776.0
"""Where the content of a page may stand, between its header and its foot."""
MAX_PAGES = 2000
"""A report of more pages is refused: nobody reads it, and it would eat the laptop's memory."""

Progress = Callable[[int, int], None]
"""Told (done, of) while a report is made; of is always 100."""


class TextAt(NamedTuple):
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    line: Line


class Box(NamedTuple):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: int


class Shape(NamedTuple):
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    colour: int


class Disc(NamedTuple):
    """A filled circle, or a ring where ``stroke`` is given."""

    x: float
    y: float
    radius: float
    colour: int
    stroke: float = 0.0


Item = TextAt | Box | Shape | Disc


@dataclass
class Page:
    """One page: what lies on it in the order of drawing, and the sections that start here (title, y)."""

    items: list[Item] = field(default_factory=list)
    sections: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Pages:
    """The growing report: a cursor that runs down the page and on to the next one."""

    book: FontBook
    cancel: Event | None = None
    first_top: float = TOP
    done: list[Page] = field(default_factory=lambda: [Page()])
    y: float = 0.0

    def __post_init__(self) -> None:
        self.y = self.first_top

    @property
    def page(self) -> Page:
        """The page that is being filled."""
        return self.done[-1]

    @property
    def room(self) -> float:
        """How much height is left on it."""
        return BOTTOM - self.y

    def add(self, *items: Item) -> None:
        """Lay something on the page."""
        self.page.items.extend(items)

    def turn(self) -> None:
        """Go on to a new page; raises KnownError when cancelled or beyond MAX_PAGES."""
        self.check()
        if len(self.done) >= MAX_PAGES:
            raise KnownError(
                "This report is too long to print",
                f"It would take more than {MAX_PAGES} pages. The record itself is untouched.",
                "Choose a shorter period or fewer significant entries.",
            )
        self.done.append(Page())
        self.y = TOP

    def need(self, height: float) -> None:
        """Turn the page if less than this height is left."""
        if self.room < height:
            self.turn()

    def write(self, lines: Iterable[Line], x: float = LEFT, width: float = WIDTH) -> None:
        """Write lines below each other, over page ends, and move the cursor below them."""
        for line in lines:
            self.need(line.style.leading)
            self.add(self.place(line, x, self.y, width))
            self.y += line.style.leading

    def place(self, line: Line, x: float, top: float, width: float) -> TextAt:
        """A line set into a column that begins at ``x``; a right-to-left one at the column's right edge."""
        style = line.style
        shift = width - self.book.width(line.text, style.weight, style.size) if line.is_rtl else 0.0
        return TextAt(x + shift, baseline(top, style), line)

    def check(self) -> None:
        """Stop here if the user cancelled; raises KnownError."""
        if self.cancel is not None and self.cancel.is_set():
            raise KnownError("The report was cancelled", "Nothing was issued or written.")
