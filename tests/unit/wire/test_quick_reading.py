# SPDX-License-Identifier: Apache-2.0
"""What is read the quick way is what the strict reader reads, bytes that only look right included."""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.domain.operation import Number, OpHead, Value
from incident_console.wire import operations
from incident_console.wire.canonical import pack, unpack
from incident_console.wire.operations import decode_head, encode_head
from incident_console.wire.quick_documents import document_body, document_bytes
from incident_console.wire.quick_reading import body_bytes, common_head, head_bytes, plain_body
from tests.unit.wire.test_operations import a_head

HEAD = encode_head(a_head(sup=()))
BODY: dict[str, Value] = {"at": 5, "kind": "fact", "none": None, "text": "Power is back", "urgent": True}
DOCUMENT: dict[str, Value] = {
    "blob": {
        "key": b"k" * 32, "length": 5, "sha256": b"h" * 32,
        "parts": [{"length": 656, "offset": 0, "sha256": b"p" * 32}],
    },
    "file_name": "plan.md", "is_vital": True, "media_type": "text/markdown", "path": "plans/plan.md",
    "review_interval_days": 30, "sha256": b"h" * 32, "size": 5, "title": "Plan",
}  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.text(max_size=40)
LOOKS_RIGHT = [
    pytest.param(b"\x81\xa2at\xcc\x05", id="a number longer than needed"),
    pytest.param(b"\x81\xd9\x02at\x05", id="a name longer than needed"),
    pytest.param(b"\x82\xa2at\x05\xa2at\x05", id="a name twice"),
    pytest.param(b"\x82\xa1b\x05\xa1a\x05", id="names out of order"),
    pytest.param(b"\xde\x00\x01\xa2at\x05", id="a map longer than needed"),
    pytest.param(b"\x81\xa2at\xcb" + bytes(8), id="a broken number"),
    pytest.param(b"\x81\xa2at\xd6\xff" + bytes(4), id="an extension"),
    pytest.param(b"\x81\xa2at\xa1\xff", id="no text"),
    pytest.param(b"\x81\x01\x05", id="a number for a name"),
    pytest.param(b"\x81\xc4\x02at\x05", id="binary for a name"),
    pytest.param(b"\x81\xa2at\x05\x00", id="something behind"),
]


def agrees(read: Callable[[bytes], Value], data: bytes) -> bool:
    """Whether the quick reader left these bytes to the strict one, or read the same value from the same form."""
    found = read(data)
    return found is None or (found == unpack(data) and pack(found) == data)


def strict_head(data: bytes) -> OpHead:
    """The head as the strict reader alone reads it."""
    with mock.patch.object(operations, "common_head", return_value=None):
        return decode_head(data)


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda at, length, middle: data[:at] + middle + data[at + length :],
        st.integers(0, len(data)),
        st.integers(0, 4),
        st.binary(max_size=4),
    )


def test_acommon_head_and_a_plain_body_are_read_the_quick_way() -> None:
    assert common_head(HEAD) == strict_head(HEAD)
    assert plain_body(pack(BODY)) == BODY


@given(st.dictionaries(st.text(max_size=8), PLAIN, max_size=20))
def test_any_plain_body_reads_the_same(body: dict[str, Value]) -> None:
    assert plain_body(pack(body)) == body
    assert agrees(plain_body, pack(body))


@given(damaged(HEAD) | st.binary(max_size=200))
def test_a_damaged_head_is_never_read_otherwise(data: bytes) -> None:
    found = common_head(data)
    assert found is None or (found == strict_head(data) and encode_head(found) == data)


def test_a_head_out_of_bounds_is_left_to_the_strict_reader() -> None:
    bounds: dict[str, list[object]] = {
        "kind": ["k" * 17],
        "right": [-1, 4],
        "incident": [b"i" * 15],
        "entity": [b"e" * 17],
        "device": [b""],
        "person": [b"p" * 17],
        "hlc": [-1],
        "wall_ms": [-1],
        "utc_offset_min": [-1441, 1441],
        "number": [Number("entry", b"s" * 16, 0), Number("entry", b"s", 1), Number("entry", b"s" * 16, 1 << 32)],
    }
    heads = [a_head(sup=(), **{name: value}) for name, values in bounds.items() for value in values]
    assert [common_head(encode_head(head)) for head in heads] == [None] * len(heads)


@given(damaged(pack(BODY)) | st.binary(max_size=60))
def test_a_damaged_body_is_never_read_otherwise(data: bytes) -> None:
    assert agrees(plain_body, data)


@pytest.mark.parametrize("data", LOOKS_RIGHT)
def test_a_body_in_another_form_is_left_to_the_strict_reader(data: bytes) -> None:
    assert plain_body(data) is None


@given(st.dictionaries(st.text(max_size=8), PLAIN | st.binary(max_size=70_000), max_size=20))
def test_a_body_is_written_as_the_strict_writer_does(body: dict[str, Value]) -> None:
    assert body_bytes(body) == pack(body)


@given(st.lists(PLAIN | st.binary(max_size=300) | st.lists(st.binary(max_size=32), max_size=20), max_size=20))
def test_a_head_is_written_as_the_strict_writer_does(members: list[object]) -> None:
    assert head_bytes(members) == pack(members)


@pytest.mark.parametrize("value", [1 << 64, -(1 << 63) - 1, "\ud800", 0.5, ["a list"], {"a": "map"}])
def test_what_is_not_usual_in_a_body_is_left_to_the_strict_writer(value: Value) -> None:
    assert body_bytes({"field": value}) is None


def test_a_usual_document_is_read_and_written_the_quick_way() -> None:
    assert document_body(pack(DOCUMENT)) == DOCUMENT
    assert document_bytes(DOCUMENT) == pack(DOCUMENT)


@given(st.sets(st.sampled_from(sorted(DOCUMENT))), st.text(max_size=300), st.integers(-(1 << 63), (1 << 64) - 1))
def test_documents_with_any_of_their_fields_read_and_write_the_same(left_out: set[str], title: str, size: int) -> None:
    fields = {name: value for name, value in {**DOCUMENT, "title": title, "size": size}.items() if name not in left_out}
    is_usual = "blob" in fields
    assert document_body(pack(fields)) == (fields if is_usual else None)
    assert document_bytes(fields) == (pack(fields) if is_usual else None)


@pytest.mark.parametrize("value", [None, 0.5, "\ud800", ["a list"], {"a": "map"}, 7, b"bytes"])
def test_a_document_with_something_unusual_is_left_to_the_strict_writer(value: Value) -> None:
    assert document_bytes({**DOCUMENT, "title": value}) is None
    assert document_bytes({**DOCUMENT, "unknown": value}) is None


@pytest.mark.parametrize("parts", [0, 2])
def test_a_file_of_no_or_several_parts_is_left_to_the_strict_reader_and_writer(parts: int) -> None:
    part: Value = {"length": 656, "offset": 0, "sha256": b"p" * 32}
    blob: Value = {"key": b"k" * 32, "length": 5, "parts": [part] * parts, "sha256": b"h" * 32}
    fields = {**DOCUMENT, "blob": blob}
    assert document_body(pack(fields)) is None
    assert document_bytes(fields) is None


@given(damaged(pack(DOCUMENT)) | st.binary(max_size=200))
def test_a_damaged_document_is_never_read_otherwise(data: bytes) -> None:
    assert agrees(document_body, data)
