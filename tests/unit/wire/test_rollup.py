# SPDX-License-Identifier: Apache-2.0
"""Roll-ups: batch files joined; whatever else is in such a file is refused, cheaply and with a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.wire import names, rollup
from incident_console.wire.rollup import join, sound_looking, split
from tests.helpers.damage import code_of
from tests.helpers.sealed import STREAM, TEAM_ID, a_batch, a_core, a_sealed_head
from tests.helpers.small_rollups import small_rollups


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with small_rollups(3):
        yield


@cache
def batch(seq: int, stmt: bytes = b"p" * 32, team: bytes = TEAM_ID) -> bytes:
    core = a_core(seq=seq, prev_stmt=bytes(32) if seq == 1 else stmt)
    return a_batch(core, team_id=team).data if team == TEAM_ID else a_foreign_batch(seq, team)


def a_foreign_batch(seq: int, team: bytes) -> bytes:
    from incident_console.crypto.hashing import TEAM_SPACE, stream_id
    from tests.helpers.sealed import NONCE, SIGNER

    stream = stream_id(team, TEAM_SPACE, SIGNER.public_key, NONCE)
    return a_batch(a_core(seq=seq, prev_stmt=b"p" * 32, stream=stream), team_id=team).data


def path_of(data: bytes, first: int = 1, last: int = 3) -> str:
    return names.rollup_file(STREAM, first, last, sha256(data))


def refusal(data: bytes, path: str | None = None) -> str:
    return code_of(lambda: split(data, path or path_of(data), TEAM_ID))


def test_it_is_the_files_one_after_the_other_and_splits_without_a_key() -> None:
    files = [batch(1), batch(2), batch(3)]
    joined = join(reversed(files))
    assert joined.data == b"".join(files)
    assert joined.path == path_of(joined.data)
    parts = split(joined.data, joined.path, TEAM_ID)
    assert [piece.data for piece in parts.pieces] == files
    assert [piece.name for piece in parts.pieces] == [
        names.batch_file(STREAM, seq, sha256(data)) for seq, data in enumerate(files, start=1)
    ]


def test_two_who_hold_the_same_write_the_same_bytes_in_whatever_order_they_found_them() -> None:
    fork = batch(2, b"q" * 32)
    one, other = join([batch(3), fork, batch(1), batch(2)]), join([batch(1), batch(2), fork, batch(3), fork])
    assert one == other
    assert len(split(one.data, one.path, TEAM_ID).pieces) == 4


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda: b"", "size"),
        (lambda: batch(1), "size"),
        (lambda: b"\0" * 5000, "magic"),
        (lambda: batch(1) + batch(2) + batch(3) + b"\0", "size"),
        (lambda: batch(1) + batch(2) + batch(3)[:-1], "size"),
        (lambda: batch(1) + batch(2) + batch(3) + b"junk" * 500, "magic"),
        (lambda: batch(1) + batch(3), "framing"),
        (lambda: batch(2) + batch(1) + batch(3), "framing"),
        (lambda: batch(1) + batch(2) + batch(2) + batch(3), "framing"),
        (lambda: batch(2) + batch(3) + batch(4), "framing"),
        (lambda: batch(1) + batch(2), "framing"),
        (lambda: batch(1) + batch(2) + batch(3, team=b"T" * 32), "header"),
        (lambda: batch(1) + a_sealed_head() + batch(3), "header"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(broken: Callable[[], bytes], code: str) -> None:
    assert refusal(broken()) == code


def test_one_of_another_team_is_refused() -> None:
    team = b"T" * 32
    joined = join(a_foreign_batch(seq, team) for seq in (4, 5, 6))
    assert split(joined.data, joined.path, team).pieces
    assert code_of(lambda: split(joined.data, joined.path, TEAM_ID)) == "team"


def test_a_name_that_says_something_else_is_refused() -> None:
    data = join([batch(1), batch(2), batch(3)]).data
    assert refusal(data, path_of(data, 4, 6)) == "name"
    assert refusal(data, path_of(b"other")) == "name"
    assert refusal(data, path_of(data).replace("s/", "s/0", 1)) == "name"


def test_one_larger_than_32_mib_is_refused_before_it_is_looked_at() -> None:
    assert refusal(bytes(rollup.ROLLUP_BYTES + 1)) == "size"


def test_one_that_holds_something_newer_is_no_damage() -> None:
    data = bytearray(batch(1) + batch(2) + batch(3))
    data[len(batch(1)) + 4] = 9
    with pytest.raises(NeedsNewerVersion):
        split(bytes(data), path_of(bytes(data)), TEAM_ID)


@pytest.mark.parametrize(("first", "last"), [(1, 3), (4, 6), (1, 9), (10, 18), (1, 27)])
def test_a_whole_level_has_a_name(first: int, last: int) -> None:
    name = names.rollup_file(STREAM, first, last, b"h" * 32).rpartition("/")[2]
    found = rollup.parse(name)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(("first", "last"), [(0, 2), (2, 4), (1, 2), (1, 6), (4, 12), (3, 1), (1, 1), (0, 0)])
def test_anything_between_is_nobodys_name(first: int, last: int) -> None:
    assert rollup.parse(names.rollup_file(STREAM, first, last, b"h" * 32).rpartition("/")[2]) is None


def test_what_cannot_be_joined_is_said() -> None:
    for files in ([batch(1), batch(2)], [batch(1)], [batch(2), batch(3), batch(4)]):
        with pytest.raises(DamagedFile):
            join(files)


def test_a_torn_one_still_shows_the_pieces_before_the_tear() -> None:
    data = batch(1) + batch(2) + batch(3)
    assert [piece.seq for piece in sound_looking(data[:-1])] == [1, 2]
    assert [piece.seq for piece in sound_looking(data)] == [1, 2, 3]
    assert list(sound_looking(b"")) == []


@settings(max_examples=200)
@given(st.binary(max_size=4000), st.integers(0, 4000))
def test_random_bytes_never_do_anything_but_fail_with_a_code(noise: bytes, at: int) -> None:
    whole = batch(1) + batch(2) + batch(3)
    for data in (noise, whole[:at] + noise, whole[:at] + noise + whole[at:]):
        if data != whole:
            try:
                pieces = split(data, path_of(data), TEAM_ID).pieces
            except (DamagedFile, NeedsNewerVersion):
                continue
            assert b"".join(piece.data for piece in pieces) == data
