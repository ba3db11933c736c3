# SPDX-License-Identifier: Apache-2.0
"""record.db: the small durable truth of this laptop that is nowhere else.

What is committed here is saved: the operations not sealed yet, the own batches not yet in the replica, own streams and
numbers, what arrived when, folders, drafts and the private keys. It is never rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from incident_console.domain.clock import Moment, merge_hlc, next_hlc
from incident_console.domain.ids import Random
from incident_console.domain.kinds import KINDS, schema_fault
from incident_console.domain.operation import Draft, Number, Operation, OpHead
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.operations import RawOp, encode_operation

from .database import ClosedConnection, Connection, migrate, open_database, rows_among, told_plainly, transaction
from .numbering import Numbering
from .record_schema import STEPS

MAX_BATCH_OPS = 10_000
MAX_BATCH_BYTES = 900 * 1024
"""A batch is sealed before its operations pass this, so that the file stays under the 1 MiB cap."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who is writing: the laptop and the person at it."""

    device: bytes
    person: bytes


@dataclass(frozen=True, slots=True)
class OwnStream:
    """A stream of this laptop: the last batch sealed in it and the last beat of its head."""

    stream: bytes
    nonce: bytes
    seq: int
    last_stmt: bytes
    beat: int
    seen: bytes


@dataclass(frozen=True, slots=True)
class OutboxGroup:
    """Operations that go into one batch, with what the laptop had seen when the first was made."""

    ops: tuple[RawOp, ...]
    frontier: bytes
    acl_heads: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class OwnBatch:
    """A sealed batch of this laptop; ``data`` is gone once the replica's file was read back."""

    stmt: bytes
    stream: bytes
    seq: int
    file_hash: bytes
    path: str
    sealed_at_ms: int
    data: bytes | None


class Record:
    """The open record.db of a workspace."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self.connection: Connection = open_database(path, key, is_durable=True)
        try:
            with told_plainly(path):
                migrate(self.connection, STEPS)
        except BaseException:
            self.connection.close()
            raise

    @property
    def changes(self) -> int:
        """How many rows were changed since the database was opened."""
        return int(self.connection.total_changes)

    def close(self) -> None:
        """Close the database; the key goes with it."""
        self.connection.close()
        self.connection = ClosedConnection()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside becomes durable together, or nothing does."""
        with told_plainly(self._path), transaction(self.connection):
            yield

    def get(self, key: str) -> bytes | None:
        """A named value, or None."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        """Keep a named value."""
        with self.transaction():
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def begin_run(self) -> int:
        """The number of this start of the program; operations of different runs are sealed apart."""
        run = int.from_bytes(self.get("run") or b"", "big") + 1
        self.put("run", run.to_bytes(8, "big"))
        return run

    # --- saving -------------------------------------------------------------------------------------------------

    def save(
        self,
        drafts: Sequence[Draft],
        author: Author,
        moment: Moment,
        run: int,
        frontier: bytes,
        acl_heads: Sequence[bytes],
        random: Random,
    ) -> list[tuple[RawOp, Operation]]:
        """Make changes durable: clocks, numbers and outbox in one transaction. On return they are saved."""
        with self.transaction():
            last = int.from_bytes(self.get("hlc") or b"", "big")
            numbering = Numbering(self.connection, self.open_stream().stream)
            saved = []
            for draft in drafts:
                last = next_hlc(moment.ms, last)
                head = _head(draft, author, moment, last, numbering)
                if fault := schema_fault(head, draft.body):
                    raise ValueError(f"{draft.kind}: {fault}")
                raw = encode_operation(head, draft.body, random(16))
                saved.append((raw, Operation(raw.id, head, draft.body)))
            self._put_into_outbox([raw for raw, _ in saved], run, self._frontier_id(frontier), pack(list(acl_heads)))
            numbering.keep()
            self.put("hlc", last.to_bytes(8, "big"))
        return saved

    def hear_clock(self, wall_ms: int, received_hlc: int) -> None:
        """Move the clock past what arrived, at most 5 min ahead of the wall."""
        last = int.from_bytes(self.get("hlc") or b"", "big")
        merged = merge_hlc(wall_ms, last, received_hlc)
        if merged != last:
            self.put("hlc", merged.to_bytes(8, "big"))

    def outbox(self) -> list[RawOp]:
        """Every saved operation that is not sealed yet, in order."""
        rows = self.connection.execute("SELECT salt, head, body FROM outbox ORDER BY position")
        return [RawOp(salt, head, body) for salt, head, body in rows]

    def has_outbox(self) -> bool:
        """Whether something waits to be sealed."""
        return self.connection.execute("SELECT 1 FROM outbox LIMIT 1").fetchone() is not None

    def next_group(self) -> OutboxGroup | None:
        """The operations of the next batch: one run, one set of membership heads, within the caps."""
        rows = self.connection.execute(
            "SELECT salt, head, body, run, frontier, acl_heads FROM outbox ORDER BY position LIMIT ?",
            (MAX_BATCH_OPS,),
        )
        first = rows.fetchone()
        if first is None:
            return None
        run, frontier_id, heads = first[3:]
        size = 0
        ops: list[RawOp] = []
        for salt, head, body, row_run, _, row_heads in chain([first], rows):
            size += len(head) + len(body) + 24
            if (row_run, row_heads) != (run, heads) or (ops and size > MAX_BATCH_BYTES):
                break
            ops.append(RawOp(salt, head, body))
        rows.close()
        frontier = self.connection.execute("SELECT vector FROM frontiers WHERE id = ?", (frontier_id,)).fetchone()[0]
        return OutboxGroup(tuple(ops), frontier, _ids(heads))

    def drop_from_outbox(self, op_ids: Sequence[bytes]) -> None:
        """Forget operations that stand in a sealed batch."""
        with self.transaction():
            self.connection.executemany("DELETE FROM outbox WHERE op_id = ?", [(op_id,) for op_id in op_ids])
            if not self.has_outbox():
                self.connection.execute("DELETE FROM frontiers")

    # --- own streams and batches --------------------------------------------------------------------------------

    def start_stream(self, stream: bytes, nonce: bytes) -> None:
        """Begin a new stream of this laptop; numbers start at 1 in it."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO streams(stream, nonce, seq, last_stmt, beat, seen) VALUES (?, ?, 0, ?, 0, x'')",
                (stream, nonce, bytes(32)),
            )

    def open_stream(self) -> OwnStream:
        """The stream that this laptop writes now: the newest one."""
        return self.own_streams()[-1]

    def own_streams(self) -> list[OwnStream]:
        """Every stream that this laptop ever wrote, oldest first."""
        rows = self.connection.execute("SELECT stream, nonce, seq, last_stmt, beat, seen FROM streams ORDER BY ordinal")
        return [OwnStream(*row) for row in rows]

    def seal(self, group: OutboxGroup, batch: OwnBatch, seen: bytes) -> None:
        """Empty the group from the outbox, advance the stream and keep the sealed bytes, all in one transaction."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO own_batches VALUES (?, ?, ?, ?, ?, ?, ?)",
                (batch.stmt, batch.stream, batch.seq, batch.file_hash, batch.path, batch.sealed_at_ms, batch.data),
            )
            self.connection.execute(
                "UPDATE streams SET seq = ?, last_stmt = ?, seen = ? WHERE stream = ?",
                (batch.seq, batch.stmt, seen, batch.stream),
            )
            self.drop_from_outbox([op.id for op in group.ops])

    def note_own_batch(self, batch: OwnBatch) -> None:
        """Know a batch of an own stream that another copy of this laptop sealed; its file is in the replica."""
        with self.transaction():
            self.connection.execute(
                "INSERT OR IGNORE INTO own_batches VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (batch.stmt, batch.stream, batch.seq, batch.file_hash, batch.path, batch.sealed_at_ms),
            )

    def own_batch(self, stmt: bytes) -> OwnBatch | None:
        """A batch that this record.db sealed, or None: an own-looking batch unknown here came from a copy."""
        row = self.connection.execute("SELECT * FROM own_batches WHERE stmt = ?", (stmt,)).fetchone()
        return OwnBatch(*row) if row else None

    def own_among(self, stmts: Iterable[bytes]) -> set[bytes]:
        """Those of the batches that this laptop sealed or took over from a copy of itself."""
        return {row[0] for row in rows_among(self.connection, "SELECT stmt FROM own_batches WHERE stmt IN", stmts)}

    def own_stmts(self) -> set[bytes]:
        """Every batch that this laptop sealed or took over from a copy of itself."""
        return {row[0] for row in self.connection.execute("SELECT stmt FROM own_batches")}

    def is_own_stream(self, stream: bytes) -> bool:
        """Whether this laptop wrote in a stream, or knows that a copy of it does."""
        found = self.connection.execute(
            "SELECT 1 FROM streams WHERE stream = ? UNION ALL SELECT 1 FROM own_batches WHERE stream = ?",
            (stream, stream),
        )
        return found.fetchone() is not None

    def unwritten_batches(self) -> list[OwnBatch]:
        """Own batches whose replica file was not read back yet, oldest first."""
        rows = self.connection.execute("SELECT * FROM own_batches WHERE data IS NOT NULL ORDER BY stream, seq")
        return [OwnBatch(*row) for row in rows]

    def forget_bytes(self, stmt: bytes) -> None:
        """The replica's file was written, synced and read back: keep only its hash."""
        with self.transaction():
            self.connection.execute("UPDATE own_batches SET data = NULL WHERE stmt = ?", (stmt,))

    def next_beat(self, stream: bytes) -> int:
        """Count one more head of a stream; durable before the head is written."""
        with self.transaction():
            self.connection.execute("UPDATE streams SET beat = beat + 1 WHERE stream = ?", (stream,))
        return next(own.beat for own in self.own_streams() if own.stream == stream)

    def hear_beat(self, stream: bytes, beat: int) -> None:
        """Count on from a head that this laptop wrote before it was restored, or that a copy of it wrote."""
        if any(own.stream == stream and own.beat < beat for own in self.own_streams()):
            with self.transaction():
                self.connection.execute("UPDATE streams SET beat = ? WHERE stream = ?", (beat, stream))

    # --- what arrived -------------------------------------------------------------------------------------------

    def receive(self, stmts: Sequence[bytes], now: Moment, carrier: str) -> None:
        """Note when batches were first readable on this laptop, and by which carrier they came."""
        with self.transaction():
            self.connection.executemany(
                "INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?)",
                [(stmt, now.ms, now.utc_offset_min, carrier) for stmt in stmts],
            )

    def received_at(self, stmts: Iterable[bytes]) -> dict[bytes, int]:
        """When batches arrived, in ms; none for own work that did not come from elsewhere."""
        return dict(rows_among(self.connection, "SELECT stmt, received_at_ms FROM receipts WHERE stmt IN", stmts))

    def keep_act(self, path: str, data: bytes) -> None:
        """Keep a membership file a second time: without it nobody's work counts, so one rotten file must not matter."""
        with self.transaction():
            self.connection.execute("INSERT OR IGNORE INTO acts VALUES (?, ?)", (path, data))

    def acts(self) -> list[tuple[str, bytes]]:
        """Every membership file: its name in the replica and its bytes."""
        return list(self.connection.execute("SELECT path, data FROM acts ORDER BY path"))

    # --- drafts -------------------------------------------------------------------------------------------------

    def draft(self, key: str) -> bytes | None:
        """Text that somebody typed but did not save."""
        row = self.connection.execute("SELECT value FROM drafts WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def draft_keys(self, beginning: str) -> list[str]:
        """The keys of all such texts that begin so."""
        wanted = (len(beginning), beginning)
        rows = self.connection.execute("SELECT key FROM drafts WHERE substr(key, 1, ?) = ?", wanted)
        return sorted(row[0] for row in rows)

    def keep_draft(self, key: str, value: bytes | None) -> None:
        """Keep unsaved text over a lock or a crash; None forgets it."""
        with self.transaction():
            if value is None:
                self.connection.execute("DELETE FROM drafts WHERE key = ?", (key,))
            else:
                self.connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (key, value))

    def coming_number(self, incident: bytes, what: str) -> Number:
        """The number that the next thing of this series will get, if it is the next one saved."""
        return Numbering(self.connection, self.open_stream().stream).next(incident, what)

    def hear_number(self, incident: bytes, number: Number) -> None:
        """Count on from a number that a copy of this laptop gave, so that it is not given twice once that is known."""
        self.connection.execute(
            "INSERT INTO numbers VALUES (?, ?, ?, ?) "
            "ON CONFLICT(incident, what, series) DO UPDATE SET last = max(last, excluded.last)",
            (incident, number.what, number.series, number.n),
        )

    def _frontier_id(self, frontier: bytes) -> int:
        last = self.connection.execute("SELECT id, vector FROM frontiers ORDER BY id DESC LIMIT 1").fetchone()
        if last and last[1] == frontier:
            return int(last[0])
        return int(self.connection.execute("INSERT INTO frontiers(vector) VALUES (?)", (frontier,)).lastrowid)

    def _put_into_outbox(self, ops: Sequence[RawOp], run: int, frontier_id: int, acl_heads: bytes) -> None:
        self.connection.executemany(
            "INSERT INTO outbox(op_id, salt, head, body, run, frontier, acl_heads) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(raw.id, raw.salt, raw.head, raw.body, run, frontier_id, acl_heads) for raw in ops],
        )


def _head(draft: Draft, author: Author, moment: Moment, hlc: int, numbering: Numbering) -> OpHead:
    return OpHead(
        kind=draft.kind,
        right=int(KINDS[draft.kind].right),
        incident=draft.incident,
        number=numbering.next(draft.incident or b"", draft.number_what) if draft.number_what else None,
        entity=draft.entity,
        device=author.device,
        person=author.person,
        hlc=hlc,
        wall_ms=moment.ms,
        utc_offset_min=moment.utc_offset_min,
        sup=tuple(sorted(draft.sup)),
    )


def _ids(packed: bytes) -> tuple[bytes, ...]:
    value = unpack(packed)
    return tuple(item for item in value if isinstance(item, bytes)) if isinstance(value, list) else ()
