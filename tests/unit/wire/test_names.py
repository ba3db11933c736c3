# SPDX-License-Identifier: Apache-2.0
"""File names are made and matched in full, sort as numbers, and hold the beginning of a hash."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.hashing import sha256
from incident_console.wire import names

ID = bytes(range(7, 39))


@given(st.binary(min_size=32, max_size=32), st.sampled_from([10, 16, 20, 32]))
def test_base32hex_is_that_of_rfc_4648(data: bytes, length: int) -> None:
    assert names.base32hex(data, length) == base64.b32hexencode(data).decode().lower()[:length]


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_names_sort_as_their_numbers(left: int, right: int) -> None:
    assert (names.numeral(left, 10) < names.numeral(right, 10)) == (left < right)
    assert int(names.numeral(left, 10), 32) == left


@given(st.integers(0, 2**32 - 1), st.integers(0, 32**6 - 1))
def test_a_heads_name_tells_what_it_was_made_of(seq: int, beat: int) -> None:
    directory, name = names.head_file(ID[:16], seq, beat, ID).split("/")
    assert directory == "h"
    assert names.parse_head(name) == names.HeadName(names.stream_name(ID[:16]), seq, beat, names.base32hex(ID, 20))


def test_a_beat_beyond_its_six_characters_has_no_name() -> None:
    with pytest.raises(ValueError, match="beat"):
        names.head_file(ID[:16], 1, 32**6, ID)


def test_the_layout_of_a_folder() -> None:
    stream, digest = ID[:16], names.base32hex(ID, 32)
    assert names.stream_name(stream) == digest[:16] == "0s40i2gb1g6gs3og"
    assert names.team_file(ID) == f"team-{digest[:20]}.id"
    assert names.exercise_folder(ID) == f"x-{digest[:20]}"
    assert names.head_file(stream, 33, 5, ID) == f"h/{digest[:16]}-0000000011-000005-{digest[:20]}"
    assert names.batch_file(stream, 33, ID) == f"s/{digest[:16]}/0000000011-{digest[:20]}.b"
    assert names.act_file(ID) == f"a/{digest[:20]}.m"
    assert names.join_file(ID) == f"j/{digest[:20]}.q"
    assert names.blob_file(ID) == f"b/{digest[:2]}/{digest}.c"
    assert names.temporary_name(stream) == f"{digest[:16]}.tmp"
    assert names.set_aside_name(stream) == f"{digest[:16]}.bad"


def test_every_name_is_read_back() -> None:
    stream, digest = ID[:16], names.base32hex(ID, 32)
    assert names.parse_batch(names.batch_file(stream, 9, ID).split("/")[-1]) == names.BatchName(9, digest[:20])
    assert names.parse_act(names.act_file(ID)[2:]) == digest[:20]
    assert names.parse_join(names.join_file(ID)[2:]) == digest[:20]
    assert names.parse_blob(names.blob_file(ID).split("/")[-1]) == digest
    assert names.parse_team(names.team_file(ID)) == digest[:20]
    assert names.parse_exercise(names.exercise_folder(ID)) == digest[:20]
    assert names.is_stream(names.stream_name(stream))
    assert names.is_temporary(names.temporary_name(stream))
    assert names.is_set_aside(names.set_aside_name(stream))


@pytest.mark.parametrize("change", [" (conflicted copy)", "\n", ".bak", "0"])
def test_a_renamed_file_is_nobodys(change: str) -> None:
    stream = ID[:16]
    paths = [names.head_file(stream, 1, 1, ID), names.batch_file(stream, 1, ID), names.act_file(ID)]
    paths += [names.join_file(ID), names.blob_file(ID), names.team_file(ID), names.exercise_folder(ID)]
    paths += [names.stream_name(stream), names.temporary_name(stream), names.set_aside_name(stream)]
    for name in (path.split("/")[-1] + change for path in paths):
        parsed = [names.parse_head(name), names.parse_batch(name), names.parse_act(name), names.parse_join(name)]
        parsed += [names.parse_blob(name), names.parse_team(name), names.parse_exercise(name)]
        assert parsed == [None] * 7
        assert not any(is_one(name) for is_one in (names.is_stream, names.is_temporary, names.is_set_aside))


def test_upper_case_and_foreign_digits_are_not_matched() -> None:
    name = names.act_file(ID)[2:]
    assert names.parse_act(name.upper()) is None
    assert names.parse_batch("000000001\u0661-" + "0" * 20 + ".b") is None


def test_a_name_promises_the_hash_of_the_bytes() -> None:
    claimed = names.parse_act(names.act_file(sha256(b"act"))[2:])
    assert claimed is not None
    assert names.has_hash(claimed, b"act")
    assert not names.has_hash(claimed, b"acT")
