# SPDX-License-Identifier: Apache-2.0
"""What this laptop has seen: for every stream the tips of its unbroken chains.

A batch is in the frontier when it and all of its ancestors were taken in, whatever their verdict; a position is the set
of frontier batches that no frontier batch follows, so that a fork has several tips and a gap ends the claim. A batch
whose number is not the one after its predecessor's stands behind a gap for ever.
"""

from __future__ import annotations

from .database import Connection

Vector = dict[bytes, set[tuple[int, bytes]]]
"""Stream id -> tips (seq, stmt)."""


class Frontier:
    """Kept in memory beside a flag on each batch, so that taking in a batch costs what is new."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._vector: Vector | None = None
        self._gapped: set[bytes] = set()

    @property
    def vector(self) -> Vector:
        """The tips of every stream; do not change it."""
        if self._vector is None:
            self._vector = self._read()
        return self._vector

    def follow(self, stream: bytes, seq: int, stmt: bytes, prev: bytes) -> bool:
        """See a batch that is about to be taken in, if it is the next one after a tip and nothing waits for it.

        False leaves it to ``add``, once it is there.
        """
        tips = self.vector.get(stream, set())
        is_next = (seq - 1, prev) in tips or (seq == 1 and not tips)
        if not is_next or stream in self._gapped:
            return False
        tips.discard((seq - 1, prev))
        tips.add((seq, stmt))
        self.vector[stream] = tips
        return True

    def add(self, stream: bytes, seq: int, stmt: bytes, prev: bytes) -> None:
        """A batch was taken in: if its chain is whole, it and what waited for it are seen."""
        if seq != 1 and not self._is_in(prev, stream, seq - 1):
            self._gapped.add(stream)
            return
        waiting = [(seq, stmt, prev)]
        while waiting:
            at, current, before = waiting.pop()
            self._connection.execute("UPDATE batches SET in_frontier = 1 WHERE stmt = ?", (current,))
            tips = self.vector.setdefault(stream, set())
            tips.discard((at - 1, before))
            followers = self._connection.execute(
                "SELECT seq, stmt, prev FROM batches WHERE prev = ? AND stream = ? AND seq = ?",
                (current, stream, at + 1),
            ).fetchall()
            if followers:
                waiting.extend(followers)
            else:
                tips.add((at, current))

    def has_gap(self, stream: bytes) -> bool:
        """Whether the last batch of a stream waits for one before it."""
        last = self._connection.execute("SELECT max(seq) FROM batches WHERE stream = ?", (stream,)).fetchone()[0]
        return (last or 0) > max((seq for seq, _ in self.vector.get(stream, ())), default=0)

    def reload(self) -> None:
        """Read it anew when next asked, after changes were undone."""
        self._vector = None

    def _is_in(self, stmt: bytes, stream: bytes, seq: int) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM batches WHERE stmt = ? AND stream = ? AND seq = ? AND in_frontier = 1", (stmt, stream, seq)
        ).fetchone()
        return found is not None

    def _read(self) -> Vector:
        vector: Vector = {}
        rows = self._connection.execute(
            "SELECT stream, seq, stmt FROM batches b WHERE in_frontier = 1 AND NOT EXISTS "
            "(SELECT 1 FROM batches c WHERE c.stream = b.stream AND c.seq = b.seq + 1 AND c.in_frontier = 1 "
            "AND c.prev = b.stmt)"
        )
        for stream, seq, stmt in rows:
            vector.setdefault(stream, set()).add((seq, stmt))
        self._gapped = {row[0] for row in self._connection.execute("SELECT stream FROM batches WHERE in_frontier = 0")}
        return vector
