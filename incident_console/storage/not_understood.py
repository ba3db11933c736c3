# SPDX-License-Identifier: Apache-2.0
"""Operations of kinds that only a newer program knows: kept, passed on, and applied once this one is newer too."""

from __future__ import annotations

from .database import Connection
from .operations import OpState


class NotUnderstood:
    """Reads the operations of the index that this program cannot show; they are few."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many there are."""
        found = self._connection.execute(
            "SELECT count(*) FROM ops WHERE state <> 1 AND state = ?", (OpState.NOT_UNDERSTOOD,)
        )
        return int(found.fetchone()[0])

    def streams(self) -> set[bytes]:
        """The streams that they came in: their stations run a newer version."""
        rows = self._connection.execute(
            "SELECT DISTINCT batches.stream FROM ops JOIN placed ON placed.op = ops.row "
            "JOIN batches ON batches.stmt = placed.stmt WHERE ops.state <> 1 AND ops.state = ?",
            (OpState.NOT_UNDERSTOOD,),
        )
        return {stream for (stream,) in rows}
