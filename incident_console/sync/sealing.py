# SPDX-License-Identifier: Apache-2.0
"""From the outbox to signed, sealed batches in the replica.

One record.db transaction empties the outbox, advances the stream and keeps the sealed bytes; only then is the file
written from that row, so that a crash at any moment neither loses nor forks anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import incident_console
from incident_console.crypto.hashing import stream_id
from incident_console.domain.clock import Moment
from incident_console.domain.ids import Random
from incident_console.storage.record import OutboxGroup, OwnBatch, OwnStream, Record
from incident_console.wire import names
from incident_console.wire.act import EpochKey
from incident_console.wire.batch import Core, seal_batch
from incident_console.wire.seen import encode_seen, is_full_due, seen_root

from .files import FileBook
from .keys import Device, Sealer
from .vectors import pack_state, unpack_state, unpack_vector

FIRST_NONCE = bytes(16)
"""The nonce of a device's first stream, so that everyone can tell it from later ones."""


def start_first_stream(record: Record, team_id: bytes, space: bytes, device: Device) -> None:
    """Open the stream in which this laptop writes from now on."""
    _start(record, team_id, space, device, FIRST_NONCE)


def start_later_stream(record: Record, team_id: bytes, space: bytes, device: Device, random: Random) -> None:
    """Open a new stream, because somebody else wrote in the old one with this laptop's keys."""
    _start(record, team_id, space, device, random(16))


def seal_outbox(record: Record, sealer: Sealer, now: Moment) -> Iterator[tuple[OwnBatch, Core, OutboxGroup]]:
    """Seal everything that waits, one batch at a time, each durable in the record when it is yielded."""
    while (group := record.next_group()) is not None:
        stream = record.open_stream()
        core, seen_after = _core(group, stream, sealer.device, sealer.epoch, now)
        sealed = seal_batch(
            core,
            group.ops,
            sign=sealer.device.signer.sign,
            epoch_key=sealer.epoch.key,
            team_id=sealer.team_id,
            device_secret=sealer.device_secret,
            random=sealer.random,
        )
        path = names.batch_file(stream.stream, core.seq, sealed.file_hash)
        batch = OwnBatch(sealed.stmt, stream.stream, core.seq, sealed.file_hash, path, now.ms, sealed.data)
        record.seal(group, batch, seen_after)
        yield batch, core, group


def write_unwritten(record: Record, files: FileBook) -> None:
    """Write own sealed batches into the replica, read each back, and only then let the record forget the bytes."""
    for batch in record.unwritten_batches():
        files.keep_surely(batch.path, batch.data or b"")
        record.forget_bytes(batch.stmt)


def _core(group: OutboxGroup, stream: OwnStream, device: Device, epoch: EpochKey, now: Moment) -> tuple[Core, bytes]:
    vector = unpack_vector(group.frontier)
    vector.pop(stream.stream, None)
    seq = stream.seq + 1
    seen, state = encode_seen(unpack_state(stream.seen), vector, in_full=is_full_due(seq))
    core = Core(
        sign_key=device.signer.public_key,
        nonce=stream.nonce,
        stream=stream.stream,
        seq=seq,
        prev_stmt=stream.last_stmt,
        epoch_id=epoch.id,
        acl_heads=tuple(sorted(group.acl_heads)),
        seen=seen,
        seen_root=seen_root(vector),
        sealed_at_ms=now.ms,
        app_version=incident_console.__version__,
        space=epoch.space,
    )
    return core, pack_state(state)


def _start(record: Record, team_id: bytes, space: bytes, device: Device, nonce: bytes) -> None:
    record.start_stream(stream_id(team_id, space, device.signer.public_key, nonce), nonce)
