# SPDX-License-Identifier: Apache-2.0
"""Heads: who was heard until when, and this laptop's own sign of life."""

from __future__ import annotations

from dataclasses import replace

import incident_console
from incident_console.crypto.hashing import TEAM_SPACE, sha256
from incident_console.domain.clock import Moment
from incident_console.storage.carriers import Carriers, HeardRow
from incident_console.storage.frontier import Vector
from incident_console.storage.index import Index
from incident_console.storage.record import OwnStream, Record
from incident_console.wire import names
from incident_console.wire.head import Head, StationState, seal_head
from incident_console.wire.seen import encode_seen, seen_root

from .files import FileBook
from .keys import Sealer
from .vectors import unpack_state
from .verify import VerifiedHead

BEAT_MS = 15 * 60 * 1000
"""A station that is online says so at least this often."""
_LAST = "last-head"


def own_head(
    stream: OwnStream, vector: Vector, acl_heads: tuple[bytes, ...], set_hash: bytes, state: StationState,
    sealer: Sealer, now: Moment,
) -> Head:  # fmt: skip
    """What this laptop says of itself now; the beat is still that of the head before."""
    tips = tuple(sorted(vector.get(stream.stream, ())))
    others = {other: tips for other, tips in vector.items() if other != stream.stream}
    delta, _ = encode_seen(unpack_state(stream.seen), others, in_full=False)
    return Head(
        sign_key=sealer.device.signer.public_key,
        nonce=stream.nonce,
        stream=stream.stream,
        tips=tips,
        beat=stream.beat,
        seen_root=seen_root(others),
        seen_delta=delta,
        acl_heads=acl_heads,
        epoch_id=sealer.epoch.id,
        state=state,
        app_version=incident_console.__version__,
        wall_ms=now.ms,
        utc_offset_min=now.utc_offset_min,
        set_hash=set_hash,
        space=TEAM_SPACE,
    )


def is_due(head: Head, record: Record, now: Moment, *, is_beating: bool) -> bool:
    """Whether a head would say anything new, or the time for a sign of life has come."""
    kept = record.get(_LAST) or b""
    digest, at_ms = kept[:32], int.from_bytes(kept[32:], "big")
    return _said(head) != digest or (is_beating and now.ms - at_ms >= BEAT_MS)


def seal_own_head(head: Head, record: Record, sealer: Sealer, now: Moment) -> bytes:
    """Seal the head under its next beat, which is durable before the file exists."""
    with record.transaction():
        beat = record.next_beat(head.stream)
        record.put(_LAST, _said(head) + now.ms.to_bytes(8, "big"))
    return seal_head(
        replace(head, beat=beat),
        sign=sealer.device.signer.sign,
        epoch_key=sealer.epoch.key,
        team_id=sealer.team_id,
        device_secret=sealer.device_secret,
        random=sealer.random,
    )


def take_head(
    verified: VerifiedHead, carriers: Carriers, index: Index, files: FileBook, now: Moment, carrier: str
) -> bool:
    """Keep a verified head and let go of the one it covers; True if somebody was newly heard."""
    head = verified.head
    stmt = head.tips[-1][1] if head.tips else bytes(32)
    known = next((row for row in carriers.heard() if row.stream == head.stream), None)
    with index.transaction():
        index.note_head(verified.path)
    if known and _covers(index, (known.seq, known.beat, known.stmt), (head.seq, head.beat, stmt)):
        files.cover(verified.path)
        return False
    files.keep(verified.path, verified.data)
    is_news = carriers.hear(
        HeardRow(
            head.stream, head.sign_key, head.seq, stmt, head.beat, head.state, head.app_version,
            head.wall_ms, now.ms, carrier, head.set_hash, verified.path,
        )
    )  # fmt: skip
    if known and _covers(index, (head.seq, head.beat, stmt), (known.seq, known.beat, known.stmt)):
        files.cover(known.path)
    return is_news


def streams_behind(carriers: Carriers, index: Index) -> list[bytes]:
    """Streams of which a verified head tells a batch that is not here."""
    return [row.stream for row in carriers.heard() if row.seq and not index.has_batch(row.stmt)]


def stream_names(carriers: Carriers) -> set[str]:
    """The streams ever heard, as their names in files."""
    return {names.stream_name(row.stream) for row in carriers.heard()}


def _covers(index: Index, newer: tuple[int, int, bytes], older: tuple[int, int, bytes]) -> bool:
    """Rule 17: strictly later, and the older statement is an ancestor of the newer one or the same."""
    if (newer[0], newer[1]) <= (older[0], older[1]):
        return False
    return older[0] == 0 or newer[2] == older[2] or index.is_ancestor(older[2], newer[2], older[0])


def _said(head: Head) -> bytes:
    said = (head.stream, *(stmt for _, stmt in head.tips), head.seen_root, *head.acl_heads, head.epoch_id)
    return sha256(*said, bytes((head.state,)), head.app_version.encode(), head.set_hash)
