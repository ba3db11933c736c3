# SPDX-License-Identifier: Apache-2.0
"""What this laptop has verified and applied: for every stream the set of its tips."""

from __future__ import annotations

from .database import Connection

Vector = dict[bytes, set[tuple[int, bytes]]]
"""Stream id -> tips (seq, stmt): applied batches that no applied batch follows."""


class Frontier:
    """Kept in memory, derived from the batches table; forks and gaps give a stream several tips."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._vector: Vector | None = None
        self.version = 0

    @property
    def vector(self) -> Vector:
        """The tips of every stream; do not change it."""
        if self._vector is None:
            self._vector = self._read()
        return self._vector

    def add(self, stream: bytes, seq: int, stmt: bytes, prev: bytes) -> None:
        """A batch was applied."""
        tips = self.vector.setdefault(stream, set())
        tips.discard((seq - 1, prev))
        follower = self._connection.execute(
            "SELECT 1 FROM batches WHERE prev = ? AND stream = ? AND role IS NOT NULL LIMIT 1", (stmt, stream)
        ).fetchone()
        if follower is None:
            tips.add((seq, stmt))
        self.version += 1

    def reload(self) -> None:
        """Read it anew when next asked."""
        self._vector = None
        self.version += 1

    def _read(self) -> Vector:
        vector: Vector = {}
        rows = self._connection.execute(
            "SELECT stream, seq, stmt FROM batches b WHERE role IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM batches c WHERE c.prev = b.stmt AND c.stream = b.stream AND c.role IS NOT NULL)"
        )
        for stream, seq, stmt in rows:
            vector.setdefault(stream, set()).add((seq, stmt))
        return vector
