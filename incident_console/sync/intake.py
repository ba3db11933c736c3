# SPDX-License-Identifier: Apache-2.0
"""Taking in verified files: replica first, then the receipt, then what people see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incident_console.domain.clock import Moment
from incident_console.domain.events import Change
from incident_console.domain.membership import Team
from incident_console.domain.operation import OpHead
from incident_console.storage.index import BatchRow, Index
from incident_console.storage.record import OwnBatch, Record
from incident_console.wire.batch import Core

from .verify import VerifiedBatch


def batch_row(core: Core, stmt: bytes, path: str, file_hash: bytes, team: Team) -> BatchRow:
    """A batch as the index keeps it, judged by the acts held now."""
    return BatchRow(
        stmt=stmt,
        stream=core.stream,
        seq=core.seq,
        prev=core.prev_stmt,
        sign_key=core.sign_key,
        path=path,
        file_hash=file_hash,
        acl_heads=core.acl_heads,
        sealed_at_ms=core.sealed_at_ms,
        seen_root=core.seen_root,
        seen=core.seen,
        verdict=team.verdict(core.sign_key, core.acl_heads),
    )


def take_batches(
    batches: Sequence[VerifiedBatch], record: Record, index: Index, team: Team, now: Moment, carrier: str
) -> tuple[int, list[Change]]:
    """Take in batches whose files are in the replica; returns how many were new and what they changed.

    What people see changes together with the operations: a crash leaves both or neither.
    """
    here = index.paths_of([batch.opened.stmt for batch in batches])
    new = {batch.opened.stmt: batch for batch in batches if batch.opened.stmt not in here}
    if not new:
        return 0, []
    with record.transaction():
        record.receive([stmt for stmt in new if record.own_batch(stmt) is None], now, carrier)
        record.hear_clock(now.ms, max((head.hlc for batch in new.values() for head in _heads(batch)), default=0))
    with index.transaction():
        index.add_batches([(_row(batch, team), batch.ops) for batch in new.values()])
        return len(new), index.refresh()


def _row(batch: VerifiedBatch, team: Team) -> BatchRow:
    return batch_row(batch.opened.core, batch.opened.stmt, batch.path, batch.file_hash, team)


def judge_again(index: Index, team: Team) -> None:
    """Judge every batch anew after a membership act arrived; operations may come to count or be taken back."""
    for authorship in index.authorships():
        verdict = team.verdict(authorship.sign_key, authorship.acl_heads)
        if verdict != authorship.verdict:
            for stmt in index.stmts_under(authorship):
                index.set_verdict(stmt, verdict)


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
