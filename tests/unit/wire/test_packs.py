# SPDX-License-Identifier: Apache-2.0
"""Small files share part files, each under its own key; every one comes back, whatever it lies beside."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.domain.document import BlobRef
from incident_console.wire.blobs import PART_BYTES, open_blob, piece_of
from incident_console.wire.packs import PACK_BYTES, SMALL_BYTES, Packer, Unsealed
from tests.helpers.sealed import DEVICE_SECRET, TEAM_ID
from tests.helpers.seeded import seeded_random


def unsealed(content: bytes, *, is_vital: bool = False) -> Unsealed:
    return Unsealed(content, sha256(content), is_vital)


def packed(files: Sequence[Unsealed]) -> tuple[list[BlobRef], dict[bytes, bytes]]:
    """What opens each file, and the part files by their hashes."""
    packer = Packer(team_id=TEAM_ID, device_secret=DEVICE_SECRET, random=seeded_random(5))
    store: dict[bytes, bytes] = {}
    for part_file in packer.part_files(files):
        data = part_file.data()
        store[sha256(data).digest()] = data
        part_file.name(sha256(data).digest())
    return packer.references, store


def opened(reference: BlobRef, store: dict[bytes, bytes]) -> bytes:
    return b"".join(open_blob(reference, lambda part: piece_of(part, store[part.sha256]), TEAM_ID))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.binary(max_size=3000), st.booleans()), max_size=12))
def test_each_file_comes_back(files: list[tuple[bytes, bool]]) -> None:
    references, store = packed([unsealed(content, is_vital=vital) for content, vital in files])
    assert [opened(reference, store) for reference in references] == [content for content, _ in files]
    assert [reference.sha256 for reference in references] == [sha256(content).digest() for content, _ in files]
    assert len({reference.key for reference in references}) == len(files)


def test_small_files_share_part_files_that_stay_below_their_cap() -> None:
    references, store = packed([unsealed(bytes([number]) * 20_000) for number in range(250)] * 2)
    assert len(store) == 3
    assert PACK_BYTES < max(map(len, store.values())) <= 8 << 20
    assert opened(references[-1], store) == bytes([249]) * 20_000


def test_vital_files_never_wait_for_others() -> None:
    references, store = packed([unsealed(b"a"), unsealed(b"b", is_vital=True), unsealed(b"c")])
    first, vital, last = (reference.parts[0].sha256 for reference in references)
    assert first == last != vital
    assert len(store) == 2


def test_a_larger_file_lies_alone() -> None:
    references, store = packed([unsealed(b"a"), unsealed(b"b" * (SMALL_BYTES + 1)), unsealed(b"c")])
    first, large, last = (reference.parts[0].sha256 for reference in references)
    assert first == last != large
    assert len(store) == 2


def test_a_file_of_several_parts_keeps_their_order_and_an_empty_one_has_none() -> None:
    content = bytes(range(251)) * (2 * PART_BYTES // 251 + 1)
    references, store = packed([unsealed(content), unsealed(b"")])
    assert len(references[0].parts) == len(store) == 3
    assert opened(references[0], store) == content
    assert references[1].parts == ()
    assert opened(references[1], store) == b""
