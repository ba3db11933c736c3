# SPDX-License-Identifier: Apache-2.0
"""Builders of sealed files for tests of the format: one team, one device, repeatable bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incident_console.crypto.hashing import TEAM_SPACE, epoch_id, stream_id
from incident_console.crypto.signing import Signer
from incident_console.domain.operation import Number, OpHead, Value
from incident_console.wire.batch import Core, SealedBatch, seal_batch
from incident_console.wire.head import Head, StationState, seal_head
from incident_console.wire.operations import RawOp, encode_operation
from incident_console.wire.seen import SeenState, encode_seen, seen_root
from tests.helpers.seeded import seeded_random

TEAM_ID = bytes(range(32))
EPOCH_KEY = b"\x11" * 32
EPOCH_ID = epoch_id(TEAM_SPACE, 0, EPOCH_KEY)
EPOCH_KEYS = {EPOCH_ID[:8]: [EPOCH_KEY]}
SIGNER = Signer(b"\x22" * 32)
NONCE = b"\x33" * 16
STREAM = stream_id(TEAM_ID, TEAM_SPACE, SIGNER.public_key, NONCE)
DEVICE_SECRET = b"\x44" * 32
AT_MS = 1_763_851_234_567
EMPTY_SEEN = encode_seen(SeenState(), {}, in_full=True)[0]


def an_op_head(**changes: object) -> OpHead:
    head = OpHead(
        kind="log.entry",
        right=1,
        incident=b"i" * 16,
        number=Number("entry", STREAM, 17),
        entity=b"e" * 16,
        device=b"d" * 16,
        person=b"p" * 16,
        hlc=AT_MS << 16 | 3,
        wall_ms=AT_MS,
        utc_offset_min=60,
        sup=(b"a" * 32, b"b" * 32),
    )
    return replace(head, **changes)  # type: ignore[arg-type]


def an_op(text: str = "Power is back on the second floor", **body: Value) -> RawOp:
    return encode_operation(an_op_head(), {"text": text, **body}, b"salt" * 4)


def a_core(**changes: object) -> Core:
    core = Core(
        sign_key=SIGNER.public_key,
        nonce=NONCE,
        stream=STREAM,
        seq=1,
        prev_stmt=bytes(32),
        epoch_id=EPOCH_ID,
        acl_heads=(TEAM_ID,),
        seen=EMPTY_SEEN,
        seen_root=seen_root({}),
        sealed_at_ms=AT_MS,
        app_version="1.0",
    )
    return replace(core, **changes)  # type: ignore[arg-type]


def a_batch(core: Core | None = None, ops: Sequence[RawOp] | None = None, *, team_id: bytes = TEAM_ID) -> SealedBatch:
    return seal_batch(
        core or a_core(),
        [an_op()] if ops is None else ops,
        sign=SIGNER.sign,
        epoch_key=EPOCH_KEY,
        team_id=team_id,
        device_secret=DEVICE_SECRET,
        random=seeded_random(1),
    )


def a_chain(count: int, last: bytes = b"\x80") -> list[SealedBatch]:
    """So many batches, each after the other; ``last`` makes the last one another branch."""
    chain: list[SealedBatch] = []
    for seq in range(1, count + 1):
        core = a_core(seq=seq, prev_stmt=chain[-1].stmt if chain else bytes(32))
        chain.append(a_batch(core, [RawOp(b"s" * 16, b"\x90", last if seq == count else b"\x80")]))
    return chain


def a_head(**changes: object) -> Head:
    head = Head(
        sign_key=SIGNER.public_key,
        nonce=NONCE,
        stream=STREAM,
        tips=((7, b"s" * 32),),
        beat=3,
        seen_root=seen_root({}),
        seen_delta=EMPTY_SEEN,
        acl_heads=(TEAM_ID,),
        epoch_id=EPOCH_ID,
        state=StationState.WORKING,
        app_version="1.0",
        wall_ms=AT_MS,
        utc_offset_min=60,
        set_hash=b"h" * 32,
    )
    return replace(head, **changes)  # type: ignore[arg-type]


def a_sealed_head(head: Head | None = None) -> bytes:
    return seal_head(
        head or a_head(),
        sign=SIGNER.sign,
        epoch_key=EPOCH_KEY,
        team_id=TEAM_ID,
        device_secret=DEVICE_SECRET,
        random=seeded_random(2),
    )
