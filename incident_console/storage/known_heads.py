# SPDX-License-Identifier: Apache-2.0
"""Which heads were read, and which of them a later one covers, so that no folder keeps what nobody needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .database import Connection

_COVERED_KEPT = 64
"""Covered names remembered for a stream: one that lies in a folder again is known without being opened."""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A verified head: its file, where its stream stood, and the last statement it told of."""

    path: str
    stream: bytes
    seq: int
    beat: int
    stmt: bytes


class KnownHeads:
    """The heads of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, head: HeadRow) -> None:
        """Remember a head that was read, so that it is not opened again."""
        self._connection.execute(
            "INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?, 0)",
            (head.path, head.stream, head.seq, head.beat, head.stmt),
        )

    def has(self, path: str) -> bool:
        """Whether a head of this name was read before."""
        return self._connection.execute("SELECT 1 FROM heads WHERE path = ?", (path,)).fetchone() is not None

    def standing(self, stream: bytes) -> list[HeadRow]:
        """The heads of a stream that no later one covers, the newest first."""
        rows = self._connection.execute(
            "SELECT path, stream, seq, beat, stmt FROM heads WHERE stream = ? AND is_covered = 0 "
            "ORDER BY seq DESC, beat DESC, path DESC",
            (stream,),
        )
        return [HeadRow(*row) for row in rows]

    def crowded(self) -> list[bytes]:
        """The streams of which several heads stand: forked ones, and those whose batches are still on their way."""
        rows = self._connection.execute(
            "SELECT stream FROM heads WHERE is_covered = 0 GROUP BY stream HAVING count(*) > 1 ORDER BY stream"
        )
        return [row[0] for row in rows]

    def cover(self, head: HeadRow) -> None:
        """A later head says all that this one said."""
        self._connection.execute("UPDATE heads SET is_covered = 1 WHERE path = ?", (head.path,))
        self._connection.execute(
            "DELETE FROM heads WHERE stream = ? AND is_covered = 1 AND path NOT IN "
            "(SELECT path FROM heads WHERE stream = ? AND is_covered = 1 ORDER BY path DESC LIMIT ?)",
            (head.stream, head.stream, _COVERED_KEPT),
        )

    def covered(self) -> set[str]:
        """The covered heads that may still lie in some folder."""
        return {row[0] for row in self._connection.execute("SELECT path FROM heads WHERE is_covered = 1")}

    def keep_only(self, paths: Iterable[str]) -> None:
        """Forget standing heads whose files are lost, so that they are fetched again, with those that they covered."""
        kept = set(paths)
        rows = self._connection.execute("SELECT path, stream FROM heads WHERE is_covered = 0").fetchall()
        lost = [(path, stream) for path, stream in rows if path not in kept]
        self._connection.executemany("DELETE FROM heads WHERE path = ? OR (stream = ? AND is_covered = 1)", lost)
