# SPDX-License-Identifier: Apache-2.0
"""The things people see, as rows with their search text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from incident_console.domain.document import Document
from incident_console.domain.projection import VIEW_TYPES, Row, View
from incident_console.domain.status_log import Entry

from .database import Connection
from .log_entries import LogEntries, sort_of
from .search_query import facet_tokens
from .text_search import TextSearch

V = TypeVar("V")
_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decoders = {thing: msgspec.msgpack.Decoder(view) for thing, view in VIEW_TYPES.items()}
_THING_OF = {view: thing for thing, view in VIEW_TYPES.items()}

_COLUMNS = "incident, sort, tie, file, kind, device, person, is_significant, is_late, is_struck, view, digest"
_NO_SORT = (None,) * 6
_LARGEST = (1 << 63) - 1
_SEARCHABLE = (
    "INSERT INTO search(rowid, title, words, passage, facets) "
    "VALUES (?, ?, ?, coalesce((SELECT text FROM texts WHERE sha256 = ?), ''), ?)"
)
"""A row with the text of its document's file, as far as that was read."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it stands in the index, before something changes it."""

    row: int
    incident: bytes | None
    digest: bytes


class Things:
    """Rows of the index, one for each thing, kept as the encoded view."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.log = LogEntries(connection)
        self.search = TextSearch(connection)

    def shown(self, entity: bytes) -> dict[tuple[str, bytes], Shown]:
        """The rows that one entity made so far, under its own key or those of its operations."""
        rows = self._connection.execute(
            "SELECT thing, key, row, incident, digest FROM things "
            "WHERE key = ?1 OR key IN (SELECT id FROM ops WHERE entity = ?1)",
            (entity,),
        )
        return {(thing, key): Shown(row, incident, digest) for thing, key, row, incident, digest in rows}

    def put(self, rows: Iterable[tuple[Row, Shown | None]]) -> list[Row]:
        """Write rows, each in place of its old one if there was one; returns those that show something new."""
        changed = []
        for row, old in rows:
            view = _encode(row.view)
            digest = hashlib.sha256(row.thing.encode() + b"\0" + row.key + view).digest()
            if old is None or old.digest != digest:
                changed.append((row, old, (view, digest)))
        self._add([(row, shown) for row, old, shown in changed if old is None])
        for row, old, shown in changed:
            if old is not None:
                self._change(row, old, shown)
        return [row for row, _, _ in changed]

    def remove(self, old: Shown) -> None:
        """Take a row away."""
        self._uncount(old)
        self._connection.execute("DELETE FROM things WHERE row = ?", (old.row,))
        self._connection.execute("DELETE FROM search WHERE rowid = ?", (old.row,))

    def get(self, view: type[V], key: bytes) -> V | None:
        """One thing by its key, or None."""
        thing = _THING_OF[view]  # type: ignore[index]
        row = self._connection.execute("SELECT view FROM things WHERE thing = ? AND key = ?", (thing, key)).fetchone()
        return _decoders[thing].decode(row[0]) if row else None  # type: ignore[return-value]

    def many(self, view: type[V], keys: Sequence[bytes]) -> list[V]:
        """The things with these keys, in no order; keys that nothing has are passed over."""
        thing = _THING_OF[view]  # type: ignore[index]
        rows = self._connection.execute(
            f"SELECT view FROM things WHERE thing = ? AND key IN ({', '.join('?' * len(keys))})",  # noqa: S608
            (thing, *keys),
        )
        decode = _decoders[thing].decode
        return [decode(row[0]) for row in rows]  # type: ignore[misc]

    def all(self, view: type[V], incident: bytes | None = None) -> list[V]:
        """All things of a type (of an incident), in their order."""
        return self._listed(view, incident, "sort, tie, key")

    def page(self, view: type[V], incident: bytes, offset: int, limit: int) -> list[V]:
        """A part of a long list, the latest first."""
        return self._listed(view, incident, "sort DESC, tie DESC, key DESC LIMIT ? OFFSET ?", limit, offset)

    def count(self, view: type[View], incident: bytes | None = None) -> int:
        """How many things of a type (of an incident) there are."""
        if view is Entry:
            return self.log.count(incident)
        where, values = _where(_THING_OF[view], incident)
        return int(self._connection.execute(f"SELECT count(*) FROM things WHERE {where}", values).fetchone()[0])  # noqa: S608

    def index_text(self, sha256: bytes, text: str) -> None:
        """Make the text of a file findable under the documents whose current version it is."""
        self._connection.execute(
            "UPDATE search SET passage = ? WHERE rowid IN (SELECT row FROM things WHERE file = ?)", (text, sha256)
        )

    def _listed(self, view: type[V], incident: bytes | None, order: str, *bounds: int) -> list[V]:
        thing = _THING_OF[view]  # type: ignore[index]
        where, values = _where(thing, incident)
        rows = self._connection.execute(f"SELECT view FROM things WHERE {where} ORDER BY {order}", (*values, *bounds))  # noqa: S608
        decode = _decoders[thing].decode
        return [decode(row[0]) for row in rows]  # type: ignore[misc]

    def _add(self, new: Sequence[tuple[Row, tuple[bytes, bytes]]]) -> None:
        (last,) = self._connection.execute("SELECT coalesce(max(row), 0) FROM things").fetchone()
        placed = [(number, row, shown) for number, (row, shown) in enumerate(new, last + 1)]
        self._connection.executemany(
            f"INSERT INTO things(row, thing, key, {_COLUMNS}) VALUES ({', '.join('?' * 15)})",  # noqa: S608 - ours
            [(number, row.thing, row.key, *_columns(row), *shown) for number, row, shown in placed],
        )
        self._connection.executemany(
            _SEARCHABLE,
            [(number, row.title, row.words, _file(row.view), facet_tokens(row.view)) for number, row, _ in placed],
        )
        self.log.count_in((row.incident, sort_of(row.view)) for row, _ in new if isinstance(row.view, Entry))

    def _change(self, row: Row, old: Shown, shown: tuple[bytes, bytes]) -> None:
        self._uncount(old)
        self._connection.execute(
            f"UPDATE things SET ({_COLUMNS}) = ({', '.join('?' * 12)}) WHERE row = ?",  # noqa: S608 - ours
            (*_columns(row), *shown, old.row),
        )
        self._connection.execute("DELETE FROM search WHERE rowid = ?", (old.row,))
        self._connection.execute(_SEARCHABLE, (old.row, row.title, row.words, _file(row.view), facet_tokens(row.view)))
        if isinstance(row.view, Entry):
            self.log.count_in([(row.incident, sort_of(row.view))])

    def _uncount(self, old: Shown) -> None:
        """What becomes of an entry is counted anew."""
        rows = self._connection.execute(
            "SELECT incident, kind, device, person, is_significant, is_late, is_struck FROM things "
            "WHERE row = ? AND thing = 'entry'",
            (old.row,),
        )
        self.log.count_in([(incident, tuple(sort)) for incident, *sort in rows.fetchall()], -1)


def _where(thing: str, incident: bytes | None) -> tuple[str, tuple[object, ...]]:
    """The condition for a type: entries stand in an index of their own, beside what they are filtered by."""
    own: tuple[object, ...] = () if thing == "entry" else (thing,)
    where = "thing <> 'entry' AND thing = ?" if own else "thing = 'entry'"
    return (where, own) if incident is None else (f"{where} AND incident = ?", (*own, incident))


def _columns(row: Row) -> tuple[object, ...]:
    sort = sort_of(row.view) if isinstance(row.view, Entry) else _NO_SORT
    return row.incident, _bounded(row.sort), _bounded(row.tie), _file(row.view), *sort


def _file(view: object) -> bytes | None:
    return view.current.sha256 if isinstance(view, Document) else None


def _bounded(number: int) -> int:
    return max(-_LARGEST, min(number, _LARGEST))
