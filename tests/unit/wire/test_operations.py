# SPDX-License-Identifier: Apache-2.0
"""Operations survive the trip through bytes; a malformed one is refused by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_console.domain.operation import Number, OpHead, Value
from incident_console.wire.canonical import Fault, Malformed, pack, unpack
from incident_console.wire.operations import RawOp, decode_head, decode_operation, encode_head, encode_operation

SALT = b"s" * 16


def a_head(**changes: object) -> OpHead:
    head = OpHead(
        kind="log.entry",
        right=1,
        incident=b"i" * 16,
        number=Number("entry", b"n" * 16, 17),
        entity=b"e" * 16,
        device=b"d" * 16,
        person=b"p" * 16,
        hlc=(1_763_851_234_567 << 16) | 3,
        wall_ms=1_763_851_234_567,
        utc_offset_min=60,
        sup=(b"a" * 32, b"b" * 32),
    )
    return replace(head, **changes)  # type: ignore[arg-type]


def fault_of(raw: RawOp) -> Fault:
    with pytest.raises(Malformed) as caught:
        decode_operation(raw)
    return caught.value.code


@pytest.mark.parametrize(
    "head",
    [a_head(), a_head(incident=None, number=None, sup=()), a_head(utc_offset_min=-720), a_head(extra=(1, ["x"]))],
)
def test_an_operation_comes_back_with_its_id(head: OpHead) -> None:
    body: dict[str, Value] = {"text": "Power is back", "at": 5, "tags": ["a"]}
    raw = encode_operation(head, body, SALT)
    operation = decode_operation(raw)
    assert operation.head == head
    assert operation.body == body
    assert operation.id == raw.id == RawOp(raw.salt, raw.head, raw.body).id


def test_what_a_newer_program_appended_is_kept_to_the_byte() -> None:
    data = encode_head(a_head(extra=({"k": 1}, None)))
    assert encode_head(decode_head(data)) == data


MEMBERS = unpack(encode_head(a_head()))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *((0, 1), (0, "k" * 65), (1, 4), (1, -1), (1, True), (2, b"short"), (3, ["entry", b"n" * 16])),
        *((3, "JO-17"), (3, ["entry", b"n" * 16, 0]), (3, ["entry", b"n", 1]), (4, None), (5, b""), (6, "person")),
        *((7, -1), (8, "now"), (9, 1441), (10, None), (10, [b"x"]), (10, [b"b" * 32, b"a" * 32])),
        *((10, [b"a" * 32, b"a" * 32]), (10, [n.to_bytes(32, "big") for n in range(1025)])),
    ],
)
def test_a_member_that_is_not_what_it_should_be_is_refused(place: int, value: Value) -> None:
    assert isinstance(MEMBERS, list)
    wrong = [*MEMBERS[:place], value, *MEMBERS[place + 1 :]]
    assert fault_of(RawOp(SALT, pack(wrong), pack({}))) in (Fault.SCHEMA, Fault.LIMIT)


def test_a_head_with_a_member_missing_is_refused() -> None:
    assert isinstance(MEMBERS, list)
    assert fault_of(RawOp(SALT, pack(MEMBERS[:-1]), pack({}))) is Fault.SCHEMA
    assert fault_of(RawOp(SALT, pack({"kind": "x"}), pack({}))) is Fault.SCHEMA


def test_a_body_must_be_a_map() -> None:
    assert fault_of(RawOp(SALT, encode_head(a_head()), pack(["text"]))) is Fault.SCHEMA


def test_a_salt_must_have_its_length() -> None:
    assert fault_of(RawOp(b"s", encode_head(a_head()), pack({}))) is Fault.LIMIT


def test_a_field_holds_256_kib_and_no_more() -> None:
    most = (256 << 10) - 5
    assert decode_operation(encode_operation(a_head(), {"a": "x" * most, "b": 1}, SALT)).body["b"] == 1
    for body in ({"a": "x" * (most + 1)}, {"k" * ((256 << 10) + 1): None}):
        with pytest.raises(Malformed, match="limit"):
            encode_operation(a_head(), body, SALT)


def test_bodies_and_heads_are_bounded() -> None:
    assert fault_of(RawOp(SALT, encode_head(a_head()), bytes((512 << 10) + 1))) is Fault.LIMIT
    assert fault_of(RawOp(SALT, encode_head(a_head(extra=("x" * 65536,))), pack({}))) is Fault.LIMIT


def test_what_cannot_be_written_is_told_to_its_author() -> None:
    with pytest.raises(Malformed):
        encode_operation(a_head(right=9), {}, SALT)
