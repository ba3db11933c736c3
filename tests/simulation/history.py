# SPDX-License-Identifier: Apache-2.0
"""What one laptop has shown so far: it only grows, nothing in it changes, and nothing is missing below what it saw."""

from __future__ import annotations

from hashlib import sha256

from incident_console.sync.station import Station


class Unsound(AssertionError):
    """A laptop showed something that it must not."""


class History:
    """Looks at a laptop again and again; forgotten when its disk goes back in time or loses files."""

    def __init__(self) -> None:
        self._seen: dict[bytes, bytes] = {}
        self._row = 0

    def look(self, station: Station) -> None:
        """Hold what the laptop shows now against what it showed before. Raises Unsound."""
        if station.workspace.is_closed:
            return
        connection = station.index.connection
        count, last = connection.execute("SELECT count(*), max(row) FROM ops").fetchone()
        if count < len(self._seen):
            self._is_append_only(station)
        if last is None or (last == self._row and count == len(self._seen)):
            return
        rows = connection.execute("SELECT id, salt, head, body FROM ops").fetchall()
        now = {op_id: sha256(salt + head + body).digest() for op_id, salt, head, body in rows}
        changed = [op_id for op_id, digest in self._seen.items() if now.get(op_id) != digest]
        if changed:
            raise Unsound(f"{changed[0].hex()[:8]} was shown on {station.path.name} and is gone or another one now")
        self._is_gapless(station)
        self._seen, self._row = now, last

    def _is_append_only(self, station: Station) -> None:
        known = {row[0] for row in station.index.connection.execute("SELECT id FROM ops")}
        gone = sorted(self._seen.keys() - known)
        raise Unsound(f"{station.path.name} lost {gone[0].hex()[:8]}")

    def _is_gapless(self, station: Station) -> None:
        """Below a tip that the laptop says it has seen, every batch is there."""
        for stream, tips in station.index.frontier.vector.items():
            for seq, _ in tips:
                (count,) = station.index.connection.execute(
                    "SELECT count(DISTINCT seq) FROM batches WHERE stream = ? AND seq <= ?", (stream, seq)
                ).fetchone()
                if count != seq:
                    raise Unsound(f"{station.path.name} says it has seen {seq} batches of a stream and holds {count}")
