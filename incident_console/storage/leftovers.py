# SPDX-License-Identifier: Apache-2.0
"""Half-written and damaged files that lie about in folders, and since when this laptop knows of them."""

from __future__ import annotations

from collections.abc import Collection

from .database import Connection

KEPT_MS = 24 * 3_600_000
"""Rule 19: another laptop may still be writing a file that was first seen less than a day ago."""


class Leftovers:
    """The leftovers of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def look(self, folder: str, found: Collection[str], now_ms: int) -> list[str]:
        """Note what a full comparison found in a folder; returns what it saw a day ago already."""
        rows = self._connection.execute("SELECT path, seen_at_ms FROM leftovers WHERE folder = ?", (folder,))
        seen = dict(rows.fetchall())
        if seen.keys() != set(found):
            self._connection.execute("DELETE FROM leftovers WHERE folder = ?", (folder,))
            new = [(folder, path, seen.get(path, now_ms)) for path in sorted(found)]
            self._connection.executemany("INSERT INTO leftovers VALUES (?, ?, ?)", new)
        return sorted(path for path in found if now_ms - seen.get(path, now_ms) >= KEPT_MS)
