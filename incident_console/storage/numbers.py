# SPDX-License-Identifier: Apache-2.0
"""Who holds a number: from what people say (JO-17) back to the operation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from incident_console.domain.operation import Number

from .database import Connection


@dataclass(frozen=True, slots=True)
class NumberHolder:
    """An accepted operation that was given a number, and the thing that it made."""

    op: bytes
    entity: bytes
    number: Number


class Numbers:
    """The numbers of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, incident: bytes, series: Collection[bytes], ns: Collection[int]) -> list[NumberHolder]:
        """Everything of an incident that holds one of these numbers in one of these series."""
        rows = self._connection.execute(
            "SELECT ops.id, ops.entity, what, series, n FROM numbers JOIN ops ON ops.row = numbers.op "  # noqa: S608
            f"WHERE series IN ({_marks(series)}) AND n IN ({_marks(ns)}) AND incident = ? AND ops.state = 1 "
            "ORDER BY what, n, ops.id",
            (*series, *ns, incident),
        )
        return [NumberHolder(op, entity, Number(what, stream, n)) for op, entity, what, stream, n in rows]

    def last_entry(self, incident: bytes, stream: bytes, seq: int) -> int:
        """The highest number of an entry that a stream's batches up to ``seq`` hold; 0 if they hold none."""
        row = self._connection.execute(
            "SELECT numbers.n FROM numbers JOIN placed ON placed.op = numbers.op "
            "JOIN batches ON batches.stmt = placed.stmt WHERE numbers.series = ? AND numbers.what = 'entry' "
            "AND numbers.incident = ? AND batches.stream = ? AND batches.seq <= ? ORDER BY numbers.n DESC LIMIT 1",
            (stream, incident, stream, seq),
        ).fetchone()
        return int(row[0]) if row else 0


def _marks(wanted: Collection[object]) -> str:
    return ", ".join("?" * len(wanted))
