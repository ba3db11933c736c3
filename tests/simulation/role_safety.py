# SPDX-License-Identifier: Apache-2.0
"""Nobody's work counts beyond his right: told anew and more plainly than the program works it out.

The cut of a change of role is drawn generously here, around all that its author had acknowledged by then, on any branch
of his streams. So this notices what counts although it must not, and never what does not count although it might.
"""

from __future__ import annotations

from collections.abc import Iterator

from incident_console.domain.membership import Limit
from incident_console.domain.operation import Operation
from incident_console.domain.roles import Role
from incident_console.storage.index import BatchRow
from incident_console.storage.operations import OpState
from incident_console.sync.station import Station
from incident_console.wire.canonical import Malformed
from incident_console.wire.operations import RawOp, decode_operation
from incident_console.wire.seen import SeenState, decode_seen


def beyond_their_right(station: Station) -> Iterator[str]:
    """Every operation that counts on a station and must not."""
    rows = {row.stmt: row for row in station.index.batches()}
    for row in rows.values():
        allowed = _allowed(station, row, rows)
        for op in _accepted_in(station, row.stmt):
            if op.head.right > allowed and not _counts_by_another_batch(station, op.id, row, rows):
                yield f"{op.head.kind} {op.id.hex()[:8]} counts on {station.path.name} beyond {allowed}"


def _allowed(station: Station, row: BatchRow, rows: dict[bytes, BatchRow]) -> int:
    """The highest right that may count in a batch, -1 for none."""
    team = station.team.team
    if row.stmt in team.admitted_stmts:
        return int(Role.ADMIN)
    known = {head for below in _down(row.stmt, rows) for head in below.acl_heads}
    roles = [team.verdict(row.sign_key, tuple(sorted(known))).claimed]
    roles += [
        limit.role
        for limit in team.limits(row.sign_key, known)
        if row.stmt not in {below.stmt for tip in _generous_cut(limit, rows) for below in _down(tip, rows)}
    ]
    return -1 if None in roles else min(int(role) for role in roles if role is not None)


def _generous_cut(limit: Limit, rows: dict[bytes, BatchRow]) -> set[bytes]:
    cut = {stmt for _, _, stmt in limit.cut}
    places = set[tuple[bytes, int]]()
    last = {stream: seq for stream, seq, _ in limit.author_tips}
    before = (row for row in rows.values() if row.seq <= last.get(row.stream, 0))
    for row in (row for row in before if row.sign_key == limit.author_key):
        state = SeenState()
        for below in list(_down(row.stmt, rows))[::-1]:
            try:
                state = decode_seen(state, below.seen)
            except Malformed:
                break
            places |= {(stream, seq) for stream, tips in state.tips.items() for seq, _ in tips}
    return cut | {row.stmt for row in rows.values() if (row.stream, row.seq) in places}


def _down(stmt: bytes, rows: dict[bytes, BatchRow]) -> Iterator[BatchRow]:
    row = rows.get(stmt)
    while row is not None:
        yield row
        row = rows.get(row.prev)


def _accepted_in(station: Station, stmt: bytes) -> Iterator[Operation]:
    found = station.index.connection.execute(
        "SELECT salt, head, body FROM placed JOIN ops ON ops.row = placed.op WHERE stmt = ? AND state = ?",
        (stmt, OpState.ACCEPTED),
    )
    return (decode_operation(RawOp(*row)) for row in found.fetchall())


def _counts_by_another_batch(station: Station, op_id: bytes, row: BatchRow, rows: dict[bytes, BatchRow]) -> bool:
    """Whether an operation also stands in another batch, after a laptop was copied: then that one is looked at."""
    found = station.index.connection.execute(
        "SELECT stmt FROM placed JOIN ops ON ops.row = placed.op WHERE ops.id = ? AND stmt <> ?", (op_id, row.stmt)
    )
    return any(stmt in rows for (stmt,) in found.fetchall())
