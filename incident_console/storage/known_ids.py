# SPDX-License-Identifier: Apache-2.0
"""The ids of all operations in order, as the hash of the whole set wants them each time something is new."""

from __future__ import annotations

from .database import Connection


class KnownIds:
    """Accepted ids are kept in memory, so that one more costs no look through all of them in the index.

    Operations of unknown kinds are among them: their author may write them, and a newer program shows them. So the
    hash is the same on laptops of different versions.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._accepted: list[bytes] = []
        self._row = 0

    def accepted(self) -> list[bytes]:
        """The operations that count, sorted; do not change it."""
        found = self._connection.execute("SELECT row, id FROM ops WHERE row > ? AND state IN (1, 3)", (self._row,))
        new = found.fetchall()
        if new:
            self._row = max(row for row, _ in new)
            self._accepted += [op_id for _, op_id in new]
            self._accepted.sort()
        return self._accepted

    def others(self) -> list[tuple[bytes, int]]:
        """The operations that do not, each with its state, sorted; they are few."""
        return sorted(self._connection.execute("SELECT id, state FROM ops WHERE state <> 1 AND state <> 3"))

    def reload(self) -> None:
        """Read them anew when next asked, after a verdict changed or changes were undone."""
        self._accepted, self._row = [], 0
