# SPDX-License-Identifier: Apache-2.0
"""Where a text has what was searched for, to be marked in its row."""

from __future__ import annotations

import re
from collections.abc import Sequence


def words_of(search: str) -> list[str]:
    """The words that somebody searches for."""
    return [part for part in search.replace('"', "").split() if any(char.isalnum() for char in part)]


def marks_of(text: str, search: str) -> tuple[tuple[int, int], ...]:
    """(start, length) of each place, not overlapping; the words as beginnings of words, in any case."""
    parts = words_of(search)
    if not parts:
        return ()
    return tuple((found.start(), found.end() - found.start()) for found in _pattern(parts).finditer(text))


def has_words(text: str, search: str) -> bool:
    """Whether each of the words begins some word of the text; any text has no words at all."""
    return all(_pattern([part]).search(text) for part in words_of(search))


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})", re.IGNORECASE)
