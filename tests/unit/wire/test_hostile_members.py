# SPDX-License-Identifier: Apache-2.0
"""What somebody with the epoch key may seal: any plaintext at all. Readers answer with a code, never with a crash."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.container import FLAG_ZSTD, Header, Kind, open_container, seal_container
from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.wire.act import open_act
from incident_console.wire.batch import open_batch
from incident_console.wire.canonical import Malformed
from incident_console.wire.head import open_head
from incident_console.wire.operations import RawOp, decode_operation
from tests.golden.vectors import FILES
from tests.helpers import sealed, teams
from tests.helpers.seeded import seeded_random

TEAM_KEYS = {teams.EPOCH.id[:8]: [teams.EPOCH.key]}
BATCH = (FILES / "batch-plain.b").read_bytes()
PACKED = (FILES / "batch-compressed.b").read_bytes()
HEAD = (FILES / "head").read_bytes()
ACT = (FILES / "act-without-lockboxes.m").read_bytes()

_CHANGES = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), min_size=1, max_size=4)


def resealed(data: bytes, key: bytes, team_id: bytes, changes: list[tuple[int, int]], flags: int = 0) -> bytes:
    opened = open_container(data, [key], team_id)
    content = bytearray(opened.plaintext)
    for at, byte in changes:
        content[at % len(content)] = byte
    header = replace(opened.header, flags=opened.header.flags ^ flags)
    return seal_container(
        header, bytes(content), key=key, team_id=team_id, device_secret=b"d" * 32, random=seeded_random(1)
    )


@given(st.sampled_from([BATCH, PACKED]), _CHANGES, st.sampled_from([0, FLAG_ZSTD]))
def test_a_batch_with_any_plaintext_is_refused_or_is_the_same(
    data: bytes, changes: list[tuple[int, int]], flags: int
) -> None:
    stmt = open_batch(data, sealed.EPOCH_KEYS, sealed.TEAM_ID).stmt
    try:
        opened = open_batch(
            resealed(data, sealed.EPOCH_KEY, sealed.TEAM_ID, changes, flags), sealed.EPOCH_KEYS, sealed.TEAM_ID
        )
    except (DamagedFile, NeedsNewerVersion):
        return
    assert opened.stmt == stmt


@given(_CHANGES)
def test_a_head_with_any_plaintext_is_refused_or_is_the_same(changes: list[tuple[int, int]]) -> None:
    try:
        opened = open_head(resealed(HEAD, sealed.EPOCH_KEY, sealed.TEAM_ID, changes), sealed.EPOCH_KEYS, sealed.TEAM_ID)
    except (DamagedFile, NeedsNewerVersion):
        return
    assert opened == sealed.a_head()


@given(_CHANGES)
def test_an_act_with_any_plaintext_is_refused_or_says_the_same(changes: list[tuple[int, int]]) -> None:
    act_bytes = open_act(ACT, TEAM_KEYS, teams.TEAM_ID).act_bytes
    try:
        opened = open_act(resealed(ACT, teams.EPOCH.key, teams.TEAM_ID, changes), TEAM_KEYS, teams.TEAM_ID)
    except (DamagedFile, NeedsNewerVersion):
        return
    assert opened.act_bytes == act_bytes


@given(st.sampled_from([Kind.BATCH, Kind.HEAD, Kind.ACT]), st.binary(max_size=2000), st.integers(0, 1))
def test_noise_sealed_with_the_right_key_is_refused(kind: Kind, noise: bytes, flags: int) -> None:
    header = Header(
        kind,
        sealed.TEAM_ID[:16],
        seq=0 if kind is Kind.ACT else 1,
        epoch_hint=sealed.EPOCH_ID[:8],
        flags=flags if kind is Kind.BATCH else 0,
    )
    data = seal_container(
        header,
        noise,
        key=sealed.EPOCH_KEY,
        team_id=sealed.TEAM_ID,
        device_secret=b"d" * 32,
        random=seeded_random(1),
    )
    for read in (open_batch, open_head, open_act):
        try:
            read(data, sealed.EPOCH_KEYS, sealed.TEAM_ID)
        except (DamagedFile, NeedsNewerVersion):
            continue
        raise AssertionError("noise was believed")


_OP = sealed.an_op(tags=["a", "b"], count=-5, note={"nested": [None, True]})


@given(_CHANGES, st.booleans())
def test_a_damaged_operation_is_malformed_or_is_another(changes: list[tuple[int, int]], is_head: bool) -> None:
    half = bytearray(_OP.head if is_head else _OP.body)
    for at, byte in changes:
        half[at % len(half)] = byte
    raw = RawOp(_OP.salt, bytes(half), _OP.body) if is_head else RawOp(_OP.salt, _OP.head, bytes(half))
    try:
        operation = decode_operation(raw)
    except Malformed:
        return
    assert (operation.id == _OP.id) == (raw == _OP)
