# SPDX-License-Identifier: Apache-2.0
"""What stands behind an operation: the signed batch that brought it, and the chain below that."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Connection


@dataclass(frozen=True, slots=True)
class Backing:
    """The first batch of a stream that holds an operation; ``is_whole`` if every batch before it is here too."""

    stmt: bytes
    stream: bytes
    seq: int
    is_whole: bool


class Proofs:
    """Reads the batches of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def backing(self, op_id: bytes) -> Backing | None:
        """The batch of an operation; None while it is saved but not sealed."""
        row = self._connection.execute(
            "SELECT batches.stmt, batches.stream, batches.seq, batches.in_frontier FROM ops "
            "JOIN placed ON placed.op = ops.row JOIN batches ON batches.stmt = placed.stmt "
            "WHERE ops.id = ? ORDER BY batches.device = ops.device DESC, batches.seq, batches.stmt LIMIT 1",
            (op_id,),
        ).fetchone()
        return Backing(row[0], row[1], row[2], bool(row[3])) if row else None

    def seen_chain(self, stmt: bytes, most: int) -> list[bytes]:
        """What a batch and its predecessors say that their author had seen, the earliest first; ``most`` of them."""
        chain: list[bytes] = []
        at = stmt
        while len(chain) < most:
            row = self._connection.execute("SELECT seen, prev FROM batches WHERE stmt = ?", (at,)).fetchone()
            if row is None:
                break
            chain.append(row[0])
            at = row[1]
        return chain[::-1]
