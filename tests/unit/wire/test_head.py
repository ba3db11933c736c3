# SPDX-License-Identifier: Apache-2.0
"""A head comes back verified; damaged, foreign and moved ones are refused with a code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_console.crypto.container import Header, Kind, seal_container
from incident_console.crypto.errors import Damage, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import TEAM_SPACE, stream_id, u32
from incident_console.crypto.signing import Signer
from incident_console.wire.canonical import pack
from incident_console.wire.head import Head, _signed_hash, open_head, seal_head
from tests.helpers.damage import code_of, every_flip_is_refused
from tests.helpers.sealed import (
    DEVICE_SECRET,
    EPOCH_ID,
    EPOCH_KEY,
    EPOCH_KEYS,
    SIGNER,
    STREAM,
    TEAM_ID,
    a_batch,
    a_head,
    a_sealed_head,
)
from tests.helpers.seeded import seeded_random


def read(data: bytes) -> Head:
    return open_head(data, EPOCH_KEYS, TEAM_ID)


def sealed_by_hand(head_bytes: bytes, *, stream: bytes = STREAM, seq: int = 7, signer: Signer = SIGNER) -> bytes:
    header = Header(Kind.HEAD, TEAM_ID[:16], seq=seq, stream=stream, epoch_hint=EPOCH_ID[:8])
    content = signer.sign(_signed_hash(TEAM_ID, TEAM_SPACE, head_bytes)) + u32(len(head_bytes)) + head_bytes
    return seal_container(
        header,
        content,
        key=EPOCH_KEY,
        team_id=TEAM_ID,
        device_secret=DEVICE_SECRET,
        random=seeded_random(3),
    )


@pytest.mark.parametrize(
    "head",
    [
        a_head(),
        a_head(tips=()),
        a_head(tips=((6, b"s" * 32), (7, b"r" * 32), (7, b"s" * 32))),
        a_head(state=9, extra=("later", 1)),
    ],
)
def test_a_head_comes_back(head: Head) -> None:
    assert read(a_sealed_head(head)) == head


def test_any_damage_to_a_head_is_noticed() -> None:
    every_flip_is_refused(a_sealed_head(), read)


def test_a_batch_is_no_head() -> None:
    assert code_of(lambda: read(a_batch().data)) is Damage.HEADER


def test_a_head_of_an_unknown_epoch_waits_for_its_key() -> None:
    with pytest.raises(KeyNotHeld):
        open_head(a_sealed_head(), {}, TEAM_ID)


def test_a_head_moved_to_another_stream_or_number_is_refused() -> None:
    assert code_of(lambda: read(sealed_by_hand(a_head().encode(), seq=8))) is Damage.HEADER
    assert code_of(lambda: read(sealed_by_hand(a_head().encode(), stream=b"x" * 16))) is Damage.HEADER


def test_nobody_writes_the_head_of_anothers_stream() -> None:
    thief = Signer(b"thief" + bytes(27))
    claimed = a_head(sign_key=thief.public_key)
    assert code_of(lambda: read(sealed_by_hand(claimed.encode(), signer=thief))) is Damage.STREAM_ID
    assert code_of(lambda: read(sealed_by_hand(a_head().encode(), signer=thief))) is Damage.SIGNATURE


def test_a_head_under_a_key_of_small_order_is_refused() -> None:
    weak = (1).to_bytes(32, "little")
    stream = stream_id(TEAM_ID, TEAM_SPACE, weak, a_head().nonce)
    head = a_head(sign_key=weak, stream=stream)
    assert code_of(lambda: read(sealed_by_hand(head.encode(), stream=stream))) is Damage.SIGNATURE


def test_a_later_version_of_a_head_is_newer() -> None:
    with pytest.raises(NeedsNewerVersion, match="head 2"):
        read(sealed_by_hand(pack([2, "anything"])))


@pytest.mark.parametrize("content", [pack([1]), pack({}), b"\xc1", b""])
def test_a_head_that_is_none_is_refused(content: bytes) -> None:
    assert code_of(lambda: read(sealed_by_hand(content))) is Damage.FRAMING


def test_a_head_without_a_seq_agrees_with_its_header() -> None:
    assert read(a_sealed_head(a_head(tips=()))).seq == 0


def test_what_could_not_be_read_is_not_sealed() -> None:
    for wrong in (a_head(stream=b"x" * 16), a_head(tips=((7, b"s" * 32), (6, b"s" * 32))), a_head(beat=32**6)):
        assert code_of(lambda wrong=wrong: a_sealed_head(wrong)) in (Damage.STREAM_ID, Damage.FRAMING)  # type: ignore[misc]


def test_a_head_too_large_for_its_cap_is_not_sealed() -> None:
    huge = replace(a_head(), seen_delta=bytes(70_000))
    assert (
        code_of(
            lambda: seal_head(
                huge,
                sign=SIGNER.sign,
                epoch_key=EPOCH_KEY,
                team_id=TEAM_ID,
                device_secret=DEVICE_SECRET,
                random=seeded_random(1),
            )
        )
        is Damage.SIZE
    )
