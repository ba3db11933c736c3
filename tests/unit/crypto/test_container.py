# SPDX-License-Identifier: Apache-2.0
"""Sealed files: what was sealed comes back, anything else is refused with a stable code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto import container
from incident_console.crypto.container import Header, Kind, Opened, check_padding, open_container, padded_length
from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion
from tests.helpers.seeded import seeded_random

TEAM_ID = bytes(range(32))
KEY = b"k" * 32
BATCH = Header(Kind.BATCH, TEAM_ID[:16], seq=7, stream=b"s" * 16, epoch_hint=b"e" * 8)


def seal(content: bytes, header: Header = BATCH, lockboxes: bytes = b"") -> bytes:
    return container.seal_container(
        header,
        content,
        key=KEY,
        team_id=TEAM_ID,
        device_secret=b"d" * 32,
        random=seeded_random(1),
        lockboxes=lockboxes,
    )


def open_it(data: bytes) -> Opened:
    return open_container(data, [KEY], TEAM_ID)


def code_of(action: Callable[[], object]) -> Damage:
    with pytest.raises(DamagedFile) as caught:
        action()
    return caught.value.code


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


@given(st.binary(max_size=2000))
def test_what_was_sealed_comes_back_padded_with_zeros(content: bytes) -> None:
    opened = open_it(seal(content))
    assert opened.plaintext == content.ljust(padded_length(len(content)), b"\0")
    assert opened.key == KEY
    assert opened.header.seq == 7
    check_padding(opened.plaintext, len(content))


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 65535, 65536, 65537, 131072, 131073, 200_000])
def test_every_number_of_chunks_comes_back_and_the_length_is_told_by_the_header(size: int) -> None:
    content = bytes(index % 251 + 1 for index in range(size))
    data = seal(content)
    opened = open_it(data)
    assert opened.plaintext.rstrip(b"\0") == content
    assert len(data) == opened.header.file_bytes == 128 + opened.header.length + 16 * -(-opened.header.length // 65536)


@given(st.integers(0, 1 << 33))
def test_padding_costs_at_most_an_eighth_and_is_stable(size: int) -> None:
    padded = padded_length(size)
    assert padded_length(padded) == padded >= 512
    assert size <= padded <= max(512, size * 9 // 8)


def test_two_seals_share_neither_salt_nor_commitment() -> None:
    random = seeded_random(2)

    def sealed() -> bytes:
        return container.seal_container(BATCH, b"x", key=KEY, team_id=TEAM_ID, device_secret=b"d" * 32, random=random)

    first, second = sealed(), sealed()
    assert first[64:128] != second[64:128]


@pytest.mark.parametrize("size", [0, 511, 512, 20_000, 65_537])
def test_a_hash_that_took_the_content_in_before_changes_nothing(size: int) -> None:
    content = b"x" * size
    with_hash, without = (
        container.seal_container(
            BATCH, content, key=KEY, team_id=TEAM_ID, device_secret=b"d" * 32, random=seeded_random(2), hashed=hashed
        )
        for hashed in (hashlib.sha256(content), None)
    )
    assert with_hash == without


def test_a_stuck_random_source_still_gives_different_contents_different_keys() -> None:
    assert seal(b"one")[64:] != seal(b"two")[64:]
    assert seal(b"one")[64:128] != seal(b"two")[64:128]


def test_flipping_any_byte_is_noticed() -> None:
    data = seal(b"the generator runs")
    for at in range(len(data)):
        with pytest.raises((DamagedFile, NeedsNewerVersion)):
            open_it(patched(data, at, bytes((data[at] ^ 0x40,))))


def test_every_truncation_is_a_wrong_size() -> None:
    data = seal(b"x" * 700)
    for length in range(len(data)):
        assert code_of(lambda length=length: open_it(data[:length])) is Damage.SIZE  # type: ignore[misc]
    assert code_of(lambda: open_it(data + b"\0")) is Damage.SIZE


def test_a_cut_at_a_chunk_edge_is_noticed_even_with_a_matching_length() -> None:
    data = seal(b"x" * 131072)
    cut = patched(data[: 128 + 65552], 8, (65536).to_bytes(4, "big"))
    assert code_of(lambda: open_it(cut)) is Damage.COMMITMENT
    longer = open_it(data).header
    with pytest.raises(DamagedFile) as caught:
        list(container._decrypt(data[: 128 + 65552], 128, container._file_key(longer, KEY, TEAM_ID, b"")[0]))
    assert caught.value.code is Damage.AEAD


def test_chunks_in_another_order_are_noticed() -> None:
    data = seal(b"x" * 131072)
    swapped = data[:128] + data[128 + 65552 :] + data[128 : 128 + 65552]
    assert code_of(lambda: open_it(swapped)) is Damage.AEAD


@pytest.mark.parametrize(
    ("at", "new", "what"),
    [(4, b"\x02", "format 2"), (5, b"\x05", "kind 5"), (6, b"\x02", "suite 2"), (7, b"\x02", "flags 2")],
)
def test_a_later_format_is_newer_and_not_damaged(at: int, new: bytes, what: str) -> None:
    with pytest.raises(NeedsNewerVersion, match=what):
        open_it(patched(seal(b""), at, new))


def test_compression_is_known_for_batches_only() -> None:
    assert open_it(seal(b"", replace(BATCH, flags=1))).header.flags == 1
    head = seal(b"", replace(BATCH, kind=Kind.HEAD))
    with pytest.raises(NeedsNewerVersion):
        open_it(patched(head, 7, b"\x01"))


@pytest.mark.parametrize(
    ("at", "new", "code"),
    [
        (0, b"ICON", Damage.MAGIC),
        (8, bytes(4), Damage.SIZE),
        (8, b"\xff\xff\xff\xff", Damage.SIZE),
        (12, bytes(4), Damage.HEADER),
        (12, b"\0\0\0\x08", Damage.COMMITMENT),
        (16, b"another team....", Damage.TEAM),
        (32, b"restrict", Damage.COMMITMENT),
        (40, b"another stream..", Damage.COMMITMENT),
        (128, b"\0\0\0", Damage.AEAD),
    ],
)
def test_a_changed_header_has_a_code(at: int, new: bytes, code: Damage) -> None:
    assert code_of(lambda: open_it(patched(seal(b""), at, new))) is code


@pytest.mark.parametrize("kind", [Kind.ACT, Kind.BLOB])
def test_only_batches_and_heads_name_a_stream(kind: Kind) -> None:
    header = Header(kind, TEAM_ID[:16])
    assert open_it(seal(b"", header)).header.kind is kind
    assert code_of(lambda: seal(b"", replace(header, stream=b"s" * 16))) is Damage.HEADER


def test_a_blob_names_neither_position_nor_epoch() -> None:
    blob = Header(Kind.BLOB, TEAM_ID[:16])
    assert code_of(lambda: seal(b"", replace(blob, seq=1))) is Damage.HEADER
    assert code_of(lambda: seal(b"", replace(blob, epoch_hint=b"e" * 8))) is Damage.HEADER


def test_lockboxes_are_bound_to_the_file_they_stand_in() -> None:
    header = Header(Kind.ACT, TEAM_ID[:16], seq=2)
    data = seal(b"act", header, b"L" * 2336)
    opened = open_it(data)
    assert container.lockbox_section(opened.header, data) == b"L" * 2336
    assert opened.header.pack()[:64] == header.prefix(3)
    assert code_of(lambda: open_it(patched(data, 200, b"M"))) is Damage.COMMITMENT


def test_lockboxes_must_be_counted_and_few() -> None:
    with pytest.raises(ValueError, match="count"):
        seal(b"", Header(Kind.ACT, TEAM_ID[:16], seq=2), b"L" * 1168)
    too_many = Header(Kind.ACT, TEAM_ID[:16], seq=601)
    assert code_of(lambda: seal(b"", too_many, bytes(601 * 1168))) is Damage.HEADER


@pytest.mark.parametrize(("kind", "cap"), [(Kind.HEAD, 64 << 10), (Kind.BATCH, 1 << 20), (Kind.BLOB, 8 << 20)])
def test_nothing_larger_than_its_cap_is_sealed(kind: Kind, cap: int) -> None:
    header = Header(kind, TEAM_ID[:16], seq=0 if kind is Kind.BLOB else 1)
    assert code_of(lambda: seal(bytes(cap), header)) is Damage.SIZE


def test_anything_larger_than_all_caps_is_refused_unread() -> None:
    assert code_of(lambda: open_it(bytes((8 << 20) + 1))) is Damage.SIZE


def test_the_key_that_fits_is_found_among_several() -> None:
    assert open_container(seal(b"x"), [b"a" * 32, KEY, b"b" * 32], TEAM_ID).key == KEY
    assert code_of(lambda: open_container(seal(b"x"), [b"a" * 32], TEAM_ID)) is Damage.COMMITMENT


def test_without_a_key_the_file_waits_undamaged() -> None:
    with pytest.raises(KeyNotHeld):
        open_container(seal(b"x"), [], TEAM_ID)


def test_a_team_with_the_same_first_half_of_its_id_does_not_open_it() -> None:
    assert code_of(lambda: open_container(seal(b"x"), [KEY], TEAM_ID[:16] + bytes(16))) is Damage.COMMITMENT


def test_padding_that_hides_something_is_refused() -> None:
    assert code_of(lambda: check_padding(b"content\0\0hidden", 7)) is Damage.PADDING


@given(st.binary(max_size=3000))
def test_random_bytes_never_open(noise: bytes) -> None:
    with pytest.raises((DamagedFile, NeedsNewerVersion)):
        open_it(noise)


@given(st.binary(min_size=528, max_size=3000))
def test_random_bytes_behind_a_real_beginning_never_open(noise: bytes) -> None:
    with pytest.raises((DamagedFile, NeedsNewerVersion)):
        open_it(seal(b"")[:128] + noise)
