# SPDX-License-Identifier: Apache-2.0
"""The log as it stood on one laptop at an earlier moment: what had not arrived yet is not there.

What counts is when an operation was first readable here, by this laptop's own clock. Whether its author had the right
is judged by all that is known today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .merge import KnownOp
from .operation import Operation
from .status_log import Entry, project_entries


def entries_as_known(
    entity: bytes, known: Sequence[KnownOp], arrived_ms: Mapping[bytes, int], at_ms: int
) -> list[Entry]:
    """The lines that one entity showed at a moment; strikes and marks count from when they themselves arrived.

    An operation that is not in ``arrived_ms`` is not known to have been here at any time.
    """
    then = [item for item in known if arrived_ms.get(item.op.id, at_ms + 1) <= at_ms]
    return project_entries(entity, then)


def went_back(own: Sequence[Operation], at_ms: int) -> bool:
    """Whether a laptop's clock was set back over a moment and showed it twice, as far as its own numbers tell.

    They count up within a stream, whatever the clock does.
    """
    numbered = [(op.head.number, op.head.wall_ms) for op in own if op.head.number]
    later_in: set[bytes] = set()
    for series, _, wall_ms in sorted((number.series, number.n, wall_ms) for number, wall_ms in numbered):
        if wall_ms > at_ms:
            later_in.add(series)
        elif series in later_in:
            return True
    return False
