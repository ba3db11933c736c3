# SPDX-License-Identifier: Apache-2.0
"""Documents of any size go into parts of at most 8 MiB and come back; a wrong part is noticed."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.crypto.container import padded_length
from incident_console.crypto.errors import Damage, NeedsNewerVersion
from incident_console.domain.document import BlobPart, BlobRef, blob_from_plain, blob_to_plain
from incident_console.wire import blobs
from incident_console.wire.blobs import PART_BYTES, open_blob, piece_of, seal_blob
from incident_console.wire.canonical import pack, unpack
from tests.helpers.damage import code_of, patched
from tests.helpers.sealed import DEVICE_SECRET, TEAM_ID, a_sealed_head
from tests.helpers.seeded import seeded_random


class PartStore(dict[bytes, bytes]):
    def put(self, data: bytes) -> None:
        self[sha256(data).digest()] = data

    def fetch(self, part: BlobPart) -> bytes:
        return piece_of(part, self[part.sha256])


def sealed(content: bytes, store: PartStore) -> BlobRef:
    return seal_blob(
        BytesIO(content).read, store.put, team_id=TEAM_ID, device_secret=DEVICE_SECRET, random=seeded_random(4)
    )


def opened(reference: BlobRef, store: PartStore) -> bytes:
    return b"".join(open_blob(reference, store.fetch, TEAM_ID))


@settings(max_examples=25)
@given(st.binary(max_size=70_000))
def test_content_comes_back(content: bytes) -> None:
    store = PartStore()
    reference = sealed(content, store)
    assert opened(reference, store) == content
    assert reference.sha256 == sha256(content).digest()
    assert blob_from_plain(unpack(pack(blob_to_plain(reference)))) == reference


def test_a_full_part_needs_no_padding_and_stays_under_its_cap() -> None:
    assert padded_length(PART_BYTES) == PART_BYTES
    assert padded_length(PART_BYTES + 1) + 128 + 16 * 128 > 8 << 20


@pytest.mark.parametrize("size", [PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES + 5])
def test_large_content_goes_into_several_parts(size: int) -> None:
    store = PartStore()
    content = bytes(range(251)) * (size // 251 + 1)
    reference = sealed(content[:size], store)
    assert len(reference.parts) == len(store) == -(-size // PART_BYTES)
    assert all(len(part) <= 8 << 20 for part in store.values())
    assert opened(reference, store) == content[:size]


def test_no_more_than_a_few_parts_are_in_memory_at_once() -> None:
    left = 6 * PART_BYTES
    sizes: list[int] = []

    def read(length: int) -> bytes:
        nonlocal left
        taken = min(length, left, 1 << 20)
        left -= taken
        return bytes(taken)

    tracemalloc.start()
    seal_blob(
        read,
        lambda data: sizes.append(len(data)),
        team_id=TEAM_ID,
        device_secret=DEVICE_SECRET,
        random=seeded_random(4),
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(sizes) == 6
    assert peak < 6 * (8 << 20)


def test_an_empty_file_has_no_parts() -> None:
    store = PartStore()
    reference = sealed(b"", store)
    assert reference.parts == ()
    assert opened(reference, store) == b""


def test_two_attempts_at_the_same_content_share_nothing() -> None:
    random = seeded_random(9)
    store = PartStore()
    one, two = (
        seal_blob(BytesIO(b"x").read, store.put, team_id=TEAM_ID, device_secret=DEVICE_SECRET, random=random)
        for _ in range(2)
    )
    assert one.key != two.key
    assert len(store) == 2


def test_a_part_packed_among_others_is_found_by_its_place() -> None:
    store = PartStore()
    one, two = sealed(b"first", store), sealed(b"second", store)
    joined = b"".join(store.values())
    packed = PartStore()
    packed.put(joined)
    offset = len(store[one.parts[0].sha256])
    part = BlobPart(sha256(joined).digest(), offset, two.parts[0].length)
    assert opened(replace(two, parts=(part,)), packed) == b"second"


def test_a_wrong_part_is_noticed() -> None:
    store = PartStore()
    reference = sealed(b"a plan", store)
    (name, data), *_ = store.items()
    other = PartStore({name: patched(data, 300, b"??")})
    assert code_of(lambda: opened(reference, other)) is Damage.NAME
    assert code_of(lambda: opened(replace(reference, key=b"k" * 32), store)) is Damage.COMMITMENT
    cut = replace(reference, parts=(replace(reference.parts[0], length=len(data) - 1),))
    assert code_of(lambda: opened(cut, store)) is Damage.SIZE
    assert code_of(lambda: list(open_blob(reference, store.fetch, b"T" * 32))) is Damage.TEAM


def test_a_file_of_another_kind_is_no_part() -> None:
    store = PartStore()
    head = a_sealed_head()
    store.put(head)
    reference = BlobRef(b"k" * 32, (BlobPart(sha256(head).digest(), 0, len(head)),), 5, b"h" * 32)
    assert code_of(lambda: opened(reference, store)) is Damage.HEADER


def test_a_part_of_a_later_format_is_newer() -> None:
    store = PartStore()
    reference = sealed(b"a plan", store)
    later = patched(next(iter(store.values())), 4, b"\x02")
    store.put(later)
    with pytest.raises(NeedsNewerVersion):
        opened(replace(reference, parts=(BlobPart(sha256(later).digest(), 0, len(later)),)), store)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"length": 5}, Damage.PADDING),
        ({"length": 7}, Damage.FRAMING),
        ({"length": 600}, Damage.FRAMING),
        ({"sha256": b"h" * 32}, Damage.FRAMING),
    ],
)
def test_a_reference_that_lies_is_noticed(changes: dict[str, object], code: Damage) -> None:
    store = PartStore()
    reference = replace(sealed(b"a plan", store), **changes)  # type: ignore[arg-type]
    assert code_of(lambda: opened(reference, store)) is code


def test_content_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "MAX_PARTS", 2)
    monkeypatch.setattr(blobs, "PART_BYTES", 600)
    assert code_of(lambda: sealed(bytes(1201), PartStore())) is Damage.SIZE
