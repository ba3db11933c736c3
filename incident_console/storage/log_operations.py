# SPDX-License-Identifier: Apache-2.0
"""The operations of an incident's status log, whatever became of them."""

from __future__ import annotations

from collections.abc import Iterator

from incident_console.domain.operation import Operation
from incident_console.wire.operations import RawOp

from .database import Connection
from .operations import OpState
from .understood import understand

_KINDS = ("entry.add", "entry.strike", "entry.mark", "entry.tag")


def log_operations(connection: Connection, incident: bytes) -> Iterator[tuple[Operation, bool]]:
    """Every readable operation of the log, and whether it counts."""
    rows = connection.execute(
        f"SELECT salt, head, body, state FROM ops WHERE kind IN ({', '.join('?' * len(_KINDS))})",  # noqa: S608
        _KINDS,
    )
    for salt, head, body, state in rows:
        operation = understand(RawOp(salt, head, body)).operation
        if operation is not None and operation.head.incident == incident:
            yield operation, state == OpState.ACCEPTED


def tagged_lines(connection: Connection) -> list[bytes]:
    """The keys of all lines that were ever tagged, with what strikes them, of every incident."""
    rows = connection.execute(
        "SELECT DISTINCT lines.id FROM ops AS tags JOIN ops AS lines ON lines.entity = tags.entity "
        "WHERE tags.kind = 'entry.tag' AND lines.kind IN ('entry.add', 'entry.strike')"
    )
    return [key for (key,) in rows]
