# SPDX-License-Identifier: Apache-2.0
"""The building blocks of a report's pages besides tables: section titles, facts, figures, the headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from incident_console.reports.marks import mark_items
from incident_console.reports.pages import LEFT, RIGHT, WIDTH, Box, Pages
from incident_console.reports.palette import (
    ASIDE,
    BODY,
    FIGURE,
    HAIRLINE,
    HEADLINE,
    INK,
    LABEL,
    PANEL,
    QUIET,
    SECTION,
    STRONG,
    tinted,
)
from incident_console.reports.tables import Column, Row, Table
from incident_console.reports.text import Paragraph, set_lines, set_one_line

_FACTS_A_ROW = 4
_MARK_SIZE = 9.0


class Fact(NamedTuple):
    """One labelled value of a report's head; an empty one is printed as "not recorded"."""

    label: str
    value: str


class Figure(NamedTuple):
    """One number of the summary in large type, with its colour and the shape that says the same; ``note`` below it."""

    value: str
    label: str
    colour: int = INK
    mark: str = ""
    note: str = ""


def draw_section(pages: Pages, title: str, note: str, wanted: float) -> None:
    """Begin a section, where ``wanted`` points of its content still fit below the title."""
    pages.y += 8
    pages.need(SECTION.leading + wanted)
    pages.page.sections.append((title, pages.y))
    line = set_one_line(pages.book, title, SECTION, WIDTH)
    pages.add(pages.place(line, LEFT, pages.y, WIDTH))
    taken = pages.book.width(line.text, SECTION.weight, SECTION.size) + 10
    beside = set_one_line(pages.book, note, QUIET, WIDTH - taken)
    drop = (SECTION.leading - QUIET.leading) / 2 + 1.2
    pages.add(pages.place(beside, LEFT + taken, pages.y + drop, WIDTH - taken))
    pages.y += SECTION.leading + 2
    pages.add(Box(LEFT, pages.y, WIDTH, 0.9, INK))
    pages.y += 2


def draw_facts(pages: Pages, facts: Sequence[Fact]) -> None:
    """The head of a report as a grid of labelled values."""
    pages.add(Box(LEFT, pages.y, WIDTH, 0.4, HAIRLINE))
    cells = [
        [Paragraph(fact.label, LABEL), Paragraph(fact.value or "not recorded", BODY if fact.value else ASIDE)]
        for fact in facts
    ]
    rows = [Row(cells[start : start + _FACTS_A_ROW]) for start in range(0, len(cells), _FACTS_A_ROW)]
    Table(pages, [Column("", WIDTH / _FACTS_A_ROW)] * _FACTS_A_ROW).draw(rows)


def draw_headline(pages: Pages, text: str, note: str, colour: int) -> None:
    """The state in one sentence, on a panel with a bar in the colour of its impact."""
    pages.y += 10
    title = set_lines(pages.book, "1  Headline", LABEL, WIDTH - 24)
    body = set_lines(pages.book, text, HEADLINE, WIDTH - 24)
    below = set_lines(pages.book, note, replace(STRONG, leading=15.0, colour=colour), WIDTH - 24) if note else []
    lines = [*title, *body, *below]
    height = sum(line.style.leading for line in lines) + 14
    pages.need(min(height, 200))
    pages.page.sections.append(("1  Headline", pages.y))
    if height <= pages.room:
        pages.add(Box(LEFT, pages.y, WIDTH, height, PANEL), Box(LEFT, pages.y, 4, height, colour))
    pages.y += 7
    pages.write(lines, LEFT + 14, WIDTH - 24)
    pages.y += 7


def draw_figures(pages: Pages, figures: Sequence[Figure]) -> None:
    """The numbers of the report beside each other."""
    pages.y += 8
    height = FIGURE.leading + LABEL.leading * (2 if any(figure.note for figure in figures) else 1)
    pages.need(height + 10)
    width = (RIGHT - LEFT) / len(figures)
    for place, figure in enumerate(figures):
        _figure(pages, figure, LEFT + place * width, width - 8)
    pages.y += height + 4


def _figure(pages: Pages, figure: Figure, x: float, width: float) -> None:
    value = set_one_line(pages.book, figure.value, tinted(FIGURE, figure.colour), width)
    label = set_one_line(pages.book, figure.label, LABEL, width)
    indent = 0.0
    if figure.mark:
        pages.add(*mark_items(figure.mark, x, pages.y + FIGURE.leading / 2, figure.colour, _MARK_SIZE))
        indent = _MARK_SIZE + 4
    pages.add(pages.place(value, x + indent, pages.y, width))
    pages.add(pages.place(label, x, pages.y + FIGURE.leading, width))
    if figure.note:
        note = set_one_line(pages.book, figure.note, LABEL, width)
        pages.add(pages.place(note, x, pages.y + FIGURE.leading + LABEL.leading, width))
