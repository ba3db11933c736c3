# SPDX-License-Identifier: Apache-2.0
"""When a task is due, in words and tone: "overdue 12 min", "17:30, 13 min", "21:30"."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.services.tasks import TaskLine
from incident_console.services.times import clock, span
from incident_console.ui.theme import Tone

_SOON_MS = 30 * 60_000


@dataclass(frozen=True, slots=True)
class Due:
    """The words, and how urgent they are; plain words stand without a tag."""

    words: str
    tone: Tone = Tone.PLAIN


def due_of(line: TaskLine, now: Moment) -> Due:
    """When a task is due, seen from now; closed ones tell when it was."""
    if line.due_at_ms is None:
        return Due("no time")
    left_ms, at = line.due_at_ms - now.ms, clock(line.due_at_ms, now)
    if not line.is_open or left_ms > _SOON_MS:
        return Due(at)
    if left_ms < 0:
        return Due(f"overdue {span(-left_ms)}", Tone.DANGER)
    return Due(f"{at}, {span(left_ms)}", Tone.WARN)


def is_overdue(line: TaskLine, now: Moment) -> bool:
    """Whether a task is open past its due time."""
    return line.is_open and line.due_at_ms is not None and line.due_at_ms < now.ms
