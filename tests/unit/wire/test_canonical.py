# SPDX-License-Identifier: Apache-2.0
"""Equal values have equal bytes, and no other bytes are accepted."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.domain.operation import Value
from incident_console.wire.canonical import Fault, Malformed, pack, unpack

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_SCALARS = st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | _TEXT | st.binary(max_size=300)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(_TEXT, inner, max_size=20),
    max_leaves=30,
)


def nested(levels: int) -> Value:
    value: Value = None
    for _ in range(levels):
        value = [value]
    return value


def levels_of(value: Value) -> int:
    if isinstance(value, list):
        return 1 + max(map(levels_of, value), default=0)
    if isinstance(value, dict):
        return 1 + max(map(levels_of, value.values()), default=0)
    return 0


def fault_of(data: bytes) -> Fault:
    with pytest.raises(Malformed) as caught:
        unpack(data)
    return caught.value.code


def fault_of_packing(value: object) -> Fault:
    with pytest.raises(Malformed) as caught:
        pack(value)
    return caught.value.code


@given(VALUES)
def test_values_come_back(value: Value) -> None:
    try:
        data = pack(value)
    except Malformed:
        assert levels_of(value) > 8
        return
    assert unpack(data) == value
    assert msgspec.msgpack.decode(data) == value


@given(st.binary(max_size=200))
def test_whatever_decodes_encodes_to_the_same_bytes(data: bytes) -> None:
    try:
        value = unpack(data)
    except Malformed:
        return
    assert pack(value) == data


@given(VALUES.filter(lambda value: value is not None), st.data())
def test_a_damaged_value_is_refused_or_is_another_canonical_one(value: Value, data: st.DataObject) -> None:
    try:
        raw = bytearray(pack(value))
    except Malformed:
        return
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        other = unpack(bytes(raw))
    except Malformed:
        return
    assert pack(other) == bytes(raw)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 31, 32, 255, 256, 65535, 65536])
def test_every_length_has_its_shortest_form(length: int) -> None:
    for value in (b"b" * length, "t" * length, [None] * length, {f"{index:06}": True for index in range(length)}):
        data = pack(value)
        assert unpack(data) == value
        assert data == msgspec.msgpack.encode(value)


@pytest.mark.parametrize("power", [0, 5, 7, 8, 15, 16, 31, 32, 63, 64])
def test_every_number_has_its_shortest_form(power: int) -> None:
    for number in (n for n in ((1 << power) - 1, 1 << power, -(1 << power), -(1 << power) - 1)):
        if -(1 << 63) <= number < 1 << 64:
            assert pack(number) == msgspec.msgpack.encode(number)
            assert unpack(pack(number)) == number


def test_keys_stand_in_byte_order_whatever_their_length() -> None:
    assert pack({"b": 1, "aa": 2, "é": 3, "\U0001f600": 4, "\uffff": 5}).hex() == (
        "85a2616102a16201a2c3a903a3efbfbf05a4f09f988004"
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("", Fault.TRUNCATED),
        ("92 01", Fault.TRUNCATED),
        ("a3 61 62", Fault.TRUNCATED),
        ("c4", Fault.TRUNCATED),
        ("c4 02 00", Fault.TRUNCATED),
        ("cd 01", Fault.TRUNCATED),
        ("dd ff ff ff ff", Fault.TRUNCATED),
        ("c6 ff ff ff ff 00", Fault.TRUNCATED),
        ("01 01", Fault.TRAILING),
        ("c1", Fault.TYPE),
        ("ca 00 00 00 00", Fault.TYPE),
        ("cb 00 00 00 00 00 00 00 00", Fault.TYPE),
        ("d4 01 00", Fault.TYPE),
        ("d6 ff 00 00 00 00", Fault.TYPE),
        ("c7 01 01 00", Fault.TYPE),
        ("cc 7f", Fault.NOT_MINIMAL),
        ("cd 00 ff", Fault.NOT_MINIMAL),
        ("ce 00 00 ff ff", Fault.NOT_MINIMAL),
        ("cf 00 00 00 00 ff ff ff ff", Fault.NOT_MINIMAL),
        ("d0 e0", Fault.NOT_MINIMAL),
        ("d0 01", Fault.NOT_MINIMAL),
        ("d1 ff 80", Fault.NOT_MINIMAL),
        ("d2 ff ff 80 00", Fault.NOT_MINIMAL),
        ("d3 ff ff ff ff 80 00 00 00", Fault.NOT_MINIMAL),
        ("d3 00 00 00 00 00 00 00 01", Fault.NOT_MINIMAL),
        ("d9 01 61", Fault.NOT_MINIMAL),
        ("da 00 01 61", Fault.NOT_MINIMAL),
        ("c5 00 01 61", Fault.NOT_MINIMAL),
        ("c6 00 00 00 01 61", Fault.NOT_MINIMAL),
        ("dc 00 01 01", Fault.NOT_MINIMAL),
        ("de 00 01 a1 61 01", Fault.NOT_MINIMAL),
        ("a1 ff", Fault.TEXT),
        ("a2 c0 80", Fault.TEXT),
        ("a3 ed a0 80", Fault.TEXT),
        ("82 a1 61 01 a1 61 02", Fault.KEYS),
        ("82 a1 62 01 a1 61 02", Fault.KEYS),
        ("81 01 02", Fault.KEYS),
        ("81 c4 01 61 02", Fault.KEYS),
        ("81 90 02", Fault.DEPTH),
    ],
)
def test_any_other_form_is_refused(data: str, fault: Fault) -> None:
    assert fault_of(bytes.fromhex(data)) is fault


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (1.5, Fault.TYPE),
        (bytearray(b"x"), Fault.TYPE),
        ({"a"}, Fault.TYPE),
        (1 << 64, Fault.LIMIT),
        (-(1 << 63) - 1, Fault.LIMIT),
        ("\ud800", Fault.TEXT),
        ({1: 2}, Fault.KEYS),
    ],
)
def test_what_the_format_cannot_hold_is_not_written(value: object, fault: Fault) -> None:
    assert fault_of_packing(value) is fault


def test_eight_levels_are_allowed_and_nine_are_not() -> None:
    assert unpack(pack(nested(8))) == nested(8)
    assert fault_of_packing(nested(9)) is Fault.DEPTH
    assert fault_of_packing({"a": nested(8)}) is Fault.DEPTH
    assert fault_of(b"\x91" * 9 + b"\xc0") is Fault.DEPTH
    assert fault_of(b"\x81\xa1a" * 9 + b"\xc0") is Fault.DEPTH


@pytest.mark.parametrize("start", [b"\x91", b"\x81\xa1a", b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff\xa1a"])
def test_a_million_levels_are_refused_at_once(start: bytes) -> None:
    began_at = time.process_time()
    assert fault_of(start * 1_000_000) is not None
    assert fault_of(start * 900) is not None
    assert time.process_time() - began_at < 1
