# SPDX-License-Identifier: Apache-2.0
"""Small shapes beside words, so that nothing in a report depends on colour alone."""

from __future__ import annotations

from incident_console.reports.pages import Box, Disc, Item, Shape

DONE, MISSING, WARNING, TWO_VALUES, BULLET = "done", "missing", "warning", "two-values", "bullet"
MARK_WIDTH = 9.0
"""How far a mark pushes its text to the right, in points."""


def mark_items(mark: str, x: float, middle: float, colour: int, size: float = 5.6) -> list[Item]:
    """The shape of a mark, its left edge at ``x`` and its middle at the height ``middle``."""
    half = size / 2
    if mark == DONE:
        return [Disc(x + half, middle, half * 0.92, colour)]
    if mark == MISSING:
        return [Disc(x + half, middle, half * 0.8, colour, stroke=1.0)]
    if mark == WARNING:
        return [Shape(((x, middle + half), (x + half, middle - half), (x + size, middle + half)), colour)]
    if mark == TWO_VALUES:
        return [_diamond(x, middle, half, colour)]
    return [Box(x + half / 2, middle - half / 2, half, half, colour)]


def _diamond(x: float, middle: float, half: float, colour: int) -> Shape:
    points = ((x, middle), (x + half, middle - half), (x + 2 * half, middle), (x + half, middle + half))
    return Shape(points, colour)
