# SPDX-License-Identifier: Apache-2.0
"""An operation together with what this program makes of it."""

from __future__ import annotations

from typing import NamedTuple

from incident_console.domain.kinds import schema_fault
from incident_console.domain.operation import Operation
from incident_console.wire.canonical import Malformed
from incident_console.wire.operations import RawOp, decode_operation


class Understood(NamedTuple):
    """The bytes as they came, what they say (None if nothing can be read in them), and why they are refused, if so."""

    raw: RawOp
    operation: Operation | None
    fault: str


def understand(raw: RawOp) -> Understood:
    """Read an operation, once for all who need it."""
    try:
        operation = decode_operation(raw)
    except Malformed as error:
        return Understood(raw, None, str(error))
    return Understood(raw, operation, schema_fault(operation.head, operation.body) or "")
