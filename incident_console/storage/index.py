# SPDX-License-Identifier: Apache-2.0
"""index.db: everything that people look at, derived from the operations and rebuildable from them.

Operations go in with the verdict of the membership rules; things touched are projected anew from all operations known
about them, so that a verdict can change later and the result never depends on the order of arrival.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from incident_console.domain.events import Change
from incident_console.domain.kinds import KINDS, schema_fault
from incident_console.domain.membership import Verdict
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Operation
from incident_console.domain.projection import project
from incident_console.domain.roles import Role
from incident_console.wire.canonical import Malformed, pack, unpack
from incident_console.wire.operations import RawOp, decode_operation

from .database import Connection, open_database, told_plainly, transaction
from .frontier import Frontier
from .index_schema import SCRIPT, VERSION
from .things import Things


class OpState(IntEnum):
    """What became of an operation: it counts, it waits, it is refused, or a newer program is needed."""

    HELD = 0
    ACCEPTED = 1
    REJECTED = 2
    NOT_UNDERSTOOD = 3


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A verified batch as the index keeps it, with its right by the membership acts held."""

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
    verdict: Verdict


class Index:
    """The open index.db of a workspace."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self.connection: Connection = open_database(path, key, is_durable=False)
        self.is_new = self.connection.execute("PRAGMA user_version").fetchone()[0] != VERSION
        if self.is_new:
            self._make()
        self.things = Things(self.connection)
        self.frontier = Frontier(self.connection)
        self._dirty: set[bytes] = set()

    def close(self) -> None:
        """Close the database; the key goes with it."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside shows together, or nothing does."""
        try:
            with told_plainly(self._path), transaction(self.connection):
                yield
        except BaseException:
            self._dirty.clear()
            self.frontier.reload()
            raise

    # --- taking in ----------------------------------------------------------------------------------------------

    def add_local(self, saved: Iterable[tuple[RawOp, Operation]]) -> None:
        """Show operations that this laptop saved but did not seal yet."""
        for raw, operation in saved:
            self._insert(raw, operation, "", OpState.ACCEPTED, is_local=True)

    def add_batch(self, batch: BatchRow, ops: Sequence[RawOp]) -> bool:
        """Take in a verified batch and its operations; False if it was there already."""
        if self.has_batch(batch.stmt):
            return False
        values = (
            batch.stmt, batch.stream, batch.seq, batch.prev, batch.sign_key, batch.path, batch.file_hash,
            pack(list(batch.acl_heads)), batch.sealed_at_ms, batch.seen_root, batch.seen,
            batch.verdict.device, batch.verdict.role, batch.verdict.is_settled,
        )  # fmt: skip
        self.connection.execute(f"INSERT INTO batches VALUES ({', '.join('?' * 14)}, 0)", values)  # noqa: S608
        for place, raw in enumerate(ops):
            operation, fault = _decode(raw)
            row = self._insert(raw, operation, fault, judge(operation, fault, batch.verdict), is_local=False)
            self.connection.execute("INSERT INTO placed VALUES (?, ?, ?)", (batch.stmt, place, row))
        self.frontier.add(batch.stream, batch.seq, batch.stmt, batch.prev)
        return True

    def set_verdict(self, stmt: bytes, verdict: Verdict) -> None:
        """Judge a batch anew after a membership act arrived: its operations may come to count, or be taken back."""
        self.connection.execute(
            "UPDATE batches SET device = ?, role = ?, is_settled = ? WHERE stmt = ?",
            (verdict.device, verdict.role, verdict.is_settled, stmt),
        )
        for (row,) in self.connection.execute("SELECT op FROM placed WHERE stmt = ?", (stmt,)).fetchall():
            self._judge_again(row)

    def refresh(self) -> list[Change]:
        """Project every touched thing anew; returns what changed for those who look."""
        changes = [change for entity in sorted(self._dirty) for change in self._project(entity)]
        self._dirty.clear()
        return changes

    def set_text(self, sha256: bytes, text: str) -> None:
        """Keep the text of a document's file for search."""
        self.connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (sha256, text))
        self.things.index_text(sha256)

    # --- asking -------------------------------------------------------------------------------------------------

    def has_batch(self, stmt: bytes) -> bool:
        """Whether a verified copy of this batch is here."""
        return self.connection.execute("SELECT 1 FROM batches WHERE stmt = ?", (stmt,)).fetchone() is not None

    def batches(self, where: str = "1", values: Sequence[object] = ()) -> list[BatchRow]:
        """Batches that fulfil a condition on their columns, by stream and number."""
        rows = self.connection.execute(
            f"SELECT * FROM batches WHERE {where} ORDER BY stream, seq, stmt",  # noqa: S608 - conditions are ours
            tuple(values),
        )
        return [_batch(row) for row in rows]

    def known_ops(self, entity: bytes) -> list[KnownOp]:
        """Every operation known about a thing, whatever its verdict, with whether it counts."""
        rows = self.connection.execute("SELECT salt, head, body, state FROM ops WHERE entity = ?", (entity,))
        found = []
        for salt, head, body, state in rows.fetchall():
            operation, fault = _decode(RawOp(salt, head, body))
            if operation is not None and not fault:
                found.append(KnownOp(operation, state == OpState.ACCEPTED))
        return found

    def operation_states(self) -> dict[OpState, int]:
        """How many operations are in each state."""
        rows = self.connection.execute("SELECT state, count(*) FROM ops GROUP BY state")
        counts = {OpState(state): count for state, count in rows}
        return {state: counts.get(state, 0) for state in OpState}

    def has_op(self, op_id: bytes) -> bool:
        """Whether an operation is known here."""
        return self.connection.execute("SELECT 1 FROM ops WHERE id = ?", (op_id,)).fetchone() is not None

    def batch_of(self, op_id: bytes) -> bytes | None:
        """The batch in which an operation first arrived or was sealed, or None while it is in the outbox."""
        row = self.connection.execute(
            "SELECT min(placed.stmt) FROM ops JOIN placed ON placed.op = ops.row WHERE ops.id = ?", (op_id,)
        ).fetchone()
        return row[0] if row else None

    def sorted_ids(self) -> tuple[list[bytes], list[tuple[bytes, int]]]:
        """Ids of accepted operations, and of all others with their state, both sorted: what set_hash covers."""
        accepted = [row[0] for row in self.connection.execute("SELECT id FROM ops WHERE state = 1 ORDER BY id")]
        others = list(self.connection.execute("SELECT id, state FROM ops WHERE state <> 1 ORDER BY id"))
        return accepted, others

    def state_hash(self) -> str:
        """One hash over everything people see, equal on stations of one version that hold the same record."""
        digest = hashlib.sha256()
        for row in self.connection.execute("SELECT digest FROM things ORDER BY thing, key"):
            digest.update(row[0])
        return digest.hexdigest()

    def _make(self) -> None:
        with self.transaction_for_schema():
            names = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                if not name.startswith(("sqlite_", "words_")):
                    self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            for statement in filter(str.strip, SCRIPT.split(";\n")):
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def transaction_for_schema(self) -> Iterator[None]:
        """A transaction before the rest of the index is there."""
        with told_plainly(self._path), transaction(self.connection):
            yield

    def _insert(self, raw: RawOp, operation: Operation | None, fault: str, state: OpState, *, is_local: bool) -> int:
        found = self.connection.execute("SELECT row, state FROM ops WHERE id = ?", (raw.id,)).fetchone()
        entity = operation.head.entity if operation else b""
        if found:
            if state == OpState.ACCEPTED and found[1] != OpState.ACCEPTED:
                self.connection.execute("UPDATE ops SET state = ? WHERE row = ?", (state, found[0]))
                self._dirty.add(entity)
            return int(found[0])
        kind, device = (operation.head.kind, operation.head.device) if operation else ("", b"")
        cursor = self.connection.execute(
            "INSERT INTO ops(id, entity, kind, device, state, is_local, salt, head, body, fault) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (raw.id, entity, kind, device, state, is_local, raw.salt, raw.head, raw.body, fault),
        )
        if operation and kind in KINDS and not fault:
            self._dirty.add(entity)
        return int(cursor.lastrowid)

    def _judge_again(self, row: int) -> None:
        salt, head, body, before, is_local = self.connection.execute(
            "SELECT salt, head, body, state, is_local FROM ops WHERE row = ?", (row,)
        ).fetchone()
        operation, fault = _decode(RawOp(salt, head, body))
        verdicts = self.connection.execute(
            "SELECT device, role, is_settled FROM placed JOIN batches ON batches.stmt = placed.stmt "
            "WHERE placed.op = ?",
            (row,),
        ).fetchall()
        states = [judge(operation, fault, _verdict(*verdict)) for verdict in verdicts]
        state = _best(states) if not (is_local and not verdicts) else OpState.ACCEPTED
        if state != before:
            self.connection.execute("UPDATE ops SET state = ? WHERE row = ?", (state, row))
            if operation is not None:
                self._dirty.add(operation.head.entity)

    def _project(self, entity: bytes) -> Iterator[Change]:
        before = self.things.keys_of(entity)
        rows = {(row.thing, row.key): row for row in project(entity, self.known_ops(entity))}
        for (thing, key), incident in before.items():
            if (thing, key) not in rows:
                self.things.remove(thing, key)
                yield Change(thing, key, incident, None)
        for (thing, key), row in rows.items():
            if self.things.put(entity, row):
                yield Change(thing, key, row.incident, row)


def judge(operation: Operation | None, fault: str, verdict: Verdict) -> OpState:
    """What becomes of one operation of a batch with this right: a pure function of both."""
    if operation is None or fault:
        return OpState.REJECTED
    if verdict.role is None:
        return OpState.HELD
    if operation.head.device != verdict.device:
        return OpState.REJECTED
    if operation.head.right > verdict.role:
        return OpState.REJECTED if verdict.is_settled else OpState.HELD
    return OpState.ACCEPTED if operation.head.kind in KINDS else OpState.NOT_UNDERSTOOD


def _best(states: Sequence[OpState]) -> OpState:
    order = (OpState.ACCEPTED, OpState.NOT_UNDERSTOOD, OpState.HELD, OpState.REJECTED)
    return min(states, key=order.index) if states else OpState.HELD


def _decode(raw: RawOp) -> tuple[Operation | None, str]:
    try:
        operation = decode_operation(raw)
    except Malformed as error:
        return None, str(error)
    return operation, schema_fault(operation.head, operation.body) or ""


def _verdict(device: bytes | None, role: int | None, is_settled: int) -> Verdict:
    return Verdict(device, None if role is None else Role(role), bool(is_settled))


def _batch(row: Sequence[Any]) -> BatchRow:
    heads = unpack(row[7])
    acl_heads = tuple(item for item in heads if isinstance(item, bytes)) if isinstance(heads, list) else ()
    return BatchRow(*row[:7], acl_heads, *row[8:11], _verdict(*row[11:14]))  # type: ignore[call-arg]
