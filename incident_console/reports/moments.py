# SPDX-License-Identifier: Apache-2.0
"""Times and spans as a report prints them: in its own zone, in English, the same on every laptop."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  shifted by the report's own offset below


class Zone(NamedTuple):
    """The one zone of a report: its name, and its offset from UTC in minutes."""

    name: str
    offset_min: int

    def time(self, at_ms: int) -> str:
        """Hours and minutes: 14:05."""
        return f"{self._local(at_ms):%H:%M}"

    def day(self, at_ms: int) -> str:
        """A day in full: Sunday 22 Nov 2026."""
        local = self._local(at_ms)
        return f"{_DAYS[local.weekday()]} {self.date(at_ms)}"

    def date(self, at_ms: int) -> str:
        """A day: 22 Nov 2026."""
        local = self._local(at_ms)
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"

    def full(self, at_ms: int) -> str:
        """Day and time: 22 Nov 2026, 14:05."""
        return f"{self.date(at_ms)}, {self.time(at_ms)}"

    def short(self, at_ms: int, beside_ms: int) -> str:
        """The time alone on the day of ``beside_ms``, else with its day: 21 Nov 14:05."""
        local, beside = self._local(at_ms), self._local(beside_ms)
        if local.date() == beside.date():
            return self.time(at_ms)
        year = f" {local.year}" if local.year != beside.year else ""
        return f"{local.day} {_MONTHS[local.month - 1]}{year} {self.time(at_ms)}"

    def words(self) -> str:
        """Name and offset: Europe/London, UTC+01:00."""
        sign, minutes = ("-", -self.offset_min) if self.offset_min < 0 else ("+", self.offset_min)
        offset = f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}"
        return f"{self.name}, {offset}" if self.name else offset

    def _local(self, at_ms: int) -> datetime:
        return _EPOCH + timedelta(milliseconds=at_ms, minutes=self.offset_min)


def span(length_ms: int) -> str:
    """A span in words, cut to whole minutes: 51 min, 3 h 12 min, 2 d 4 h."""
    minutes = max(0, length_ms) // 60_000
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60:02d} min" if hours else f"{minutes} min"
