# SPDX-License-Identifier: Apache-2.0
"""Taking in verified files: replica first, then the receipt, then what people see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from incident_console.domain.clock import Moment
from incident_console.domain.events import Change
from incident_console.domain.membership import Team
from incident_console.domain.operation import OpHead
from incident_console.storage.index import BatchRow, Index
from incident_console.storage.record import OwnBatch, Record
from incident_console.wire.batch import Core

from .judging import judge_limited
from .verify import VerifiedBatch


class Sealed(NamedTuple):
    """A batch as its file says it: the core, its statement, and the copy that is kept."""

    core: Core
    stmt: bytes
    path: str
    file_hash: bytes


def batch_rows(batches: Sequence[Sealed], index: Index, team: Team) -> list[BatchRow]:
    """Batches as the index keeps them, judged by the acts held now, but for changes of role that they do not know."""
    known: dict[tuple[bytes, int, bytes], tuple[bytes, ...]] = {}
    rows = []
    for core, stmt, path, file_hash in batches:
        place = core.stream, core.seq - 1, core.prev_stmt
        before = known.get(place) or index.known_heads(*place) or ()
        own = core.acl_heads
        heads = team.together((*before, *own)) if set(before) - set(own) else own
        known[core.stream, core.seq, stmt] = heads
        rows.append(
            BatchRow(
                stmt=stmt,
                stream=core.stream,
                seq=core.seq,
                prev=core.prev_stmt,
                sign_key=core.sign_key,
                path=path,
                file_hash=file_hash,
                acl_heads=own,
                sealed_at_ms=core.sealed_at_ms,
                seen_root=core.seen_root,
                seen=core.seen,
                known_heads=heads,
                verdict=team.verdict(core.sign_key, heads),
            )
        )
    return rows


def index_batches(
    batches: Sequence[VerifiedBatch], record: Record, index: Index, team: Team, now: Moment, carrier: str
) -> tuple[int, list[Change]]:
    """Take in batches whose files are in the replica; returns how many were new and what they changed.

    What people see changes together with the operations: a crash leaves both or neither.
    """
    here = index.paths_of(batch.opened.stmt for batch in batches)
    new = {batch.opened.stmt: batch for batch in batches if batch.opened.stmt not in here}
    if not new:
        return 0, []
    with record.transaction():
        record.receive(sorted(new.keys() - record.own_among(new)), now, carrier)
        record.hear_clock(now.ms, max((head.hlc for batch in new.values() for head in _heads(batch)), default=0))
    with index.transaction():
        sealed = [Sealed(each.opened.core, each.opened.stmt, each.path, each.file_hash) for each in new.values()]
        rows = zip(batch_rows(sealed, index, team), (each.ops for each in new.values()), strict=True)
        _tell_followers(index, team, index.add_batches(list(rows)))
        judge_limited(index, team, [each.core for each in sealed])
        return len(new), index.refresh()


def _tell_followers(index: Index, team: Team, late: Sequence[BatchRow]) -> None:
    """Batches that stood waiting upon others come to know what those knew."""
    waiting = list(late)
    while waiting:
        below = waiting.pop()
        for above in index.followers(below.stream, below.seq, below.stmt):
            known = team.together((*below.known_heads, *above.known_heads))
            if set(known) != set(above.known_heads):
                index.set_known_heads(above.stmt, known)
                index.set_verdict(above.stmt, team.verdict(above.sign_key, known))
                waiting.append(replace(above, known_heads=known))


def adopt_foreign(batches: Sequence[VerifiedBatch], record: Record, now: Moment, carrier: str) -> bool:
    """Note batches of this laptop's own streams that this record never sealed; True if one is in the open stream.

    They were written by a copy of this workspace, or by this one before its disk was restored. Operations that they
    hold leave the outbox, since they are the same ones, and the numbers that they use are not given again. Their files
    must be safe in the replica.
    """
    open_stream = record.open_stream().stream
    with record.transaction():
        for batch in batches:
            opened, core = batch.opened, batch.opened.core
            own = OwnBatch(opened.stmt, core.stream, core.seq, batch.file_hash, batch.path, now.ms, None)
            record.note_own_batch(own)
            record.drop_from_outbox([op.id for op in opened.ops])
            for head in _heads(batch):
                if head.number is not None:
                    record.hear_number(head.incident or b"", head.number)
        record.receive([batch.opened.stmt for batch in batches], now, carrier)
    return any(batch.opened.core.stream == open_stream for batch in batches)


def is_foreign(batch: VerifiedBatch, record: Record, own_key: bytes) -> bool:
    """Whether this laptop's key signed a batch that its record does not know."""
    return batch.opened.core.sign_key == own_key and record.own_batch(batch.opened.stmt) is None


def _heads(batch: VerifiedBatch) -> Iterator[OpHead]:
    return (op.operation.head for op in batch.ops if op.operation)
