# SPDX-License-Identifier: Apache-2.0
"""When operations were first readable on this laptop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from incident_console.domain.operation import Operation

from .database import Connection

_AT_ONCE = 500


class Arrivals:
    """Puts together what the index knows of batches, and the record of receipts."""

    def __init__(self, index: Connection, record: Connection) -> None:
        self._index = index
        self._record = record

    def of(self, operations: Sequence[Operation], device: bytes) -> dict[bytes, int]:
        """When each arrived, in ms; for work of this ``device`` that came from nowhere else, when it was written.

        Those of which nobody knows it are left out.
        """
        stmts: dict[bytes, list[bytes]] = {}
        for op_id, stmt in self._placed([op.id for op in operations]):
            stmts.setdefault(op_id, []).append(stmt)
        received = dict(self._received(sorted({stmt for some in stmts.values() for stmt in some})))
        arrived = {}
        for op in operations:
            times = [received.get(stmt) for stmt in stmts.get(op.id, ())] or [None]
            if op.head.device == device:
                times = [op.head.wall_ms if at_ms is None else at_ms for at_ms in times]
            known = [at_ms for at_ms in times if at_ms is not None]
            if known:
                arrived[op.id] = min(known)
        return arrived

    def _placed(self, op_ids: Sequence[bytes]) -> Iterator[Any]:
        query = "SELECT ops.id, placed.stmt FROM ops JOIN placed ON placed.op = ops.row WHERE ops.id IN"
        return _among(self._index, query, op_ids)

    def _received(self, stmts: Sequence[bytes]) -> Iterator[Any]:
        return _among(self._record, "SELECT stmt, received_at_ms FROM receipts WHERE stmt IN", stmts)


def _among(connection: Connection, query: str, values: Sequence[bytes]) -> Iterator[Any]:
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        yield from connection.execute(f"{query} ({', '.join('?' * len(some))})", some).fetchall()
