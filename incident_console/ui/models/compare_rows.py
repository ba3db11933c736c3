# SPDX-License-Identifier: Apache-2.0
"""Which rows of two compared texts are shown: the changes with a few lines around them, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.services.document_writing import Row

_AROUND = 3
MAX_SHOWN_ROWS = 1_000
"""More would make the window wait for over a second; what is left out is said."""


@dataclass(frozen=True, slots=True)
class Fold:
    """So many lines that are the same in both are not shown here."""

    count: int


def shown_rows(rows: Sequence[Row], *, is_all: bool) -> tuple[list[Row | Fold], int]:
    """The rows to show, and how many changes are beyond the last of them."""
    wanted = set(range(len(rows))) if is_all else _near_changes(rows)
    shown: list[Row | Fold] = []
    skipped = 0
    for at, row in enumerate(rows):
        if at not in wanted:
            skipped += 1
            continue
        if len(shown) >= MAX_SHOWN_ROWS:
            return shown, len({left.change for left in rows[at:] if left.change is not None})
        if skipped:
            shown.append(Fold(skipped))
            skipped = 0
        shown.append(row)
    return [*shown, Fold(skipped)] if skipped else shown, 0


def _near_changes(rows: Sequence[Row]) -> set[int]:
    near: set[int] = set()
    for at, row in enumerate(rows):
        if row.change is not None:
            near.update(range(max(0, at - _AROUND), min(len(rows), at + _AROUND + 1)))
    return near
