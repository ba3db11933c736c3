# SPDX-License-Identifier: Apache-2.0
"""Two texts as rows of a table: what stands beside what, and where the changes are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from incident_console.library.deadline import Deadline

from .lines import MAX_COMPARED_LINES, Piece, match_lines
from .words import Span, pair_lines, word_spans

__all__ = ["Comparison", "Row", "RowKind", "Span", "compare_texts"]

_SECONDS = 3.0
_TOO_LONG = f"Only the first {MAX_COMPARED_LINES:,} lines are compared: this document is very long."
_TOO_DIFFERENT = "These texts are long and differ much: some changes are marked by whole lines only."


class RowKind(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each text, with its number from 1; the side where there is none has no number and no spans.

    ``change`` counts the changes from 0, several rows in a row being one; None where both are the same.
    """

    kind: RowKind
    left_number: int | None
    left: tuple[Span, ...]
    right_number: int | None
    right: tuple[Span, ...]
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows of two texts; ``warning`` is a sentence where not all of it could be compared."""

    rows: tuple[Row, ...]
    change_count: int
    warning: str = ""


def compare_texts(left: str, right: str, seconds: float = _SECONDS) -> Comparison:
    """Compare two texts by lines, then by words; after so many seconds by whole lines only."""
    lines, others = left.splitlines(), right.splitlines()
    is_cut = max(len(lines), len(others)) > MAX_COMPARED_LINES
    lines, others = lines[:MAX_COMPARED_LINES], others[:MAX_COMPARED_LINES]
    deadline = Deadline(seconds)
    rows: list[Row] = []
    changes = 0
    for piece in match_lines(lines, others, deadline):
        if piece.is_same:
            rows.extend(_same(lines, piece))
        else:
            rows.extend(_differing(lines, others, piece, changes, deadline))
            changes += 1
    warning = _TOO_LONG if is_cut else _TOO_DIFFERENT if deadline.is_over() else ""
    return Comparison(tuple(rows), changes, warning)


def _same(lines: Sequence[str], piece: Piece) -> Iterator[Row]:
    for at in range(piece.left, piece.left_end):
        spans = (Span(lines[at]),)
        yield Row(RowKind.SAME, at + 1, spans, piece.right + at - piece.left + 1, spans)


def _differing(
    lines: Sequence[str], others: Sequence[str], piece: Piece, change: int, deadline: Deadline
) -> Iterator[Row]:
    left, right = lines[piece.left : piece.left_end], others[piece.right : piece.right_end]
    for at, other_at in pair_lines(left, right):
        number = None if at is None else piece.left + at + 1
        other_number = None if other_at is None else piece.right + other_at + 1
        spans: tuple[Span, ...] = () if at is None else (Span(left[at], True),)
        other_spans: tuple[Span, ...] = () if other_at is None else (Span(right[other_at], True),)
        kind = RowKind.ADDED if at is None else RowKind.REMOVED if other_at is None else RowKind.CHANGED
        if at is not None and other_at is not None and not deadline.is_over():
            spans, other_spans = word_spans(left[at], right[other_at])
        yield Row(kind, number, spans, other_number, other_spans, change)
