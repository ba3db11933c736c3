# SPDX-License-Identifier: Apache-2.0
"""Work that is kept but does not count: operations that are held, or refused because of their author's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.operation import Operation
from incident_console.wire.operations import RawOp

from .database import Connection
from .operations import OpState
from .understood import understand


@dataclass(frozen=True, slots=True)
class HeldOp:
    """An operation that is well formed and does not count, and whether it waits (or is refused)."""

    operation: Operation
    is_held: bool


class HeldWork:
    """Reads the operations of the index that do not count; they are few."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stmts(self) -> list[bytes]:
        """The batches that hold such operations, in the order in which they were sealed."""
        rows = self._connection.execute(
            "SELECT DISTINCT batches.sealed_at_ms, batches.stream, batches.seq, batches.stmt FROM ops "
            "JOIN placed ON placed.op = ops.row JOIN batches ON batches.stmt = placed.stmt "
            "WHERE ops.state <> 1 AND ops.state IN (?, ?) AND ops.fault = '' "
            "ORDER BY batches.sealed_at_ms, batches.stream, batches.seq, batches.stmt",
            (OpState.HELD, OpState.REJECTED),
        )
        return [row[-1] for row in rows]

    def waiting(self) -> int:
        """How many batches hold operations that may come to count."""
        row = self._connection.execute(
            "SELECT COUNT(DISTINCT placed.stmt) FROM ops JOIN placed ON placed.op = ops.row "
            "WHERE ops.state <> 1 AND ops.state = ? AND ops.fault = ''",
            (OpState.HELD,),
        ).fetchone()
        return int(row[0])

    def of(self, stmt: bytes) -> Sequence[HeldOp]:
        """The operations of a batch that do not count, in their order."""
        rows = self._connection.execute(
            "SELECT ops.salt, ops.head, ops.body, ops.state FROM placed JOIN ops ON ops.row = placed.op "
            "WHERE placed.stmt = ? AND ops.state IN (?, ?) AND ops.fault = '' ORDER BY placed.place",
            (stmt, OpState.HELD, OpState.REJECTED),
        )
        found = ((understand(RawOp(salt, head, body)).operation, state) for salt, head, body, state in rows)
        return [HeldOp(operation, state == OpState.HELD) for operation, state in found if operation is not None]
