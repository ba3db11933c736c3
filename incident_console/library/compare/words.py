# SPDX-License-Identifier: Apache-2.0
"""Which words of two lines differ, and how much two lines have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple


class _Code(NamedTuple):
    """Words ``start`` to ``end`` of a line, in place of ``other`` to ``other_end`` of the other one."""

    is_same: bool
    start: int
    end: int
    other: int
    other_end: int


_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 400
"""A line with more words and signs is marked as a whole."""
_LEAST_ALIKE = 0.3
_MOST_PAIRED = 2_500
"""Blocks with more pairs of lines are put side by side in their order, without looking for what belongs together."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line; ``is_changed`` where the other text has other words."""

    text: str
    is_changed: bool = False


def word_spans(left: str, right: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both lines as parts that are the same and parts that differ; blanks alone between changed words go with them."""
    words, others = _WORD.findall(left), _WORD.findall(right)
    if len(words) > _MOST_WORDS or len(others) > _MOST_WORDS:
        return (Span(left, True),), (Span(right, True),)
    codes = _without_islands(SequenceMatcher(None, words, others, autojunk=False).get_opcodes(), words)
    return (
        _spans([("".join(words[code.start : code.end]), code.is_same) for code in codes]),
        _spans([("".join(others[code.other : code.other_end]), code.is_same) for code in codes]),
    )


def pair_lines(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which of these lines stand beside each other: as alike as possible, in their order, the rest alone."""
    if len(left) * len(right) > _MOST_PAIRED:
        both = min(len(left), len(right))
        pairs: list[tuple[int | None, int | None]] = [(at, at) for at in range(both)]
        return [*pairs, *((at, None) for at in range(both, len(left))), *((None, at) for at in range(both, len(right)))]
    bags, other_bags = [_bag(line) for line in left], [_bag(line) for line in right]
    scores = [[_likeness(bag, other) for other in other_bags] for bag in bags]
    return _best_pairs(scores, len(left), len(right))


def _best_pairs(scores: Sequence[Sequence[float]], rows: int, columns: int) -> list[tuple[int | None, int | None]]:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            together = scores[row][column] + best[row + 1][column + 1] if scores[row][column] else 0.0
            best[row][column] = max(together, best[row + 1][column], best[row][column + 1])
    pairs: list[tuple[int | None, int | None]] = []
    row = column = 0
    while row < rows and column < columns:
        if scores[row][column] and best[row][column] == scores[row][column] + best[row + 1][column + 1]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            pairs.append((row, None))
            row += 1
        else:
            pairs.append((None, column))
            column += 1
    return [*pairs, *((at, None) for at in range(row, rows)), *((None, at) for at in range(column, columns))]


def _bag(line: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(line.casefold()) if not word.isspace())


def _likeness(bag: Counter[str], other: Counter[str]) -> float:
    """The share of words in both lines, 0 where it is too small to put them side by side."""
    shared = 2 * (bag & other).total() / max(1, bag.total() + other.total())
    return shared if shared >= _LEAST_ALIKE else 0.0


def _without_islands(codes: Sequence[tuple[str, int, int, int, int]], words: Sequence[str]) -> list[_Code]:
    """Whether each part is the same in both; blanks alone between two changes count as changed with them."""
    inner = range(1, len(codes) - 1)
    return [
        _Code(
            tag == "equal" and not (at in inner and "".join(words[start:end]).isspace()), start, end, other, other_end
        )
        for at, (tag, start, end, other, other_end) in enumerate(codes)
    ]


def _spans(parts: Sequence[tuple[str, bool]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for text, is_same in parts:
        if not text:
            continue
        if spans and spans[-1].is_changed != is_same:
            spans[-1] = Span(spans[-1].text + text, not is_same)
        else:
            spans.append(Span(text, not is_same))
    return tuple(spans)
