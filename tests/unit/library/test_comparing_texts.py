# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import time

import pytest

from incident_console.library.compare import MAX_COMPARED_LINES, Comparison, Row, RowKind, Span, compare_texts

BEFORE = """# Cooling

1. Open valve V3 by hand.
2. Call the chiller service.
3. Close the doors.
"""
AFTER = """# Cooling

1. Open valve V7 by hand, slowly.
2. Call the chiller service.
3. Close the doors.
4. Read the temperature.
"""


def changed_words(row: Row) -> tuple[list[str], list[str]]:
    sides = [[span.text for span in side if span.is_changed] for side in (row.left, row.right)]
    return sides[0], sides[1]


def side(comparison: Comparison, name: str) -> list[str]:
    rows = [row for row in comparison.rows if getattr(row, f"{name}_number") is not None]
    return ["".join(span.text for span in getattr(row, name)) for row in rows]


def test_the_words_that_changed_in_a_line_are_marked_and_no_others() -> None:
    comparison = compare_texts(BEFORE, AFTER)
    changed = next(row for row in comparison.rows if row.kind is RowKind.CHANGED)
    assert (changed.left_number, changed.right_number) == (3, 3)
    assert changed_words(changed) == (["V3"], ["V7", ", slowly"])


def test_a_line_that_only_one_text_has_stands_alone() -> None:
    last = compare_texts(BEFORE, AFTER).rows[-1]
    assert (last.kind, last.left_number, last.left, last.right_number) == (RowKind.ADDED, None, (), 6)
    assert last.right == (Span("4. Read the temperature.", True),)


def test_changes_are_counted_in_their_order() -> None:
    comparison = compare_texts(BEFORE, AFTER)
    assert comparison.change_count == 2
    assert [row.change for row in comparison.rows] == [None, None, 0, None, None, 1]


@pytest.mark.parametrize(("left", "right"), [("", ""), ("", "a"), ("a", ""), ("a\nb", "b\na"), ("a\na\na", "a\na")])
def test_small_texts_lose_no_line(left: str, right: str) -> None:
    comparison = compare_texts(left, right)
    assert side(comparison, "left") == left.splitlines()
    assert side(comparison, "right") == right.splitlines()


def test_texts_that_are_the_same_have_no_change() -> None:
    assert compare_texts(BEFORE, BEFORE).change_count == 0


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_texts_are_both_are_shown_whole_and_same_rows_are_the_same(seed: int) -> None:
    chance = random.Random(seed)
    words = ["pump", "valve", "", "x", "close the valve now", "1. Call 020 7946", "- [ ] read it"]
    left = [chance.choice(words) for _ in range(chance.randrange(30))]
    right = [chance.choice(words) if chance.random() < 0.4 else line for line in left]
    del right[chance.randrange(len(right) + 1) :]
    comparison = compare_texts("\n".join(left), "\n".join(right))
    assert side(comparison, "left") == "\n".join(left).splitlines()
    assert side(comparison, "right") == "\n".join(right).splitlines()
    assert all(row.left == row.right for row in comparison.rows if row.kind is RowKind.SAME)


def test_a_moved_block_does_not_tear_the_rest_apart() -> None:
    lines = [f"Step {number} of the plan" for number in range(3_000)]
    moved = [*lines[10:], *lines[:10]]
    assert compare_texts("\n".join(lines), "\n".join(moved)).change_count == 2


@pytest.mark.parametrize("kind", ["one line each", "no line alike", "two lines by chance", "one endless line"])
def test_monstrous_texts_are_compared_in_bounded_time(kind: str) -> None:
    chance = random.Random(7)
    made = {
        "one line each": ("same\n" * 30_000, "same\n" * 29_000),
        "no line alike": ("".join(f"a{n}\n" for n in range(20_000)), "".join(f"b{n}\n" for n in range(20_000))),
        "two lines by chance": tuple("".join(chance.choice(("x\n", "y\n")) for _ in range(20_000)) for _ in range(2)),
        "one endless line": ("word " * 200_000, "other " * 200_000),
    }
    left, right = made[kind]
    begun = time.process_time()
    comparison = compare_texts(left, right)
    assert time.process_time() - begun < 20
    assert comparison.rows


def test_what_is_beyond_the_longest_text_is_told_not_hidden() -> None:
    assert "first" in compare_texts("a\n" * (MAX_COMPARED_LINES + 1), "a\n").warning


def test_when_time_is_over_changes_are_marked_by_whole_lines() -> None:
    comparison = compare_texts(BEFORE, AFTER, seconds=0)
    assert comparison.warning
    assert side(comparison, "left") == BEFORE.splitlines()
    assert all(span.is_changed for row in comparison.rows if row.change is not None for span in row.left)
