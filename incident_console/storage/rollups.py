# SPDX-License-Identifier: Apache-2.0
"""The roll-ups that this laptop verified, and in which of the replica's files each batch has its home.

A batch's home is the file that ``batches.path`` names: its own, or a roll-up. A roll-up stands in ``rollups`` only
after all of its batches were verified and taken in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incident_console.wire import names

from .database import Connection

STMT_BYTES = 32
_ENDING = ".r"


@dataclass(frozen=True, slots=True)
class RollupRow:
    """A verified roll-up: its file, the numbers it holds of a stream, and the batches in it."""

    path: str
    stream: bytes
    first: int
    last: int
    stmts: frozenset[bytes]


class Rollups:
    """The roll-ups of the index; every change happens in its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- taking in ----------------------------------------------------------------------------------------------

    def note(self, row: RollupRow) -> None:
        """Remember which batches stand in a verified roll-up."""
        packed = b"".join(sorted(row.stmts))
        self._connection.execute("INSERT OR REPLACE INTO rollups VALUES (?, ?)", (row.path, packed))

    def settle(self, row: RollupRow) -> list[str]:
        """Make a roll-up of the replica the home of its batches; returns the files that are nobody's home any more."""
        self.note(row)
        old = self._superseded(row)
        self._connection.executemany("UPDATE batches SET path = ? WHERE path = ?", [(row.path, path) for path in old])
        return old

    def note_read(self, folder: str, path: str, now_ms: int) -> None:
        """Remember when a roll-up was read back well in a folder."""
        self._connection.execute("INSERT OR REPLACE INTO rollup_reads VALUES (?, ?, ?)", (folder, path, now_ms))

    def forget_given(self, folder: str, paths: Iterable[str]) -> None:
        """Files that went because a roll-up holds what they held are not missing in a folder."""
        gone = [(folder, path) for path in paths]
        self._connection.executemany("DELETE FROM given WHERE folder = ? AND path = ?", gone)
        self._connection.executemany("DELETE FROM rollup_reads WHERE folder = ? AND path = ?", gone)

    # --- asking -------------------------------------------------------------------------------------------------

    def is_wanted(self, row: RollupRow) -> bool:
        """Whether a verified roll-up is, or would be, the home of anything."""
        homes = self._homes(row)
        held = set().union(*homes.values())
        return row.path in homes or not row.stmts <= held or bool(self._superseded(row))

    def has(self, path: str) -> bool:
        """Whether a roll-up was verified here."""
        return self._connection.execute("SELECT 1 FROM rollups WHERE path = ?", (path,)).fetchone() is not None

    def stmts(self, path: str) -> frozenset[bytes]:
        """The batches in a verified roll-up; none if it is not known."""
        row = self._connection.execute("SELECT stmts FROM rollups WHERE path = ?", (path,)).fetchone()
        packed: bytes = row[0] if row else b""
        return frozenset(packed[at : at + STMT_BYTES] for at in range(0, len(packed), STMT_BYTES))

    def homed(self, path: str) -> frozenset[bytes]:
        """The batches of which a file of the replica is the home."""
        rows = self._connection.execute("SELECT stmt FROM batches WHERE path = ?", (path,))
        return frozenset(stmt for (stmt,) in rows)

    def own_names(self, path: str) -> dict[bytes, str]:
        """The batches of which a file of the replica is the home, with the names of their own files."""
        rows = self._connection.execute("SELECT stmt, stream, seq, file_hash FROM batches WHERE path = ?", (path,))
        return {stmt: names.batch_file(stream, seq, file_hash) for stmt, stream, seq, file_hash in rows}

    def unfinished(self) -> set[str]:
        """Roll-ups of which only some batches were taken in when the program ended."""
        rows = self._connection.execute(
            f"SELECT DISTINCT path FROM batches WHERE path LIKE '%{_ENDING}' EXCEPT SELECT path FROM rollups"  # noqa: S608
        )
        return {path for (path,) in rows}

    def batch_named(self, directory: str, name: names.BatchName) -> tuple[bytes, str] | None:
        """The batch whose own file has, or would have, a name: its stmt, and the file that is its home here."""
        for stream in self._streams(names.stream_prefix(directory)):
            rows = self._connection.execute(
                "SELECT stmt, path, file_hash FROM batches WHERE stream = ? AND seq = ?", (stream, name.seq)
            )
            for stmt, path, file_hash in rows:
                if names.base32hex(file_hash, len(name.hash)) == name.hash:
                    return stmt, path
        return None

    def read_at(self, folder: str, path: str) -> int | None:
        """When a roll-up was first read back well in a folder, in ms."""
        row = self._connection.execute(
            "SELECT read_at_ms FROM rollup_reads WHERE folder = ? AND path = ?", (folder, path)
        ).fetchone()
        return row[0] if row else None

    def _superseded(self, row: RollupRow) -> list[str]:
        """Other files all of whose batches, and fewer than all, stand in a roll-up."""
        homes = self._homes(row)
        inside = [path for path, stmts in homes.items() if path != row.path and stmts < row.stmts]
        return sorted(path for path in inside if not path.endswith(_ENDING) or self.homed(path) < row.stmts)

    def _homes(self, row: RollupRow) -> dict[str, set[bytes]]:
        """The files that are the home of batches of a roll-up's numbers, each with these batches."""
        homes: dict[str, set[bytes]] = defaultdict(set)
        rows = self._connection.execute(
            "SELECT stmt, path FROM batches WHERE stream = ? AND seq BETWEEN ? AND ?", (row.stream, row.first, row.last)
        )
        for stmt, path in rows:
            homes[path].add(stmt)
        return homes

    def _streams(self, prefix: bytes) -> Iterator[bytes]:
        """The streams whose names in files begin so: one, or by a wonder several."""
        after = prefix + bytes(6)
        query = "SELECT min(stream) FROM batches WHERE stream >= ? AND stream <= ?"
        while found := self._connection.execute(query, (after, prefix + b"\xff" * 6)).fetchone()[0]:
            yield found
            after = found + b"\0"
