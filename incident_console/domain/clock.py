# SPDX-License-Identifier: Apache-2.0
"""Clocks: wall time, and the hybrid clock that orders concurrent changes."""

from __future__ import annotations

from dataclasses import dataclass

MAX_AHEAD_MS = 5 * 60 * 1000
"""Received operations never pull the local clock further ahead of the wall than this."""


LAST_MS = 253_402_214_400_000
"""The last time that is told as it stands, 9999-12-31; a clock beyond it is shown as this."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of the laptop's clock: milliseconds since 1970 (UTC) and the local offset in minutes."""

    ms: int
    utc_offset_min: int


def next_hlc(wall_ms: int, last: int) -> int:
    """The hybrid time of a new operation, after ``last``, never more than 5 min ahead of the wall.

    A ``last`` from a clock further ahead is ignored: the order of concurrent writes is then by wall time.
    """
    wall = wall_ms << 16
    if wall > last:
        return wall
    if last <= (wall_ms + MAX_AHEAD_MS) << 16:
        return last + 1
    return wall


def merge_hlc(wall_ms: int, last: int, received: int) -> int:
    """The clock after having seen ``received``: the later of both, unless it lies over 5 min ahead."""
    if received <= (wall_ms + MAX_AHEAD_MS) << 16:
        return max(last, received)
    return last
