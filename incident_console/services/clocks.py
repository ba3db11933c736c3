# SPDX-License-Identifier: Apache-2.0
"""How far the clocks of the team differ, as far as what was received proves it; none is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .times import span

if TYPE_CHECKING:
    from .status import StationLine

MOST_CLOCK_GAP_MS = 2 * 60_000
"""Clocks that differ by more are told of."""


def ahead_ms(line: StationLine, behind: Mapping[bytes, int]) -> int:
    """By how much a station's clock is ahead of this one's, at least; negative where it is behind, 0 as far as known.

    ``behind`` tells, by device, how many ms a clock is surely behind this one.
    """
    behind_ms = behind.get(line.device, 0)
    return -behind_ms if behind_ms > line.clock_ahead_ms else line.clock_ahead_ms


def gaps(stations: Iterable[StationLine], behind: Mapping[bytes, int]) -> list[tuple[StationLine, int]]:
    """Every station whose clock differs by over 2 minutes, and by how much it is ahead; the worst first."""
    found = [(line, ahead_ms(line, behind)) for line in stations]
    return sorted((gap for gap in found if abs(gap[1]) > MOST_CLOCK_GAP_MS), key=lambda gap: -abs(gap[1]))


def gap_words(line: StationLine, ahead: int) -> str:
    """How this laptop's clock goes beside that of a station; which of the two is wrong nobody can say."""
    direction = "behind" if ahead > 0 else "ahead of"
    return f"This clock is {span(abs(ahead))} or more {direction} that of {line.name}"


def set_back_words(set_back_ms: int) -> str:
    """That this laptop's clock was set back, or was ahead when it last wrote; empty where it was not."""
    if set_back_ms <= MOST_CLOCK_GAP_MS:
        return ""
    return f"This clock shows {span(set_back_ms)} less than when this laptop last wrote: it was set back, or was ahead"
