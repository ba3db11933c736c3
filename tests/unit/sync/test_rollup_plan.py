# SPDX-License-Identifier: Apache-2.0
"""What is joined, by names and sizes alone, and how few files that leaves of a year."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.sync.rollup_plan import plan
from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES
from tests.helpers.sealed import STREAM
from tests.helpers.small_rollups import small_rollups

LINE_BYTES = 1360
"""A batch of one line in a team of 200 (measured)."""


def loose(seq: int, copy: int = 0) -> str:
    return names.batch_file(STREAM, seq, bytes([copy]) * 32).rpartition("/")[2]


def rolled(first: int, last: int, copy: int = 0) -> str:
    return names.rollup_file(STREAM, first, last, bytes([copy]) * 32).rpartition("/")[2]


def carried_out(files: dict[str, int]) -> dict[str, int]:
    """The directory after everything planned was joined and what was joined is gone."""
    files = dict(files)
    for block in plan(files):
        files[rolled(block.first, block.last, 1)] = sum(files.pop(name) for name in block.files)
    return files


def test_a_year_of_a_stream_becomes_49_files_and_that_of_a_team_of_200_below_ten_thousand() -> None:
    year = carried_out({loose(seq): LINE_BYTES for seq in range(1, 10_001)})
    spans = [name.count("-") for name in year]
    assert len(year) == 9 + 24 + 16 == 49
    assert spans.count(1) == 16
    assert 200 * len(year) == 9_800
    assert sum(year.values()) == 10_000 * LINE_BYTES
    assert plan(year) == []


def test_it_comes_to_the_same_when_each_batch_is_joined_as_soon_as_it_can_be() -> None:
    files: dict[str, int] = {}
    most = 0
    for seq in range(1, 10_001):
        files[loose(seq)] = LINE_BYTES
        if seq % 32 == 0:
            files = carried_out(files)
        most = max(most, len(files))
    assert len(files) == 49
    assert most <= 9 + 31 + 32


def test_a_level_with_a_gap_waits_for_the_number_that_is_missing() -> None:
    files = {loose(seq): LINE_BYTES for seq in range(1, 33) if seq != 7}
    assert plan(files) == []
    (block,) = plan(files | {loose(7): LINE_BYTES})
    assert (block.first, block.last, len(block.files)) == (1, 32, 32)


def test_levels_whose_files_would_be_too_large_stay_apart() -> None:
    large = {rolled(first, first + 31): ROLLUP_BYTES // 20 for first in range(1, 1024, 32)}
    assert plan(large) == []
    assert len(plan({loose(seq): ROLLUP_BYTES // 32 for seq in range(1, 33)})) == 1
    assert plan({loose(seq): ROLLUP_BYTES // 32 + 1 for seq in range(1, 33)}) == []


def test_the_widest_level_is_joined_at_once_from_whatever_there_is() -> None:
    files = {rolled(first, first + 31): 9 for first in range(33, 1024, 32)} | {loose(seq): 9 for seq in range(1, 33)}
    (block,) = plan(files)
    assert (block.first, block.last, len(block.files)) == (1, 1024, 63)


def test_a_branch_that_turns_up_later_is_joined_to_its_level() -> None:
    (block,) = plan({rolled(1, 32): 9, loose(5, copy=2): 9})
    assert set(block.files) == {rolled(1, 32), loose(5, copy=2)}
    assert plan({rolled(1, 32): 9}) == []


def test_names_of_no_level_are_nobodys() -> None:
    odd = {rolled(2, 33): 9, rolled(1, 31): 9, rolled(1, 64): 9, rolled(40, 33): 9, "readme": 9}
    assert plan(odd | {loose(seq): 9 for seq in range(1, 32)}) == []


@settings(max_examples=60)
@given(st.sets(st.integers(1, 90)), st.integers(2, 4))
def test_every_number_is_still_there_and_each_level_is_whole(seqs: set[int], width: int) -> None:
    with small_rollups(width):
        files = {loose(seq): 1 for seq in seqs}
        blocks = plan(files)
        assert sum(carried_out(files).values()) == len(seqs)
        for block in blocks:
            assert len(block.files) == block.last - block.first + 1
            assert len(block.files) in {width**level for level in range(1, 7)}
            assert (block.first - 1) % len(block.files) == 0
        assert plan(carried_out(files)) == []
