# SPDX-License-Identifier: Apache-2.0
"""The status log in its order, with what it can be filtered by: one short row beside each entry among the things.

A log of 100,000 entries is shown by its places alone; the entries themselves are read where somebody looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from incident_console.domain.entry_filter import Author, EntryFilter
from incident_console.domain.status_log import Entry

from .database import Connection
from .match_words import match_words

Place = tuple[int, int, bytes]
"""Where an entry stands: its event in ms, the order of writing within it, its key. Never changes."""

_AT_ONCE = 500
"""Batches asked about in one query."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a log there are, in all and of each sort."""

    total: int
    significant: int
    late: int
    struck: int
    kinds: dict[str, int]
    authors: dict[Author, int]


class LogEntries:
    """Kept up by `Things` whenever an entry is written or taken away."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entries: Iterable[tuple[int, Place, Entry]]) -> None:
        """Note new entries, each with its row among the things."""
        self._connection.executemany(
            "INSERT INTO log_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (e.incident, *place, row, e.kind, e.entered.device, e.entered.person, *_flags(e))
                for row, place, e in entries
            ],
        )

    def change(self, row: int, entry: Entry) -> None:
        """Note what became of an entry; only its flags ever change."""
        self._connection.execute(
            "UPDATE log_entries SET is_significant = ?, is_late = ?, is_struck = ? WHERE row = ?", (*_flags(entry), row)
        )

    def remove(self, row: int) -> None:
        """Forget the entry of a row, if it was one."""
        self._connection.execute("DELETE FROM log_entries WHERE row = ?", (row,))

    def places(self, incident: bytes, chosen: EntryFilter) -> list[Place]:
        """The places of the entries that pass, the earliest event first."""
        where, values = self._where(incident, chosen)
        query = f"SELECT at_ms, tie, key FROM log_entries WHERE {where} ORDER BY at_ms, tie, key"  # noqa: S608 - ours
        return self._connection.execute(query, values).fetchall()  # type: ignore[no-any-return]

    def newest_first(self, incident: bytes) -> Iterator[Place]:
        """Every place from the latest event down, read as far as somebody asks."""
        yield from self._connection.execute(
            "SELECT at_ms, tie, key FROM log_entries WHERE incident = ? ORDER BY at_ms DESC, tie DESC, key DESC",
            (incident,),
        )

    def last_written_by(self, incident: bytes, device: bytes) -> bytes | None:
        """The key of the entry that a station wrote last, or None if it wrote none."""
        row = self._connection.execute(
            "SELECT key FROM log_entries WHERE incident = ? AND device = ? ORDER BY tie DESC LIMIT 1",
            (incident, device),
        ).fetchone()
        return row[0] if row else None

    def brought_by(self, incident: bytes, stmts: Sequence[bytes]) -> list[tuple[Place, bytes]]:
        """The entries that these batches brought, each with its batch."""
        found: list[tuple[Place, bytes]] = []
        for start in range(0, len(stmts), _AT_ONCE):
            some = stmts[start : start + _AT_ONCE]
            rows = self._connection.execute(
                "SELECT sort, tie, key, placed.stmt FROM placed JOIN ops ON ops.row = placed.op "  # noqa: S608 - ours
                "JOIN things ON things.thing = 'entry' AND things.key = ops.id "
                f"WHERE placed.stmt IN ({_marks(some)}) AND things.incident = ?",
                (*some, incident),
            )
            found += [((at_ms, tie, key), stmt) for at_ms, tie, key, stmt in rows]
        return found

    def tally(self, incident: bytes) -> Tally:
        """How many there are of each sort."""
        rows = self._connection.execute(
            "SELECT kind, device, person, count(*), sum(is_significant), sum(is_late), sum(is_struck) "
            "FROM log_entries WHERE incident = ? GROUP BY kind, device, person",
            (incident,),
        ).fetchall()
        kinds: dict[str, int] = {}
        authors: dict[Author, int] = {}
        for kind, device, person, count, *_ in rows:
            kinds[kind] = kinds.get(kind, 0) + count
            authors[device, person] = authors.get((device, person), 0) + count
        total, significant, late, struck = (sum(row[at] for row in rows) for at in (3, 4, 5, 6))
        return Tally(total, significant, late, struck, kinds, authors)

    def _where(self, incident: bytes, chosen: EntryFilter) -> tuple[str, list[object]]:
        parts = ["incident = ?"]
        values: list[object] = [incident, *chosen.kinds, *chosen.stations]
        lists = (("kind", chosen.kinds), ("device", chosen.stations))
        parts += [f"{column} IN ({_marks(wanted)})" for column, wanted in lists if wanted]
        if chosen.authors:
            pairs = ", ".join("(?, ?)" for _ in chosen.authors)
            parts.append(f"(device, person) IN (VALUES {pairs})")
            values += [part for author in chosen.authors for part in author]
        for flag in ("is_significant", "is_late", "is_struck"):
            if getattr(chosen, flag):
                parts.append(flag)
        if match := match_words(chosen.words):
            found = "row IN (SELECT rowid FROM search WHERE search MATCH ?)"
            parts.append(f"({found} OR key IN ({_marks(chosen.named)}))")
            values += [match, *chosen.named]
        if chosen.keys is not None:
            self._choose(chosen.keys)
            parts.append("key IN (SELECT key FROM temp.chosen)")
        return " AND ".join(parts), values

    def _choose(self, keys: Iterable[bytes]) -> None:
        """Put keys where a query finds them, however many; temporary tables live in memory."""
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen(key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._connection.execute("DELETE FROM temp.chosen")
        self._connection.executemany("INSERT INTO temp.chosen VALUES (?)", [(key,) for key in keys])


def _flags(entry: Entry) -> tuple[bool, bool, bool]:
    return entry.is_significant, entry.is_late, entry.is_struck


def _marks(wanted: Collection[object]) -> str:
    return ", ".join("?" * len(wanted))
