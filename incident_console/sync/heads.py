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
from incident_console.storage.known_heads import HeadRow
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
    sealer: Sealer, now: Moment, has_all_parts: bool,
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
        extra=(has_all_parts,),
    )


def is_due(head: Head, record: Record, now: Moment) -> bool:
    """Whether a head would say anything new, or the time for a sign of life has come."""
    kept = record.get(_LAST) or b""
    digest, at_ms = kept[:32], int.from_bytes(kept[32:], "big")
    return _said(head) != digest or abs(now.ms - at_ms) >= BEAT_MS


def seal_own_head(head: Head, record: Record, sealer: Sealer) -> bytes:
    """Seal the head under its next beat, which is durable before the file exists."""
    beat = record.next_beat(head.stream)
    return seal_head(
        replace(head, beat=beat),
        sign=sealer.device.signer.sign,
        epoch_key=sealer.epoch.key,
        team_id=sealer.team_id,
        device_secret=sealer.device_secret,
        random=sealer.random,
    )


def note_said(head: Head, record: Record, now: Moment) -> None:
    """Remember what was said, once the head's file is there: after a crash in between it is said again."""
    record.put(_LAST, _said(head) + now.ms.to_bytes(8, "big"))


def keep_head(
    verified: VerifiedHead, carriers: Carriers, index: Index, files: FileBook, now: Moment, carrier: str
) -> bool:
    """Keep a verified head unless a later one covers it; True if somebody was newly heard."""
    head = verified.head
    stmt = head.tips[-1][1] if head.tips else bytes(32)
    row = HeadRow(verified.path, head.stream, head.seq, head.beat, stmt)
    if any(_covers(index, standing, row) for standing in index.heads.standing(head.stream)):
        with index.transaction():
            index.heads.note(row)
            index.heads.cover(row)
        files.cover(row.path)
        return False
    files.keep(verified.path, verified.data)
    is_news = carriers.hear(
        HeardRow(
            head.stream, head.sign_key, head.seq, stmt, head.beat, head.state, head.app_version,
            head.wall_ms, now.ms, carrier, head.set_hash, verified.path, head.epoch_id,
        )
    )  # fmt: skip
    with index.transaction():
        index.heads.note(row)
    settle_heads(head.stream, index, files)
    return is_news


def settle_heads(stream: bytes, index: Index, files: FileBook) -> None:
    """Let go of every head of a stream that a later one covers; asked again when batches arrive between them."""
    standing = index.heads.standing(stream)
    covered = [
        older for place, older in enumerate(standing) if any(_covers(index, newer, older) for newer in standing[:place])
    ]
    if covered:
        with index.transaction():
            for row in covered:
                index.heads.cover(row)
    for row in covered:
        files.cover(row.path)


def heads_behind(carriers: Carriers, index: Index) -> list[HeardRow]:
    """The latest heads of which each tells of a batch that is not here."""
    return [row for row in carriers.heard() if row.seq and not index.has_batch(row.stmt)]


def stream_names(carriers: Carriers) -> set[str]:
    """The streams ever heard, as their names in files."""
    return {names.stream_name(row.stream) for row in carriers.heard()}


def _covers(index: Index, newer: HeadRow, older: HeadRow) -> bool:
    """Rule 17: strictly later, and the older statement is an ancestor of the newer one or the same."""
    if (newer.seq, newer.beat) <= (older.seq, older.beat):
        return False
    return older.seq == 0 or newer.stmt == older.stmt or index.is_ancestor(older.stmt, newer.stmt, older.seq)


def _said(head: Head) -> bytes:
    said = (head.stream, *(stmt for _, stmt in head.tips), head.seen_root, *head.acl_heads, head.epoch_id)
    return sha256(*said, bytes((head.state, bool(head.has_all_parts))), head.app_version.encode(), head.set_hash)
