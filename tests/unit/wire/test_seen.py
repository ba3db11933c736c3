# SPDX-License-Identifier: Apache-2.0
"""What an author had seen comes back along a stream; damaged or unordered lists are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.hashing import sha256
from incident_console.wire.canonical import Fault, Malformed
from incident_console.wire.seen import SeenState, Tip, Vector, decode_seen, encode_seen, is_full_due, seen_root

STREAMS = [sha256(bytes((number,)))[:16] for number in range(6)]


def stmt(seq: int, fork: int = 0) -> bytes:
    return sha256(f"{seq}/{fork}".encode())


def fault_of(state: SeenState, data: bytes) -> Fault:
    with pytest.raises(Malformed) as caught:
        decode_seen(state, data)
    return caught.value.code


def seqs(vector: Vector) -> dict[bytes, list[int]]:
    return {stream: sorted(seq for seq, _ in tips) for stream, tips in vector.items() if tips}


def told(state: SeenState) -> dict[bytes, list[int]]:
    return {stream: [seq for seq, _ in tips] for stream, tips in state.tips.items()}


_STEPS = st.lists(
    st.lists(st.tuples(st.sampled_from(STREAMS), st.integers(0, 300), st.booleans()), max_size=5), max_size=12
)


@given(_STEPS)
def test_every_batch_of_a_stream_tells_what_was_seen(steps: list[list[tuple[bytes, int, bool]]]) -> None:
    vector: dict[bytes, set[Tip]] = {}
    writer = reader = SeenState()
    for seq, step in enumerate(steps, start=1):
        for stream, rise, is_fork in step:
            tips = vector.setdefault(stream, set())
            top = max((old for old, _ in tips), default=0)
            if not is_fork:
                tips.discard(max(tips, default=(0, b"")))
            tips.add((top + rise + 1, stmt(top + rise + 1, len(tips))))
        data, writer = encode_seen(writer, vector, in_full=is_full_due(seq))
        reader = decode_seen(reader, data)
        assert told(reader) == seqs(vector)
        assert reader.order == writer.order
        assert decode_seen(SeenState(), encode_seen(writer, vector, in_full=True)[0]).tips == {
            stream: tuple(sorted(tips)) for stream, tips in vector.items()
        }


def test_a_station_that_hears_one_line_spends_few_bytes() -> None:
    vector = {sha256(bytes((number,)))[:16]: {(1000, stmt(number))} for number in range(200)}
    full, state = encode_seen(SeenState(), vector, in_full=True)
    vector[state.order[17]] = {(1001, stmt(1001))}
    delta, _ = encode_seen(state, vector, in_full=False)
    assert len(full) < 200 * 52
    assert len(delta) == 5


def test_a_reader_that_restarted_goes_on_from_decoded_tips() -> None:
    first = {STREAMS[0]: {(4, stmt(4))}}
    second = {STREAMS[0]: {(9, stmt(9))}}
    data, _ = encode_seen(SeenState(), first, in_full=True)
    state = decode_seen(SeenState(), data)
    data, _ = encode_seen(state, second, in_full=False)
    state = decode_seen(state, data)
    assert state.tips == {STREAMS[0]: ((9, None),)}
    assert encode_seen(state, second, in_full=False)[0] == bytes((0, 0, 0))
    third = {STREAMS[0]: {(9, stmt(9)), (9, stmt(9, 1))}}
    data, _ = encode_seen(state, third, in_full=False)
    assert decode_seen(state, data).tips == {STREAMS[0]: tuple(sorted(third[STREAMS[0]]))}


def test_a_vector_that_lost_a_stream_is_written_in_full() -> None:
    _, state = encode_seen(SeenState(), {STREAMS[0]: {(1, stmt(1))}, STREAMS[1]: {(1, stmt(1))}}, in_full=True)
    data, after = encode_seen(state, {STREAMS[1]: {(1, stmt(1))}}, in_full=False)
    assert data[0] == 1
    assert after.order == (STREAMS[1],)


def test_a_tip_that_went_back_is_told_in_full() -> None:
    _, state = encode_seen(SeenState(), {STREAMS[0]: {(9, stmt(9))}}, in_full=True)
    data, _ = encode_seen(state, {STREAMS[0]: {(5, stmt(5))}}, in_full=False)
    assert decode_seen(state, data).tips == {STREAMS[0]: ((5, stmt(5)),)}


def test_the_root_covers_every_tip_in_one_order() -> None:
    vector = {STREAMS[0]: [(1, stmt(1)), (2, stmt(2))], STREAMS[1]: [(3, stmt(3))]}
    again = {STREAMS[1]: {(3, stmt(3))}, STREAMS[0]: {(2, stmt(2)), (1, stmt(1))}}
    assert seen_root(vector) == seen_root(again)
    assert seen_root(vector) != seen_root({STREAMS[0]: [(1, stmt(1))], STREAMS[1]: [(3, stmt(3))]})


def test_the_first_batch_and_every_64th_after_it_are_full() -> None:
    assert [seq for seq in range(1, 200) if is_full_due(seq)] == [1, 65, 129, 193]


STATE = SeenState(tuple(STREAMS[:3]), {stream: ((5, stmt(5)),) for stream in STREAMS[:3]})
FORKED = SeenState((STREAMS[0],), {STREAMS[0]: ((5, stmt(5)), (6, stmt(6)))})
TIP = b"\x05" + stmt(5)


@pytest.mark.parametrize(
    ("state", "data", "fault"),
    [
        (STATE, b"", Fault.LIMIT),
        (STATE, bytes((256 << 10) + 1), Fault.LIMIT),
        (STATE, b"\x02\0\0", Fault.TYPE),
        (STATE, b"\0", Fault.TRUNCATED),
        (STATE, b"\0\0\0\0", Fault.TRAILING),
        (STATE, b"\0\x01\x03\x01\0", Fault.SCHEMA),
        (STATE, b"\0\x01\x00\x00\0", Fault.KEYS),
        (STATE, b"\0\x02\x01\x01\x01\x01\0", Fault.KEYS),
        (STATE, b"\0\x02\x01\x01\x00\x01\0", Fault.KEYS),
        (STATE, b"\0\x81\x00\x01\x01\0", Fault.NOT_MINIMAL),
        (STATE, b"\0\xff\xff\xff\xff\xff\x01", Fault.LIMIT),
        (STATE, b"\0\xff\xff\xff\xff\x1f", Fault.LIMIT),
        (STATE, b"\0\x01\x00\xff\xff\xff\xff\x0f\0", Fault.SCHEMA),
        (FORKED, b"\0\x01\x00\x01\0", Fault.SCHEMA),
        (STATE, b"\x01\x01\x00\x01\0", Fault.SCHEMA),
        (STATE, b"\0\0\x01" + STREAMS[0] + b"\0", Fault.SCHEMA),
        (STATE, b"\0\0\x01" + STREAMS[0] + b"\x02" + TIP + TIP, Fault.KEYS),
        (STATE, b"\0\0\x02" + (STREAMS[0] + b"\x01" + TIP) * 2, Fault.KEYS),
        (STATE, b"\0\0\x01" + STREAMS[0] + b"\x01" + TIP[:-1], Fault.TRUNCATED),
    ],
)
def test_a_damaged_list_is_refused(state: SeenState, data: bytes, fault: Fault) -> None:
    assert fault_of(state, data) is fault


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_read(data: bytes) -> None:
    try:
        decode_seen(STATE, data)
    except Malformed:
        return
