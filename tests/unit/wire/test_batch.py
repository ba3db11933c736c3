# SPDX-License-Identifier: Apache-2.0
"""A batch comes back verified; every kind of damage, forgery and displacement is refused with its code."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.container import FLAG_ZSTD, Header, Kind, seal_container
from incident_console.crypto.errors import Damage, DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.crypto.hashing import TEAM_SPACE, ops_root, sha256, statement, stream_id, u32
from incident_console.crypto.signing import Signer
from incident_console.wire.batch import Core, OpenedBatch, open_batch
from incident_console.wire.canonical import Malformed, pack
from incident_console.wire.framing import pack_operations
from incident_console.wire.operations import RawOp, decode_operation
from tests.helpers.damage import code_of, every_flip_is_refused
from tests.helpers.sealed import (
    DEVICE_SECRET,
    EMPTY_SEEN,
    EPOCH_ID,
    EPOCH_KEY,
    EPOCH_KEYS,
    SIGNER,
    STREAM,
    TEAM_ID,
    a_batch,
    a_core,
    a_sealed_head,
    an_op,
)
from tests.helpers.seeded import seeded_random


def read(data: bytes) -> OpenedBatch:
    return open_batch(data, EPOCH_KEYS, TEAM_ID)


def sealed(content: bytes, *, flags: int = 0, seq: int = 1, stream: bytes = STREAM, space: bytes = TEAM_SPACE) -> bytes:
    header = Header(Kind.BATCH, TEAM_ID[:16], seq=seq, stream=stream, epoch_hint=EPOCH_ID[:8], space=space, flags=flags)
    return seal_container(
        header,
        content,
        key=EPOCH_KEY,
        team_id=TEAM_ID,
        device_secret=DEVICE_SECRET,
        random=seeded_random(5),
    )


def content(core: Core | bytes, ops: bytes = bytes(4), *, signer: Signer = SIGNER) -> bytes:
    core_bytes = core if isinstance(core, bytes) else core.encode()
    signature = signer.sign(statement(TEAM_ID, TEAM_SPACE, core_bytes, ops_root([])))
    return signature + u32(len(core_bytes)) + core_bytes + ops


def test_a_batch_comes_back_with_its_operations() -> None:
    ops = [an_op(f"line {number}") for number in range(40)]
    batch = a_batch(ops=ops)
    opened = read(batch.data)
    assert opened.core == a_core()
    assert opened.core_bytes == a_core().encode()
    assert list(opened.ops) == ops
    assert opened.stmt == batch.stmt
    assert opened.epoch_key == EPOCH_KEY
    assert batch.file_hash == sha256(batch.data)
    assert decode_operation(opened.ops[39]).body["text"] == "line 39"


def test_a_later_batch_names_the_one_before() -> None:
    core = a_core(seq=2, prev_stmt=b"p" * 32, extra=("from a later version",))
    assert read(a_batch(core).data).core == core


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(max_size=400)), max_size=20))
def test_malformed_operations_travel_with_the_batch(pieces: list[tuple[bytes, bytes]]) -> None:
    ops = tuple(RawOp(b"s" * 16, head, body) for head, body in pieces)
    assert read(a_batch(ops=ops).data).ops == ops


def test_one_bad_operation_does_not_stop_its_neighbours() -> None:
    opened = read(a_batch(ops=[an_op(), RawOp(b"s" * 16, b"\xc1", b"\x91"), an_op()]).data)
    with pytest.raises(Malformed):
        decode_operation(opened.ops[1])
    assert decode_operation(opened.ops[2]).head.kind == "log.entry"


def test_long_text_is_compressed_and_noise_is_not() -> None:
    text = a_batch(ops=[an_op("The generator runs. " * 900)])
    assert len(text.data) < 2000
    assert text.data[7] == FLAG_ZSTD
    noise = RawOp(b"s" * 16, b"", seeded_random(1)(3000))
    assert a_batch(ops=[noise]).data[7] == 0
    assert read(a_batch(ops=[noise]).data).ops == (noise,)


def test_any_damage_to_a_batch_is_noticed() -> None:
    every_flip_is_refused(a_batch().data, read)


def test_sealing_the_same_batch_anew_keeps_its_statement() -> None:
    again = sealed(b"".join((_signature_of(a_core()), _framed(a_core().encode()), bytes(4))))
    assert read(again).stmt == a_batch(ops=[]).stmt


def _framed(data: bytes) -> bytes:
    return u32(len(data)) + data


def _signature_of(core: Core) -> bytes:
    return SIGNER.sign(statement(TEAM_ID, TEAM_SPACE, core.encode(), ops_root([])))


def test_another_team_does_not_read_it() -> None:
    assert code_of(lambda: open_batch(a_batch().data, EPOCH_KEYS, b"T" * 32)) is Damage.TEAM


def test_a_batch_signed_for_another_team_is_refused_under_the_same_key() -> None:
    core = a_core()
    signature = SIGNER.sign(statement(b"T" * 32, TEAM_SPACE, core.encode(), ops_root([])))
    forged = signature + _framed(core.encode()) + bytes(4)
    assert code_of(lambda: read(sealed(forged))) is Damage.SIGNATURE


def test_an_unknown_epoch_waits_for_its_key() -> None:
    with pytest.raises(KeyNotHeld):
        open_batch(a_batch().data, {}, TEAM_ID)
    assert code_of(lambda: open_batch(a_batch().data, {EPOCH_ID[:8]: [b"x" * 32]}, TEAM_ID)) is Damage.COMMITMENT


def test_a_head_is_no_batch() -> None:
    assert code_of(lambda: read(a_sealed_head())) is Damage.HEADER


def test_a_header_that_disagrees_with_the_core_is_refused() -> None:
    good = content(a_core())
    assert code_of(lambda: read(sealed(good, seq=2))) is Damage.HEADER
    assert code_of(lambda: read(sealed(good, stream=b"x" * 16))) is Damage.HEADER
    assert code_of(lambda: read(sealed(good, space=b"s" * 8))) is Damage.HEADER


def test_nobody_writes_in_anothers_stream() -> None:
    thief = Signer(b"thief" + bytes(27))
    claimed = a_core(sign_key=thief.public_key)
    assert code_of(lambda: read(sealed(content(claimed, signer=thief)))) is Damage.STREAM_ID
    assert code_of(lambda: read(sealed(content(a_core(), signer=thief)))) is Damage.SIGNATURE


def test_a_key_of_small_order_signs_nothing() -> None:
    weak = (1).to_bytes(32, "little")
    stream = stream_id(TEAM_ID, TEAM_SPACE, weak, a_core().nonce)
    core = a_core(sign_key=weak, stream=stream)
    forged = weak + bytes(32) + _framed(core.encode()) + bytes(4)
    assert code_of(lambda: read(sealed(forged, stream=stream))) is Damage.SIGNATURE


def test_an_operation_replaced_under_the_signature_is_noticed() -> None:
    ops, is_packed = pack_operations([an_op()])
    swapped = sealed(content(a_core(), ops), flags=FLAG_ZSTD if is_packed else 0)
    assert code_of(lambda: read(swapped)) is Damage.SIGNATURE


@pytest.mark.parametrize(
    "core",
    [
        a_core(seq=1, prev_stmt=b"p" * 32).encode(),
        a_core(seq=2, prev_stmt=bytes(32)).encode(),
        a_core(acl_heads=(b"b" * 32, b"a" * 32)).encode(),
        pack([1, "short"]),
        pack([]),
        pack({"v": 1}),
        b"\xc1",
        b"",
    ],
)
def test_a_core_that_is_none_is_refused(core: bytes) -> None:
    seq = 2 if core == a_core(seq=2).encode() else 1
    assert code_of(lambda: read(sealed(content(core), seq=seq))) is Damage.FRAMING


def test_a_batch_for_a_later_reader_waits_for_it() -> None:
    with pytest.raises(NeedsNewerVersion, match="core 2"):
        read(sealed(content(pack([2, "anything"]))))
    with pytest.raises(NeedsNewerVersion, match="reader 2"):
        read(a_batch(a_core(min_reader=2)).data)


@pytest.mark.parametrize(
    "ops",
    [
        u32(1),
        u32(10_001),
        u32(0xFFFFFFFF),
        u32(1) + b"s" * 16 + u32(0xFFFFFFFF),
        u32(1) + b"s" * 16 + u32(0) + u32(4000),
    ],
)
def test_operations_that_run_over_the_end_are_refused(ops: bytes) -> None:
    assert code_of(lambda: read(sealed(content(a_core(), ops).ljust(600, b"\xff")))) is Damage.FRAMING


def test_a_core_that_runs_over_the_end_is_refused() -> None:
    assert code_of(lambda: read(sealed(bytes(64) + u32(5000)))) is Damage.FRAMING


def test_something_hidden_in_the_padding_is_refused() -> None:
    assert code_of(lambda: read(sealed(content(a_core()).ljust(700, b"\0") + b"hidden"))) is Damage.PADDING


def packed(frame: bytes, raw_bytes: int) -> bytes:
    return sealed(content(a_core(), u32(len(frame)) + u32(raw_bytes) + frame), flags=FLAG_ZSTD)


def test_a_decompression_bomb_is_refused_unopened() -> None:
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(400 << 20))
    assert len(bomb) < 20_000
    assert code_of(lambda: read(packed(bomb, 400 << 20))) is Damage.FRAMING
    assert code_of(lambda: read(packed(bomb, 4))) is Damage.FRAMING


def test_a_frame_that_lies_about_its_size_is_refused() -> None:
    frame = zstandard.ZstdCompressor(level=3).compress(bytes(4))
    unsized = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bytes(4))
    assert read(packed(frame, 4)).ops == ()
    wrongs = [(frame, 5), (unsized, 4), (frame + b"\0", 4), (b"", 4), (frame[:-1], 4)]
    for wrong in (packed(*each) for each in wrongs):
        assert code_of(lambda wrong=wrong: read(wrong)) is Damage.FRAMING  # type: ignore[misc]


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_damaged_frame_is_refused_whatever_it_says(place: int, change: int) -> None:
    raw = u32(1) + b"s" * 16 + u32(0) + u32(300) + bytes(range(100)) * 3
    frame = bytearray(zstandard.ZstdCompressor(level=3).compress(raw))
    frame[place % len(frame)] ^= change
    with pytest.raises(DamagedFile):
        read(packed(bytes(frame), len(raw)))


def test_bytes_after_the_last_operation_are_refused() -> None:
    frame = zstandard.ZstdCompressor(level=3).compress(bytes(5))
    assert code_of(lambda: read(packed(frame, 5))) is Damage.FRAMING


def test_too_many_operations_are_not_sealed_in_one_batch() -> None:
    many = [RawOp(b"s" * 16, b"", b"")] * 10_001
    assert code_of(lambda: a_batch(ops=many)) is Damage.SIZE
    large = [RawOp(b"s" * 16, b"", bytes(500_000))] * 9
    assert code_of(lambda: a_batch(ops=large)) is Damage.SIZE


def test_900_kib_of_operations_fit_even_if_nothing_compresses() -> None:
    noise = seeded_random(9)
    ops = [RawOp(noise(16), noise(200), noise(60_000)) for _ in range(15)]
    assert len(read(a_batch(a_core(seen=bytes(100_000)), ops).data).ops) == 15


def test_the_list_of_what_was_seen_is_bounded() -> None:
    assert code_of(lambda: a_batch(a_core(seen=bytes((256 << 10) + 1)))) is Damage.FRAMING
    wrong = a_core().encode().replace(bytes((0xC4, len(EMPTY_SEEN))) + EMPTY_SEEN, pack("text"))
    assert code_of(lambda: read(sealed(content(wrong)))) is Damage.FRAMING


def test_what_could_not_be_read_is_not_sealed() -> None:
    assert code_of(lambda: a_batch(a_core(stream=b"x" * 16))) is Damage.STREAM_ID
    assert code_of(lambda: a_batch(replace(a_core(), app_version="v" * 65))) is Damage.FRAMING
