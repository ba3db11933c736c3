# SPDX-License-Identifier: Apache-2.0
"""Which lines of two texts belong together, in time that a monstrous or hostile text cannot stretch.

What both begin and end with is set aside; lines that stand once in each text tie the rest together (the idea of Bram
Cohen's patience diff), and only the small pieces between them are given to difflib, whose time grows with the cube of
a piece at worst.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from incident_console.library.deadline import Deadline

MAX_COMPARED_LINES = 20_000
"""Of each text; what follows is not compared."""
_MOST_PAIRS = 40_000
"""A piece with more pairs of lines is told as replaced as a whole, unless some line ties it together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines ``left`` to ``left_end`` of one text in place of ``right`` to ``right_end`` of the other one."""

    is_same: bool
    left: int
    left_end: int
    right: int
    right_end: int


def match_lines(left: Sequence[str], right: Sequence[str], deadline: Deadline) -> list[Piece]:
    """All lines of both, in order, as pieces that are the same and pieces that differ."""
    return list(_joined(_pieces(left, right, deadline)))


def _pieces(left: Sequence[str], right: Sequence[str], deadline: Deadline) -> Iterator[Piece]:
    at_left = at_right = 0
    for tied_left, tied_right in [*_ties(left, right), (len(left), len(right))]:
        yield from _between(left, right, Piece(False, at_left, tied_left, at_right, tied_right), deadline)
        if tied_left < len(left) and tied_right < len(right):
            yield Piece(True, tied_left, tied_left + 1, tied_right, tied_right + 1)
        at_left, at_right = tied_left + 1, tied_right + 1


def _ties(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand once in each text, as many as keep their order: the longest rising row of places."""
    once_left = {line: 1 for line, count in Counter(left).items() if count == 1}
    places = {line: place for place, line in enumerate(right) if line in once_left}
    once_right = {line for line, count in Counter(right).items() if count == 1}
    pairs = [(at, places[line]) for at, line in enumerate(left) if line in places and line in once_right]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        rank = bisect_left(tails, place)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1], ends[rank : rank + 1] = [place], [number]
    row: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _between(left: Sequence[str], right: Sequence[str], gap: Piece, deadline: Deadline) -> Iterator[Piece]:
    begin, end = 0, 0
    shortest = min(gap.left_end - gap.left, gap.right_end - gap.right)
    while begin < shortest and left[gap.left + begin] == right[gap.right + begin]:
        begin += 1
    while end < shortest - begin and left[gap.left_end - 1 - end] == right[gap.right_end - 1 - end]:
        end += 1
    inner = Piece(False, gap.left + begin, gap.left_end - end, gap.right + begin, gap.right_end - end)
    yield Piece(True, gap.left, inner.left, gap.right, inner.right)
    if (inner.left_end - inner.left) * (inner.right_end - inner.right) > _MOST_PAIRS or deadline.is_over():
        yield inner
    else:
        yield from _searched(left, right, inner)
    yield Piece(True, inner.left_end, gap.left_end, inner.right_end, gap.right_end)


def _searched(left: Sequence[str], right: Sequence[str], gap: Piece) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, left[gap.left : gap.left_end], right[gap.right : gap.right_end], autojunk=False)
    for tag, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        yield Piece(
            tag == "equal", gap.left + from_left, gap.left + to_left, gap.right + from_right, gap.right + to_right
        )


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same without empty pieces, and neighbours of one kind as one."""
    open_piece: Piece | None = None
    for piece in pieces:
        if piece.left == piece.left_end and piece.right == piece.right_end:
            continue
        if open_piece is not None and open_piece.is_same == piece.is_same:
            open_piece = Piece(piece.is_same, open_piece.left, piece.left_end, open_piece.right, piece.right_end)
            continue
        if open_piece is not None:
            yield open_piece
        open_piece = piece
    if open_piece is not None:
        yield open_piece
