# SPDX-License-Identifier: Apache-2.0
"""index.db: everything that people look at, derived from the operations and rebuildable from them.

Operations go in with the verdict of the membership rules; things touched are projected anew from all operations known
about them, so that a verdict can change later and the result never depends on the order of arrival.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from incident_console.domain.events import Change
from incident_console.domain.kinds import kinds_mark
from incident_console.domain.membership import Verdict
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Operation
from incident_console.domain.ports import Stamp
from incident_console.domain.projection import Row, project
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.operations import RawOp

from .commits import Commits
from .database import Connection, open_database, rows_among, told_plainly, transaction
from .frontier import Frontier
from .held_documents import HeldDocuments
from .import_marks import ImportMarks
from .index_schema import SCRIPT, VERSION
from .known_heads import KnownHeads
from .leftovers import Leftovers
from .operations import JudgedBatch, Operations, OpState, verdict_of
from .rollups import Rollups
from .things import Shown, Things
from .understood import Understood


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A verified batch as the index keeps it, with its right by the membership acts held.

    ``known_heads`` are the membership heads that the batch and those before it in its stream name.
    """

    stmt: bytes
    stream: bytes
    seq: int
    prev: bytes
    sign_key: bytes
    path: str
    file_hash: bytes
    acl_heads: tuple[bytes, ...]
    sealed_at_ms: int
    seen_root: bytes
    seen: bytes
    known_heads: tuple[bytes, ...]
    verdict: Verdict


class Authorship(NamedTuple):
    """Who wrote batches, under which membership heads, and the verdict that these batches have."""

    sign_key: bytes
    known_heads: tuple[bytes, ...]
    verdict: Verdict


class Index:
    """The open index.db of a workspace."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self.connection: Connection = open_database(path, key, is_durable=False)
        try:
            if self._made_by() != (VERSION, kinds_mark()):
                self._make()
        except BaseException:
            self.connection.close()
            raise
        self.things = Things(self.connection)
        self.frontier = Frontier(self.connection)
        self.heads = KnownHeads(self.connection)
        self.documents = HeldDocuments(self.connection)
        self.import_marks = ImportMarks(self.connection)
        self.leftovers = Leftovers(self.connection)
        self.rollups = Rollups(self.connection)
        self.commits = Commits(self.connection)
        self._operations = Operations(self.connection)

    @property
    def changes(self) -> int:
        """How many rows were changed since the database was opened."""
        return int(self.connection.total_changes)

    def close(self) -> None:
        """Close the database; the key goes with it."""
        self.commits.forget_bulk()
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside shows together, or nothing does."""
        with self._reloaded_if_undone(), self.commits.transaction():
            yield

    def begin_bulk(self) -> None:
        """Very much is to come: until ``end_bulk``, a crash may undo many of the changes that showed already."""
        self.commits.begin_bulk()

    def end_bulk(self) -> None:
        """It came. What was changed in bulk outlives a crash from now on."""
        with self._reloaded_if_undone():
            self.commits.end_bulk()

    def commit(self) -> None:
        """Let everything changed so far outlive a crash, before something is done that relies on it."""
        with self._reloaded_if_undone():
            self.commits.commit()

    @contextmanager
    def _reloaded_if_undone(self) -> Iterator[None]:
        try:
            with told_plainly(self._path):
                yield
        except BaseException:
            self._operations.reload()
            self.frontier.reload()
            raise

    # --- taking in ----------------------------------------------------------------------------------------------

    def add_local(self, saved: Iterable[tuple[RawOp, Operation]]) -> None:
        """Show operations that this laptop saved but did not seal yet."""
        self._operations.add_local(Understood(raw, operation, "") for raw, operation in saved)

    def add_batches(self, batches: Sequence[tuple[BatchRow, Sequence[Understood]]]) -> list[BatchRow]:
        """Take in verified batches that are not here yet, each with its operations; returns those that came late."""
        seen = [self.frontier.follow(row.stream, row.seq, row.stmt, row.prev) for row, _ in batches]
        rows = [_columns(row, is_seen) for (row, _), is_seen in zip(batches, seen, strict=True)]
        self.connection.executemany(f"INSERT INTO batches VALUES ({', '.join('?' * 17)})", rows)  # noqa: S608
        self._operations.add_batches([JudgedBatch(row.stmt, row.verdict, ops) for row, ops in batches])
        late = [row for (row, _), is_seen in zip(batches, seen, strict=True) if not is_seen]
        for row in late:
            self.frontier.add(row.stream, row.seq, row.stmt, row.prev)
        return late

    def set_verdict(self, stmt: bytes, verdict: Verdict) -> None:
        """Judge a batch anew after a membership act arrived: its operations may come to count, or be taken back."""
        self.connection.execute(
            "UPDATE batches SET device = ?, claimed = ?, role = ?, is_settled = ? WHERE stmt = ?",
            (*_verdict_columns(verdict), stmt),
        )
        self._operations.judge_again(stmt)

    def set_known_heads(self, stmt: bytes, known_heads: Sequence[bytes]) -> None:
        """A batch before this one arrived late: what its author is known to have known."""
        self.connection.execute("UPDATE batches SET known_heads = ? WHERE stmt = ?", (pack(list(known_heads)), stmt))

    def add_act(self, act_id: bytes, path: str, data: bytes) -> None:
        """Keep an opened membership act."""
        self.connection.execute("INSERT OR IGNORE INTO acts VALUES (?, ?, ?)", (act_id, path, data))

    def note_given(self, folder: str, paths: Iterable[str]) -> None:
        """Remember that a folder holds these files."""
        rows = [(folder, path) for path in sorted(paths)]
        self.connection.executemany("INSERT OR IGNORE INTO given(folder, path) VALUES (?, ?)", rows)

    def note_stamps(self, folder: str, stamps: Mapping[str, Stamp]) -> None:
        """Remember how files looked in a folder when nothing was wrong with them."""
        rows = [(folder, path, *stamp) for path, stamp in sorted(stamps.items())]
        self.connection.executemany("INSERT OR REPLACE INTO given VALUES (?, ?, ?, ?)", rows)

    def forget_stamps(self, folder: str, paths: Iterable[str]) -> None:
        """These files were written anew: how they look is to be learnt again."""
        rows = [(folder, path) for path in sorted(paths)]
        self.connection.executemany("UPDATE given SET size = NULL WHERE folder = ? AND path = ?", rows)

    def refresh(self) -> list[Change]:
        """Project every touched thing anew; returns what changed for those who look."""
        rows: list[tuple[Row, Shown | None]] = []
        gone: dict[tuple[str, bytes], Shown] = {}
        for entity, known in self._operations.touched().items():
            shown = self.things.shown(entity) if known is None else {}
            projected = project(entity, self.known_ops(entity) if known is None else known)
            rows += [(row, shown.pop((row.thing, row.key), None)) for row in projected]
            gone.update(shown)
        for old in gone.values():
            self.things.remove(old)
        new = self.things.put(rows)
        self._operations.hurry(row.view for row in new)
        changed = [Change(row.thing, row.key, row.incident, row) for row in new]
        return changed + [Change(thing, key, old.incident, None) for (thing, key), old in gone.items()]

    def set_texts(self, texts: Sequence[tuple[bytes, str]]) -> None:
        """Keep the text of documents' files for search, each under the file's SHA-256."""
        self.connection.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", texts)
        for sha256, text in texts:
            if text:
                self.things.index_text(sha256, text)

    # --- asking -------------------------------------------------------------------------------------------------

    def has_batch(self, stmt: bytes) -> bool:
        """Whether a verified copy of this batch is here."""
        return self.connection.execute("SELECT 1 FROM batches WHERE stmt = ?", (stmt,)).fetchone() is not None

    def paths_of(self, stmts: Iterable[bytes]) -> dict[bytes, str]:
        """Those of the batches that are here, each with the file of the copy that is kept."""
        return dict(rows_among(self.connection, "SELECT stmt, path FROM batches WHERE stmt IN", stmts))

    def batches(self, where: str = "1", values: Sequence[object] = ()) -> list[BatchRow]:
        """Batches that fulfil a condition on their columns, by stream and number."""
        rows = self.connection.execute(
            f"SELECT * FROM batches WHERE {where} ORDER BY stream, seq, stmt",  # noqa: S608 - conditions are ours
            tuple(values),
        )
        return [_batch(row) for row in rows]

    def known_heads(self, stream: bytes, seq: int, stmt: bytes) -> tuple[bytes, ...] | None:
        """The membership heads that a batch and those before it name; None if it is not here, at this place."""
        row = self.connection.execute(
            "SELECT known_heads FROM batches WHERE stmt = ? AND stream = ? AND seq = ?", (stmt, stream, seq)
        ).fetchone()
        return _heads(row[0]) if row else None

    def followers(self, stream: bytes, seq: int, stmt: bytes) -> list[BatchRow]:
        """The batches that stand directly on this one."""
        return self.batches("stream = ? AND seq = ? AND prev = ?", (stream, seq + 1, stmt))

    def acts(self) -> list[bytes]:
        """Every membership act held, in the order of their ids."""
        return [row[0] for row in self.connection.execute("SELECT data FROM acts ORDER BY id")]

    def act_ids(self) -> list[bytes]:
        """The ids of the membership acts held, sorted."""
        return [row[0] for row in self.connection.execute("SELECT id FROM acts ORDER BY id")]

    def paths(self) -> set[str]:
        """The files whose content is in the index."""
        return {row[0] for row in self.connection.execute("SELECT path FROM batches UNION SELECT path FROM acts")}

    def was_given(self, folder: str, path: str) -> bool:
        """Whether a file is known to have been in a folder."""
        found = self.connection.execute("SELECT 1 FROM given WHERE folder = ? AND path = ?", (folder, path)).fetchone()
        return found is not None

    def given(self, folder: str) -> set[str]:
        """Files known to have been in a folder."""
        return {row[0] for row in self.connection.execute("SELECT path FROM given WHERE folder = ?", (folder,))}

    def stamps(self, folder: str, directory: str = "") -> dict[str, Stamp]:
        """How files of a folder, or of one directory in it, looked when nothing was wrong with them."""
        rows = self.connection.execute(
            "SELECT path, size, changed_ns FROM given WHERE folder = ? AND path >= ? AND path < ? AND size IS NOT NULL",
            (folder, f"{directory}/" if directory else "", f"{directory}0" if directory else "~"),
        )
        return {path: (size, changed_ns) for path, size, changed_ns in rows}

    def is_ancestor(self, older: bytes, newer: bytes, older_seq: int) -> bool:
        """Whether a statement stands in the known chain below another one of its stream."""
        at: bytes | None = newer
        while at is not None and at != older:
            row = self.connection.execute("SELECT prev, seq FROM batches WHERE stmt = ?", (at,)).fetchone()
            at = row[0] if row and row[1] > older_seq else None
        return at == older

    def authorships(self) -> list[Authorship]:
        """Each signing key with each set of membership heads it wrote under: what a verdict depends on, and the one."""
        rows = self.connection.execute(
            "SELECT DISTINCT sign_key, known_heads, device, claimed, role, is_settled FROM batches"
        ).fetchall()
        return [Authorship(key, _heads(packed), verdict_of(*verdict)) for key, packed, *verdict in rows]

    def stmts_under(self, authorship: Authorship) -> list[bytes]:
        """The batches that a key signed under a set of membership heads."""
        key, known_heads, _ = authorship
        rows = self.connection.execute(
            "SELECT stmt FROM batches WHERE sign_key = ? AND known_heads = ? ORDER BY stream, seq, stmt",
            (key, pack(list(known_heads))),
        )
        return [row[0] for row in rows.fetchall()]

    def batches_of_one_kind(self, stream: bytes, after_seq: int, kind: str) -> int:
        """How many batches of a stream after a number hold operations of this kind alone."""
        row = self.connection.execute(
            "SELECT count(*) FROM batches WHERE stream = ? AND seq > ? AND NOT EXISTS (SELECT 1 FROM placed "
            "JOIN ops ON ops.row = placed.op WHERE placed.stmt = batches.stmt AND ops.kind <> ?)",
            (stream, after_seq, kind),
        ).fetchone()
        return int(row[0])

    def streams_of(self, sign_key: bytes) -> list[bytes]:
        """The streams in which a key signed."""
        rows = self.connection.execute(
            "SELECT DISTINCT stream FROM batches WHERE sign_key = ? ORDER BY stream", (sign_key,)
        )
        return [row[0] for row in rows]

    def has_other_kinds(self, stream: bytes, after: int, kind: str) -> bool:
        """Whether a batch of a stream after a number holds an operation of any other kind."""
        row = self.connection.execute(
            "SELECT 1 FROM batches JOIN placed ON placed.stmt = batches.stmt JOIN ops ON ops.row = placed.op "
            "WHERE batches.stream = ? AND batches.seq > ? AND ops.kind <> ? LIMIT 1",
            (stream, after, kind),
        ).fetchone()
        return row is not None

    def signers_of(self, stmts: Iterable[bytes]) -> set[bytes]:
        """The keys that signed these batches, as far as they are here."""
        found = (self.connection.execute("SELECT sign_key FROM batches WHERE stmt = ?", (stmt,)) for stmt in stmts)
        return {row[0] for rows in found for row in rows}

    def known_among(self, entities: Sequence[bytes]) -> set[bytes]:
        """Those of the things about which any operation is known."""
        return {row[0] for row in rows_among(self.connection, "SELECT entity FROM ops WHERE entity IN", entities)}

    def known_ops(self, entity: bytes) -> list[KnownOp]:
        """Every operation known about a thing, whatever its verdict, with whether it counts."""
        return self._operations.known(entity)

    def operation_states(self) -> dict[OpState, int]:
        """How many operations are in each state."""
        return self._operations.counts()

    def held_count(self) -> int:
        """How many operations are held; quick, since few are not accepted."""
        rows = self.connection.execute("SELECT count(*) FROM ops WHERE state <> 1 AND state = 0")
        return int(rows.fetchone()[0])

    def has_op(self, op_id: bytes) -> bool:
        """Whether an operation is known here."""
        return self.connection.execute("SELECT 1 FROM ops WHERE id = ?", (op_id,)).fetchone() is not None

    def local_ops(self) -> set[bytes]:
        """Operations that this laptop saved and that are in no batch yet."""
        return {row[0] for row in self.connection.execute("SELECT id FROM local JOIN ops ON ops.row = local.op")}

    def stmts_of(self, sign_key: bytes) -> set[bytes]:
        """The batches that a device signed."""
        return {row[0] for row in self.connection.execute("SELECT stmt FROM batches WHERE sign_key = ?", (sign_key,))}

    def batches_of(self, op_ids: Iterable[bytes]) -> dict[bytes, bytes]:
        """The batch in which each operation stands, the first by its statement; none for those in the outbox."""
        placed = "SELECT ops.id, placed.stmt FROM ops JOIN placed ON placed.op = ops.row WHERE ops.id IN"
        found: dict[bytes, bytes] = {}
        for op_id, stmt in rows_among(self.connection, placed, op_ids):
            found[op_id] = min(stmt, found.get(op_id, stmt))
        return found

    def doubled_numbers(self) -> set[tuple[bytes, str, bytes, int]]:
        """Numbers that two accepted operations show, after a laptop was copied: (incident, what, series, n)."""
        return self._operations.doubled_numbers()

    def wanted_parts(self) -> list[bytes]:
        """The parts of files that operations refer to: reports first, then vital documents, then small before large."""
        return [row[0] for row in self.connection.execute("SELECT hash FROM parts ORDER BY priority, length, hash")]

    def count_parts(self) -> int:
        """How many parts of files operations refer to."""
        return int(self.connection.execute("SELECT count(*) FROM parts").fetchone()[0])

    def sorted_ids(self) -> tuple[list[bytes], list[tuple[bytes, int]]]:
        """Ids of accepted operations, and of all others with their state, both sorted: what set_hash covers."""
        return self._operations.sorted_ids()

    def state_hash(self) -> str:
        """One hash over everything people see, equal on stations of one version that hold the same record."""
        digest = hashlib.sha256()
        for row in self.connection.execute("SELECT digest FROM things ORDER BY thing, key"):
            digest.update(row[0])
        return digest.hexdigest()

    def _made_by(self) -> tuple[int, int]:
        """The layout, and the kinds that were known: after an upgrade, what was not understood may be."""
        pragmas = ("user_version", "application_id")
        layout, kinds = (self.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas)
        return layout, kinds

    def _make(self) -> None:
        with self.transaction_for_schema():
            names = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                if not name.startswith(("sqlite_", "search_")):
                    self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            for statement in filter(str.strip, SCRIPT.split(";\n")):
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA user_version = {VERSION}")
            self.connection.execute(f"PRAGMA application_id = {kinds_mark()}")

    @contextmanager
    def transaction_for_schema(self) -> Iterator[None]:
        """A transaction before the rest of the index is there."""
        with told_plainly(self._path), transaction(self.connection):
            yield


def _columns(row: BatchRow, is_seen: bool) -> tuple[object, ...]:
    return (
        row.stmt, row.stream, row.seq, row.prev, row.sign_key, row.path, row.file_hash, pack(list(row.acl_heads)),
        row.sealed_at_ms, row.seen_root, row.seen, pack(list(row.known_heads)), *_verdict_columns(row.verdict), is_seen,
    )  # fmt: skip


def _batch(row: Sequence[Any]) -> BatchRow:
    return BatchRow(*row[:7], _heads(row[7]), *row[8:11], _heads(row[11]), verdict_of(*row[12:16]))  # type: ignore[call-arg]


def _verdict_columns(verdict: Verdict) -> tuple[bytes | None, int | None, int | None, bool]:
    return verdict.device, verdict.claimed, verdict.role, verdict.is_settled


def _heads(packed: bytes) -> tuple[bytes, ...]:
    heads = unpack(packed)
    return tuple(item for item in heads if isinstance(item, bytes)) if isinstance(heads, list) else ()
