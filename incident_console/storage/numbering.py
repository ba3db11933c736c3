# SPDX-License-Identifier: Apache-2.0
"""The next numbers of this laptop: gapless from 1 in each series, counted in memory while changes are being saved."""

from __future__ import annotations

from incident_console.domain.operation import Number

from .database import Connection


class Numbering:
    """For one transaction of the record; ``keep`` writes down what was given out."""

    def __init__(self, connection: Connection, series: bytes) -> None:
        self._connection = connection
        self._series = series
        self._last: dict[tuple[bytes, str], int] = {}

    def next(self, incident: bytes, what: str) -> Number:
        """The next number of what an incident counts (entry, task ...)."""
        key = incident, what
        if key not in self._last:
            row = self._connection.execute(
                "SELECT last FROM numbers WHERE incident = ? AND what = ? AND series = ?", (*key, self._series)
            ).fetchone()
            self._last[key] = row[0] if row else 0
        self._last[key] += 1
        return Number(what, self._series, self._last[key])

    def keep(self) -> None:
        """Write down the last number of each series that was asked for."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO numbers VALUES (?, ?, ?, ?)",
            [(incident, what, self._series, last) for (incident, what), last in self._last.items()],
        )
