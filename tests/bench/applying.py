# SPDX-License-Identifier: Apache-2.0
"""What one operation costs on its way between laptops: saved, sealed, verified, decrypted, decoded, durable, shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from incident_console.crypto.container import open_container
from incident_console.crypto.signing import is_signed_by
from incident_console.storage.database import Connection, open_database
from incident_console.storage.file_tree import DiskTree
from incident_console.storage.understood import understand
from incident_console.sync.station import Station
from incident_console.sync.taking_batches import take_batches
from incident_console.sync.verify import VerifiedBatch
from incident_console.wire.operations import RawOp
from tests.bench.measuring import Finding, Times, against, share
from tests.bench.stations import LINE, FarStation, a_founder, entry_drafts, far_stations

OPERATION_S = 100e-6
"""The aim: 10,000 operations a second."""
_BARE = """
CREATE TABLE ops(row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, head BLOB NOT NULL, body BLOB NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(words)
"""


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Take in log lines of 100 characters from a folder, many a batch and one a batch."""
    rounds = 3 if is_quick else 9
    station = a_founder(root / "station")
    yield from _own(station, rounds, 1000 if is_quick else 5000)
    far = far_stations(station, 1)[0]
    for batches, ops in ((1, 2000 if is_quick else 5000), (100 if is_quick else 300, 1)):
        yield from _Taking(station, far, root / f"folder{ops}", batches, ops).findings(rounds)
    station.close()


def _own(station: Station, rounds: int, count: int) -> Iterator[Finding]:
    saving, sealing = _Clock(), _Clock()
    for _ in range(rounds):
        drafts = entry_drafts(count, station)
        saving.run(lambda: station.save(drafts))  # noqa: B023 - called at once
        sealing.run(station.seal)
    for name, clock in (("save", saving), ("seal", sealing)):
        yield against(f"{name}, {count} at once, each / 100 µs", clock.times, OPERATION_S, per=count, is_aim=False)


class _Clock:
    """Keeps what one kind of work takes in each round, by the wall and of the processor."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._processor: list[float] = []

    def run(self, work: Callable[[], object]) -> None:
        started = time.perf_counter(), time.process_time()
        work()
        self._wall.append(time.perf_counter() - started[0])
        self._processor.append(time.process_time() - started[1])

    @property
    def times(self) -> Times:
        return Times(tuple(self._wall))

    @property
    def processor(self) -> Times:
        return Times(tuple(self._processor))


class _Taking:
    """Batches of a far member that lie in a folder, taken in as a sync does, and the parts of that work alone."""

    def __init__(self, station: Station, far: FarStation, folder: Path, batches: int, ops: int) -> None:
        folder.mkdir()
        self._station = station
        self._far = far
        self._tree = DiskTree(folder, is_durable=False)
        self._durable = DiskTree(folder)
        self._batches, self._ops = batches, ops
        self._bare = _bare_database(folder / "bare.db")
        self.verify, self.take = _Clock(), _Clock()
        self.decrypt, self.signature, self.decode, self.files, self.rows = (_Clock() for _ in range(5))

    def findings(self, rounds: int) -> Iterator[Finding]:
        """Each operation against the aim, and what it is spent on."""
        for _ in range(rounds + 1):
            self._round()
        self._bare.close()
        whole = _sum(self.verify.times, self.take.times)
        count, is_aim = self._batches * self._ops, self._ops > 1
        name = f"take in, {self._ops} a batch, each / 100 µs"
        yield against(name, whole, OPERATION_S, per=count, is_aim=is_aim)
        processor = _sum(self.verify.processor, self.take.processor)
        yield against("the same, processor time alone", processor, OPERATION_S, per=count, is_aim=is_aim)
        yield share("AES-GCM and key derivation", self.decrypt.times, whole)
        yield share("Ed25519", self.signature.times, whole)
        yield share("decoding", self.decode.times, whole)
        yield share("replica, receipts, index, search", self.take.times, whole)
        yield share("bare durable files, as many", self.files.times, whole)
        yield share("bare SQLCipher: one keyed row, one search row", self.rows.times, whole)

    def _round(self) -> None:
        for _ in range(self._batches):
            self._far.write_batch(self._tree, [LINE.format(n) for n in range(self._ops)])
        folder = f"s/{self._tree.names('s')[0]}"
        sealed = [self._tree.read(f"{folder}/{name}", 1 << 20) for name in sorted(self._tree.names(folder))]
        verified: list[VerifiedBatch] = []
        self.verify.run(lambda: verified.extend(map(self._station.verify_batch, sealed)))
        self.take.run(lambda: take_batches(self._station, verified, "bench"))
        self._parts(sealed, verified)
        for name in self._tree.names(folder):
            self._tree.remove(f"{folder}/{name}")

    def _parts(self, sealed: Sequence[bytes], verified: Sequence[VerifiedBatch]) -> None:
        keys, team = [self._station.keyring.current.key], self._station.team_id
        opened = [batch.opened for batch in verified]
        ops = [op for batch in opened for op in batch.ops]
        self.decrypt.run(lambda: [open_container(data, keys, team) for data in sealed])
        self.signature.run(lambda: [is_signed_by(b.core.sign_key, b.signature, b.stmt) for b in opened])
        self.decode.run(lambda: [understand(RawOp(op.salt, op.head, op.body)) for op in ops])
        self.files.run(lambda: _put_bare(self._durable, sealed))
        self.rows.run(lambda: _insert_bare(self._bare, ops))


def _bare_database(path: Path) -> Connection:
    bare = open_database(path, b"k" * 32, is_durable=False)
    for statement in _BARE.split(";\n"):
        bare.execute(statement)
    return bare


def _insert_bare(bare: Connection, ops: Sequence[RawOp]) -> None:
    bare.execute("BEGIN")
    for number, op in enumerate(ops):
        bare.execute("INSERT INTO ops(id, head, body) VALUES (?, ?, ?)", (op.id, op.head, op.body))
        bare.execute("INSERT INTO search(words) VALUES (?)", (LINE.format(number),))
    bare.execute("COMMIT")


def _put_bare(tree: DiskTree, files: Sequence[bytes]) -> None:
    names = [f"bare/{number}" for number in range(len(files))]
    for name, data in zip(names, files, strict=True):
        tree.put_new(name, data)
    for name in names:
        tree.remove(name)


def _sum(*parts: Times) -> Times:
    return Times(tuple(map(sum, zip(*(part.seconds for part in parts), strict=True))))
