# SPDX-License-Identifier: Apache-2.0
"""What arrived on this laptop from others, when, and by which carrier."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Connection


@dataclass(frozen=True, slots=True)
class Receipt:
    """A batch of another station that was first readable here at ``at_ms``; ``carrier`` is a folder's path."""

    stmt: bytes
    at_ms: int
    carrier: str


class Receipts:
    """Reads the receipts of record.db; own batches that were only read back are none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def since(self, after_ms: int) -> list[Receipt]:
        """Everything that arrived after a moment, in the order of arrival."""
        rows = self._connection.execute(
            "SELECT stmt, received_at_ms, carrier FROM receipts WHERE received_at_ms > ? "
            "AND stmt NOT IN (SELECT stmt FROM own_batches) ORDER BY received_at_ms, stmt",
            (after_ms,),
        )
        return [Receipt(*row) for row in rows]

    def of(self, stmt: bytes) -> Receipt | None:
        """How a batch came here, or None for own work."""
        row = self._connection.execute(
            "SELECT stmt, received_at_ms, carrier FROM receipts WHERE stmt = ? "
            "AND stmt NOT IN (SELECT stmt FROM own_batches)",
            (stmt,),
        ).fetchone()
        return Receipt(*row) if row else None
