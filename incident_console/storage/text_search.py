# SPDX-License-Identifier: Apache-2.0
"""Full-text search over the things people see: how many there are, and the best of them with their passages.

Hits are counted and ranked in the full-text index alone; only those that are shown are joined with what they are hits
of and cut to passages. A first answer, for somebody who types, keeps its work small however many hits there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .database import Connection
from .search_query import SearchQuery

MARK_START, MARK_END = "\x02", "\x03"
"""Around each found word in a snippet."""
RANKED_AT_FIRST = 2_000
"""So many of the newest rows are ranked in a first answer."""
SHOWN_AT_FIRST = 20
READ_AT_FIRST = 300_000
"""So many bytes of text are looked through for passages in a first answer."""
_SNIPPETS = f"""
    CASE WHEN file IS NULL THEN snippet(search, -1, '{MARK_START}', '{MARK_END}', '…', 16)
         ELSE snippet(search, 1, '{MARK_START}', '{MARK_END}', '…', 16) END,
    CASE WHEN file IS NULL THEN '' ELSE snippet(search, 2, '{MARK_START}', '{MARK_END}', '…', 16) END,
    CASE WHEN file IS NULL THEN 0 ELSE length(highlight(search, 2, '{MARK_START}', '')) - length(passage) END
"""
"""Of a document: the snippet of its properties, that of its file's text, and how many found words that text has."""
_BY_SCORE, _BY_TITLE = "bm25(search, 4.0, 1.0, 1.0, 0.0)", "lower(title)"
_DOCUMENTS = ("document",)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its type, key, incident, title and a snippet with the found words marked.

    ``matches`` counts the found words in the text of a document's file; elsewhere it is 0.
    """

    thing: str
    key: bytes
    incident: bytes | None
    title: str
    snippet: str
    matches: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits of ``count`` in all, or of at least so many unless ``is_counted``.

    Unless it ``is_whole`` there may be more hits to show, and better ones.
    """

    hits: Sequence[Hit] = ()
    count: int = 0
    is_counted: bool = True
    is_whole: bool = True


class TextSearch:
    """Answers queries from the full-text index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, query: SearchQuery, limit: int, things: Sequence[str] = ()) -> Found:
        """Rows that a query asks for, best first, by title where it has no words; nothing for an empty one."""
        if query.is_empty:
            return Found()
        where, values = _where(query, things)
        (count,) = self._connection.execute(f"SELECT count(*) FROM search WHERE {where}", values).fetchone()  # noqa: S608 - ours
        order = _BY_SCORE if query.words else _BY_TITLE
        ranked = self._connection.execute(
            f"SELECT rowid FROM search WHERE {where} ORDER BY {order}, rowid LIMIT ?",  # noqa: S608 - ours
            (*values, limit),
        )
        return Found(self._hits(where, values, [row for (row,) in ranked]), count)

    def find_first(self, query: SearchQuery, limit: int, things: Sequence[str] = ()) -> Found:
        """Soon, what `find` tells for few hits; of many the best of the newest ones."""
        if query.is_empty:
            return Found()
        where, values = _where(query, things)
        order = _BY_SCORE if query.words else _BY_TITLE
        newest = self._connection.execute(
            f"SELECT rowid, {order} FROM search WHERE {where} ORDER BY rowid DESC LIMIT ?",  # noqa: S608 - ours
            (*values, RANKED_AT_FIRST + 1),
        ).fetchall()
        ranked = [row for row, _ in sorted(newest[:RANKED_AT_FIRST], key=lambda each: (each[1], each[0]))][:limit]
        few = self._few(ranked)
        is_counted = len(newest) <= RANKED_AT_FIRST
        count = min(len(newest), RANKED_AT_FIRST)
        return Found(self._hits(where, values, few), count, is_counted, is_counted and len(few) == len(ranked))

    def _few(self, best: Sequence[int]) -> list[int]:
        """As many of the best as are looked through soon; the first one always."""
        rows = best[:SHOWN_AT_FIRST]
        sizes = dict(
            self._connection.execute(
                f"SELECT id, octet_length(c2) FROM search_content WHERE id IN ({_marks(rows)})",  # noqa: S608 - ours
                rows,
            )
        )
        few, read = list(rows[:1]), sizes.get(rows[0], 0) if rows else 0
        for row in rows[1:]:
            read += sizes[row]
            if read > READ_AT_FIRST:
                break
            few.append(row)
        return few

    def _hits(self, where: str, values: Sequence[object], rows: Sequence[int]) -> list[Hit]:
        """These rows in this order, each with its passage."""
        if not rows:
            return []
        found = self._connection.execute(
            f"SELECT search.rowid, thing, key, incident, search.title, {_SNIPPETS} "  # noqa: S608 - ours
            f"FROM search CROSS JOIN things ON things.row = search.rowid WHERE {where} "
            f"AND search.rowid BETWEEN ? AND ? AND +search.rowid IN ({_marks(rows)})",
            (*values, min(rows), max(rows), *rows),
        )
        hits = {
            row: Hit(thing, key, incident, title, in_passage if matches else elsewhere, matches)
            for row, thing, key, incident, title, elsewhere, in_passage, matches in found
        }
        return [hits[row] for row in rows]


def _where(query: SearchQuery, things: Sequence[str]) -> tuple[str, list[object]]:
    """The condition for rows of these types: of documents alone the full-text index knows that they are."""
    if not things or tuple(things) == _DOCUMENTS:
        return "search MATCH ?", [query.match(of_documents=bool(things))]
    return (
        f"search MATCH ? AND +search.rowid IN (SELECT row FROM things WHERE thing IN ({_marks(things)}))",  # noqa: S608 - ours
        [query.match(), *things],
    )


def _marks(wanted: Sequence[object]) -> str:
    return ", ".join("?" * len(wanted))
