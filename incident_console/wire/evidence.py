# SPDX-License-Identifier: Apache-2.0
"""What was signed, as an evidence package carries it: values one after the other, each behind its length.

A withheld body leaves nothing but its hash; of the salts only those go out that belong to what is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from incident_console.crypto import tags
from incident_console.crypto.hashing import sha256, u32
from incident_console.wire.batch import OpenedBatch
from incident_console.wire.canonical import pack
from incident_console.wire.operations import RawOp


def signed_item(signature: bytes, signed: bytes) -> bytes:
    """An act or a head with its signature."""
    return _framed([signature, signed])


def batch_item(batch: OpenedBatch, shown: Collection[bytes]) -> bytes:
    """A batch with its signature; of its operations the heads, and the bodies of those that are shown."""
    return _framed([batch.signature, batch.core_bytes, [_operation(op, op.id in shown) for op in batch.ops]])


def manifest_digest(team_id: bytes, manifest: bytes) -> bytes:
    """What the device that writes a package signs."""
    return sha256(tags.EVIDENCE, team_id, manifest)


def _operation(op: RawOp, is_shown: bool) -> Sequence[object]:
    head_salt, body_salt = sha256(tags.SALT_HEAD, op.salt)[:16], sha256(tags.SALT_BODY, op.salt)[:16]
    if is_shown:
        return [op.id, op.head, head_salt, op.body, body_salt]
    return [op.id, op.head, head_salt, None, sha256(tags.OP_BODY, body_salt, op.body)]


def _framed(value: object) -> bytes:
    data = pack(value)
    return u32(len(data)) + data
