# SPDX-License-Identifier: Apache-2.0
"""What a member's program could seal if it were changed: real keys, real signatures, wrong content."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from incident_console.domain.operation import OpHead, Value
from incident_console.wire import names
from incident_console.wire.batch import Core, SealedBatch, seal_batch
from incident_console.wire.operations import RawOp, encode_operation
from incident_console.wire.seen import SeenState, encode_seen, seen_root
from tests.helpers.stations import INCIDENT, Laptop

LINE: Mapping[str, Value] = {"text": "forged", "kind": "fact", "event_at_ms": 1, "event_offset_min": 0}


def an_op(laptop: Laptop, kind: str = "entry.add", body: Mapping[str, Value] = LINE, **changes: object) -> RawOp:
    """An operation as the laptop's program would make it, but for the changes."""
    station, now = laptop.station, laptop.clock()
    head = OpHead(
        kind=kind, right=1, incident=INCIDENT, number=None, entity=os.urandom(16), device=station.device,
        person=station.person, hlc=now.ms << 16, wall_ms=now.ms, utc_offset_min=0, sup=(),
    )  # fmt: skip
    return encode_operation(replace(head, **changes), body, os.urandom(16))  # type: ignore[arg-type]


def a_core(laptop: Laptop, **changes: object) -> Core:
    """The core of the laptop's next batch, but for the changes; its own record will know nothing of it."""
    station, stream = laptop.station, laptop.station.record.open_stream()
    core = Core(
        sign_key=station.device_keys.signer.public_key,
        nonce=stream.nonce,
        stream=stream.stream,
        seq=stream.seq + 1,
        prev_stmt=stream.last_stmt,
        epoch_id=station.keyring.current.id,
        acl_heads=station.team.team.heads,
        seen=encode_seen(SeenState(), {}, in_full=True)[0],
        seen_root=seen_root({}),
        sealed_at_ms=laptop.clock().ms,
        app_version="1.0",
    )
    return replace(core, **changes)  # type: ignore[arg-type]


def sealed(laptop: Laptop, core: Core, ops: Sequence[RawOp]) -> SealedBatch:
    """A batch signed with the laptop's own key and sealed under the team's epoch."""
    station = laptop.station
    return seal_batch(
        core,
        ops,
        sign=station.device_keys.signer.sign,
        epoch_key=station.keyring.current.key,
        team_id=station.team_id,
        device_secret=os.urandom(32),
        random=os.urandom,
    )


def lay(folder: Path, core: Core, batch: SealedBatch) -> Path:
    """Put a batch into a folder under the name that it should have."""
    path = folder / names.batch_file(core.stream, core.seq, batch.file_hash)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(batch.data)
    return path


def forge(laptop: Laptop, folder: Path, *ops: RawOp, **changes: object) -> Path:
    """Lay the laptop's next batch with these operations into a folder."""
    core = a_core(laptop, **changes)
    return lay(folder, core, sealed(laptop, core, ops))
