# SPDX-License-Identifier: Apache-2.0
"""Where the cells of a row stand, and what happens when there is no room for all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incident_console.ui.theme import theme

GAP = 10
"""Between two columns, in pixels of the design."""
SIDE = 16
"""Left and right of the row, in pixels of the design."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list, in pixels of the design.

    ``width`` 0 takes what the others leave (one column per list). Where that is less than ``min_width``, large text
    or a narrow window stack the row: all other cells flow in lines above this one, or below it if
    ``is_first_when_stacked`` (a name before its particulars). There no title stands above a cell: ``stacked_words`` go
    before what would not speak for itself.
    """

    key: str
    width: int = 0
    title: str = ""
    is_right: bool = False
    min_width: int = 240
    is_first_when_stacked: bool = False
    stacked_words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in the row, in pixels."""

    key: str
    x: int
    width: int
    is_right: bool


def place_columns(
    columns: Sequence[Column], row_width: int, chosen_widths: Mapping[str, int] | None = None
) -> tuple[Place, ...]:
    """Place the columns side by side, or tell with an empty tuple that the row is too narrow for that.

    ``chosen_widths`` (pixels of the design, by key) win over the columns' own.
    """
    widths = {column.key: (chosen_widths or {}).get(column.key, column.width) for column in columns}
    return _place(tuple(columns), row_width, tuple(widths.values()), theme().scale)


@lru_cache(maxsize=64)
def _place(columns: tuple[Column, ...], row_width: int, widths: tuple[int, ...], _scale: float) -> tuple[Place, ...]:
    px = theme().px
    fixed = sum(px(width) for width in widths) + px(GAP) * (len(columns) - 1) + 2 * px(SIDE)
    rest = row_width - fixed
    if rest < max((px(column.min_width) for column in columns if not column.width), default=0):
        return ()
    places: list[Place] = []
    x = px(SIDE)
    for column, width in zip(columns, widths, strict=True):
        pixels = px(width) if width else rest
        places.append(Place(column.key, x, pixels, column.is_right))
        x += pixels + px(GAP)
    return tuple(places)
