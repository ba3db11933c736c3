# SPDX-License-Identifier: Apache-2.0
"""The status log in its order, with what it can be filtered by, as an index of the things keeps it, and its tally.

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

Sort = tuple[str, bytes, bytes, bool, bool, bool]
"""The kind, who wrote it at which station, and whether it is significant, late, struck."""

_TALLY = """
    INSERT INTO log_tally VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    entries = entries + excluded.entries, significant = significant + excluded.significant,
    late = late + excluded.late, struck = struck + excluded.struck
"""
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
    """Reads the entries among the things; `Things` tells whenever some come or go, so that the tally need not count."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_in(self, entries: Iterable[tuple[bytes | None, Sort]], times: int = 1) -> None:
        """Add entries to the tally, each as its incident and sort; with ``times`` -1 take them from it."""
        counts: dict[tuple[object, ...], list[int]] = {}
        for incident, (kind, device, person, *flags) in entries:
            count = counts.setdefault((incident, kind, device, person), [0, 0, 0, 0])
            for at, number in enumerate((1, *flags)):
                count[at] += number * times
        self._connection.executemany(_TALLY, [(*sort, *count) for sort, count in counts.items()])

    def places(self, incident: bytes, chosen: EntryFilter) -> list[Place]:
        """The places of the entries that pass, the earliest event first."""
        where, values = self._where(incident, chosen)
        query = f"SELECT sort, tie, key FROM things WHERE {where} ORDER BY sort, tie, key"  # noqa: S608 - ours
        return self._connection.execute(query, values).fetchall()  # type: ignore[no-any-return]

    def newest_first(self, incident: bytes) -> Iterator[Place]:
        """Every place from the latest event down, read as far as somebody asks."""
        yield from self._connection.execute(
            "SELECT sort, tie, key FROM things WHERE thing = 'entry' AND incident = ? "
            "ORDER BY sort DESC, tie DESC, key DESC",
            (incident,),
        )

    def last_written_by(self, incident: bytes, device: bytes) -> bytes | None:
        """The key of the entry that a station wrote last, or None if it wrote none."""
        row = self._connection.execute(
            "SELECT key FROM things WHERE thing = 'entry' AND incident = ? AND device = ? ORDER BY tie DESC LIMIT 1",
            (incident, device),
        ).fetchone()
        return row[0] if row else None

    def brought_by(self, incident: bytes, stmts: Sequence[bytes]) -> list[tuple[Place, bytes]]:
        """The entries that these batches brought, each with its batch."""
        found: list[tuple[Place, bytes]] = []
        for start in range(0, len(stmts), _AT_ONCE):
            some = stmts[start : start + _AT_ONCE]
            rows = self._connection.execute(
                "SELECT sort, tie, key, placed.stmt FROM placed CROSS JOIN ops ON ops.row = placed.op "  # noqa: S608 - ours
                "CROSS JOIN things ON things.thing = 'entry' AND things.key = ops.id "
                f"WHERE placed.stmt IN ({_marks(some)}) AND +things.incident = ?",
                (*some, incident),
            )
            found += [((at_ms, tie, key), stmt) for at_ms, tie, key, stmt in rows]
        return found

    def count(self, incident: bytes | None = None) -> int:
        """How many there are, in one log or in all."""
        query = "SELECT coalesce(sum(entries), 0) FROM log_tally WHERE incident = coalesce(?, incident)"
        return int(self._connection.execute(query, (incident,)).fetchone()[0])

    def tally(self, incident: bytes) -> Tally:
        """How many there are of each sort."""
        rows = self._connection.execute(
            "SELECT kind, device, person, entries, significant, late, struck FROM log_tally "
            "WHERE incident = ? AND entries > 0 ORDER BY kind, device, person",
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
        parts = ["thing = 'entry' AND incident = ?"]
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


def sort_of(entry: Entry) -> Sort:
    """What an entry can be filtered by beside its words."""
    by = entry.entered
    return entry.kind, by.device, by.person, entry.is_significant, entry.is_late, entry.is_struck


def _marks(wanted: Collection[object]) -> str:
    return ", ".join("?" * len(wanted))
