# SPDX-License-Identifier: Apache-2.0
"""From the bytes of a file in a folder to something verified, or to the reason why it has not arrived yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.storage.understood import Understood, understand
from incident_console.wire import names
from incident_console.wire.batch import OpenedBatch, open_batch
from incident_console.wire.head import Head, open_head

EpochKeys = Mapping[bytes, Sequence[bytes]]

NOT_ARRIVED = (DamagedFile, KeyNotHeld, NeedsNewerVersion)
"""Why a file may not be readable now; it is tried again later."""


@dataclass(frozen=True, slots=True)
class VerifiedBatch:
    """A batch whose bytes, signature and stream are sound, with the name it goes by and its operations as read."""

    path: str
    data: bytes
    file_hash: bytes
    opened: OpenedBatch
    ops: tuple[Understood, ...]


@dataclass(frozen=True, slots=True)
class VerifiedHead:
    """A head whose bytes and signature are sound, with the name it goes by."""

    path: str
    data: bytes
    head: Head


def verify_batch(data: bytes, keys: EpochKeys, team_id: bytes) -> VerifiedBatch:
    """Open and verify a batch; the name follows from its content. Raises as ``open_batch`` does."""
    opened = open_batch(data, keys, team_id)
    file_hash = sha256(data)
    path = names.batch_file(opened.core.stream, opened.core.seq, file_hash)
    return VerifiedBatch(path, data, file_hash, opened, tuple(understand(raw) for raw in opened.ops))


def verify_head(data: bytes, keys: EpochKeys, team_id: bytes) -> VerifiedHead:
    """Open and verify a head; the name follows from its content. Raises as ``open_head`` does."""
    head = open_head(data, keys, team_id)
    return VerifiedHead(names.head_file(head.stream, head.seq, head.beat, sha256(data)), data, head)
