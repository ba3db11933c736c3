# SPDX-License-Identifier: Apache-2.0
"""The operations of the index, each with what became of it, and which things they touch.

An operation may stand in several batches, after a laptop was copied; the best verdict counts. What is taken in many at
a time is asked for and written many at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from incident_console.domain.document import Document, blob_from_plain
from incident_console.domain.kinds import KINDS
from incident_console.domain.membership import Verdict
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Operation
from incident_console.domain.roles import Role
from incident_console.wire.operations import RawOp

from .database import Connection, rows_among
from .given_numbers import GivenNumber, GivenNumbers, ShownNumber
from .known_ids import KnownIds
from .understood import Understood, understand


class OpState(IntEnum):
    """What became of an operation: it counts, it waits, it is refused, or a newer program is needed."""

    HELD = 0
    ACCEPTED = 1
    REJECTED = 2
    NOT_UNDERSTOOD = 3


class JudgedBatch(NamedTuple):
    """The operations of a batch and the right that it has."""

    stmt: bytes
    verdict: Verdict
    ops: Sequence[Understood]


class Operations:
    """Kept by the index; every change happens in its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids = KnownIds(connection)
        self._numbers = GivenNumbers(connection)
        self._touched: dict[bytes, list[KnownOp] | None] = {}

    # --- taking in ----------------------------------------------------------------------------------------------

    def add_local(self, saved: Iterable[Understood]) -> None:
        """Take in operations that this laptop saved; they count until a batch says otherwise."""
        rows = self._insert([(op, OpState.ACCEPTED) for op in saved])
        self._connection.executemany("INSERT INTO local VALUES (?)", [(row,) for row in rows])

    def add_batches(self, batches: Sequence[JudgedBatch]) -> None:
        """Take in the operations of batches that stand among the batches already."""
        known = self._states([op.raw.id for batch in batches for op in batch.ops])
        fresh: dict[bytes, tuple[Understood, OpState]] = {}
        again: list[tuple[bytes, OpState]] = []
        for _, verdict, ops in batches:
            for op in ops:
                state = judge(op.operation, op.fault, verdict)
                if op.raw.id in known or op.raw.id in fresh:
                    again.append((op.raw.id, state))
                else:
                    fresh[op.raw.id] = (op, state)
        new = self._insert(list(fresh.values()))
        known.update((op_id, (row, fresh[op_id][1])) for op_id, row in zip(fresh, new, strict=True))
        placed = [(stmt, place, known[op.raw.id][0]) for stmt, _, ops in batches for place, op in enumerate(ops)]
        self._connection.executemany("INSERT INTO placed VALUES (?, ?, ?)", placed)
        self._meet_again([(*known[op_id], state) for op_id, state in again])

    def judge_again(self, stmt: bytes) -> None:
        """Judge the operations of a batch anew, whose verdict has changed."""
        for (row,) in self._connection.execute("SELECT op FROM placed WHERE stmt = ?", (stmt,)).fetchall():
            self._judge(row)

    def touched(self) -> dict[bytes, list[KnownOp] | None]:
        """The things touched since this was last asked: all operations known about each, None where to ask for them."""
        touched, self._touched = self._touched, {}
        return touched

    def reload(self) -> None:
        """Forget what was kept in memory, after changes were undone."""
        self._touched = {}
        self._forget_states()

    def hurry(self, views: Iterable[object]) -> None:
        """Have the files of documents fetched first that people marked as vital, as of those brought as such."""
        vital = (view for view in views if isinstance(view, Document) and view.properties.is_vital)
        parts = [(part.sha256,) for view in vital for part in view.current.blob.parts]
        self._connection.executemany("UPDATE parts SET priority = 1 WHERE hash = ? AND priority > 1", parts)

    # --- asking -------------------------------------------------------------------------------------------------

    def known(self, entity: bytes) -> list[KnownOp]:
        """Every operation known about a thing, whatever its verdict, with whether it counts."""
        rows = self._connection.execute("SELECT salt, head, body, state FROM ops WHERE entity = ?", (entity,))
        found = []
        for salt, head, body, state in rows.fetchall():
            _, operation, fault = understand(RawOp(salt, head, body))
            if operation is not None and not fault:
                found.append(KnownOp(operation, state == OpState.ACCEPTED))
        return found

    def counts(self) -> dict[OpState, int]:
        """How many operations are in each state."""
        others = dict(self._connection.execute("SELECT state, count(*) FROM ops WHERE state <> 1 GROUP BY state"))
        (every,) = self._connection.execute("SELECT count(*) FROM ops").fetchone()
        return {**{state: others.get(state, 0) for state in OpState}, OpState.ACCEPTED: every - sum(others.values())}

    def doubled_numbers(self) -> set[ShownNumber]:
        """Numbers that two accepted operations show, after a laptop was copied: (incident, what, series, n)."""
        return self._numbers.doubled()

    def sorted_ids(self) -> tuple[list[bytes], list[tuple[bytes, int]]]:
        """Ids of accepted operations, and of all others with their state, both sorted: what set_hash covers."""
        return self._ids.accepted(), self._ids.others()

    # --- inside -------------------------------------------------------------------------------------------------

    def _states(self, op_ids: Sequence[bytes]) -> dict[bytes, tuple[int, int]]:
        """Those of the operations that are here already: id -> (row, state)."""
        rows = rows_among(self._connection, "SELECT id, row, state FROM ops WHERE id IN", op_ids)
        return {op_id: (row, state) for op_id, row, state in rows}

    def _insert(self, ops: Sequence[tuple[Understood, OpState]]) -> range:
        """Write operations that are not here yet; returns their rows."""
        shown = [(op.operation, state) for op, state in ops if op.operation and _is_shown(op)]
        self._expect([operation.head.entity for operation, _ in shown])
        for operation, state in shown:
            known = self._touched[operation.head.entity]
            if known is not None:
                known.append(KnownOp(operation, state == OpState.ACCEPTED))
        (last,) = self._connection.execute("SELECT coalesce(max(row), 0) FROM ops").fetchone()
        rows = range(last + 1, last + 1 + len(ops))
        self._connection.executemany(
            "INSERT INTO ops(row, id, entity, kind, device, state, salt, head, body, fault) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_columns(row, op, state) for row, (op, state) in zip(rows, ops, strict=True)],
        )
        self._numbers.add([number for row, (op, _) in zip(rows, ops, strict=True) for number in _given(row, op)])
        self._want_parts(operation for operation, _ in shown)
        return rows

    def _expect(self, entities: Iterable[bytes]) -> None:
        """Mark things to be projected; of those that nothing is known about, the operations are kept at hand."""
        new = [entity for entity in dict.fromkeys(entities) if entity not in self._touched]
        known = "SELECT DISTINCT entity FROM ops WHERE entity IN"
        old = {entity for (entity,) in rows_among(self._connection, known, new)}
        self._touched.update((entity, None if entity in old else []) for entity in new)

    def _want_parts(self, operations: Iterable[Operation]) -> None:
        wanted = [part for operation in operations for part in _parts(operation)]
        if wanted:
            self._connection.executemany(
                "INSERT INTO parts VALUES (?, ?, ?) ON CONFLICT(hash) DO UPDATE "
                "SET priority = min(priority, excluded.priority), length = max(length, excluded.length)",
                wanted,
            )

    def _meet_again(self, ops: Sequence[tuple[int, int, OpState]]) -> None:
        """Operations that are here already, each with its row and state, stand in one more batch that says a state."""
        self._connection.executemany("DELETE FROM local WHERE op = ?", [(row,) for row, _, _ in ops])
        for row, before, state in ops:
            if before != OpState.ACCEPTED or state != OpState.ACCEPTED:
                self._judge(row)

    def _judge(self, row: int) -> None:
        salt, head, body, before = self._connection.execute(
            "SELECT salt, head, body, state FROM ops WHERE row = ?", (row,)
        ).fetchone()
        _, operation, fault = understand(RawOp(salt, head, body))
        verdicts = self._connection.execute(
            "SELECT device, claimed, role, is_settled FROM placed JOIN batches ON batches.stmt = placed.stmt "
            "WHERE placed.op = ?",
            (row,),
        ).fetchall()
        state = _best([judge(operation, fault, verdict_of(*verdict)) for verdict in verdicts])
        if state != before:
            self._connection.execute("UPDATE ops SET state = ? WHERE row = ?", (state, row))
            self._forget_states()
            if operation is not None:
                self._touched[operation.head.entity] = None

    def _forget_states(self) -> None:
        self._ids.reload()
        self._numbers.reload()


def _columns(row: int, op: Understood, state: OpState) -> tuple[object, ...]:
    head = op.operation.head if op.operation else None
    entity, kind, device = (head.entity, head.kind, head.device) if head else (b"", "", b"")
    return row, op.raw.id, entity, kind, device, state, op.raw.salt, op.raw.head, op.raw.body, op.fault


def _given(row: int, op: Understood) -> Iterator[GivenNumber]:
    number = op.operation.head.number if op.operation and _is_shown(op) else None
    if op.operation and number:
        yield number.series, number.n, number.what, op.operation.head.incident or b"", row


def _parts(operation: Operation) -> Iterator[tuple[bytes, int, int]]:
    blob = blob_from_plain(operation.body.get("blob"))
    if blob is not None:
        priority = 0 if operation.head.kind == "report.issue" else 2 - (operation.body.get("is_vital") is True)
        yield from ((part.sha256, priority, max(blob.length, part.offset + part.length)) for part in blob.parts)


def judge(operation: Operation | None, fault: str, verdict: Verdict) -> OpState:
    """What becomes of one operation of a batch with this right: a pure function of both.

    What its author's role never allowed is refused; what only a change of role took that he did not know is held.
    """
    if operation is None or fault:
        return OpState.REJECTED
    if verdict.device is None:
        return OpState.HELD
    if operation.head.device != verdict.device:
        return OpState.REJECTED
    if verdict.claimed is None or operation.head.right > verdict.claimed:
        return OpState.REJECTED if verdict.is_settled else OpState.HELD
    if verdict.role is None or operation.head.right > verdict.role:
        return OpState.HELD
    return OpState.ACCEPTED if operation.head.kind in KINDS else OpState.NOT_UNDERSTOOD


def verdict_of(device: bytes | None, claimed: int | None, role: int | None, is_settled: int) -> Verdict:
    """A verdict as its columns hold it."""
    return Verdict(device, _role(claimed), _role(role), bool(is_settled))


def _role(value: int | None) -> Role | None:
    return None if value is None else Role(value)


def _best(states: Sequence[OpState]) -> OpState:
    order = (OpState.ACCEPTED, OpState.NOT_UNDERSTOOD, OpState.HELD, OpState.REJECTED)
    return min(states, key=order.index)


def _is_shown(op: Understood) -> bool:
    return op.operation is not None and op.operation.head.kind in KINDS and not op.fault
