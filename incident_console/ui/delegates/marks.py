# SPDX-License-Identifier: Apache-2.0
"""Where a text has what was searched for, to be marked in its row or counted in its document.

Letters are compared as the full-text index does: in any case, and Latin ones without their accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

_EDGE_BEFORE, _EDGE_BEHIND, _BETWEEN = r"(?<![^\W_])", r"(?![^\W_])", r"[\W_]+"
_PARTS, _WORD = re.compile(r'"([^"]*)"?|([^\s"]+)'), re.compile(r"[^\W_]+")
_NEAR = 160
_MOST_WEIGHED = 5_000
_ACCENTS = range(0x300, 0x370)
_BLANKS = r"\s+"

Marks = tuple[tuple[int, int], ...]
"""(start, length) of each place, not overlapping."""
MarksOf = Callable[[str, str], Marks]
"""Says where a text has what was searched for."""


def words_of(search: str) -> list[str]:
    """The words that somebody searches for; those between quotation marks are one, a phrase."""
    return [part for part in map("".join, _PARTS.findall(search)) if any(char.isalnum() for char in part)]


def marks_of(text: str, search: str) -> Marks:
    """(start, length) of each place, not overlapping; the words as beginnings of words."""
    return _places(text, _pattern(words_of(search))) if words_of(search) else ()


def index_marks_of(text: str, search: str) -> Marks:
    """The same as the full-text index finds them: whole words, the last one also as a beginning."""
    *whole, last = words_of(search) or [""]
    return _places(text, _pattern([last], whole)) if last else ()


def phrase_marks_of(text: str, phrase: str) -> Marks:
    """The same letters in the same order, also inside words; a blank stands for any blanks or the end of a line."""
    parts = [re.escape(_without_accents(part)[0]) for part in phrase.split()]
    return _places(text, re.compile(_BLANKS.join(parts), re.IGNORECASE)) if any(parts) else ()


def meeting_place(marks: Sequence[tuple[int, str]]) -> int:
    """The number of the mark from which on most different words stand near each other, the first such one.

    A mark is its place and what it covers, in the order of the places. Those far behind many others are not weighed.
    """
    keys = [" ".join(_WORD.findall(_without_accents(words)[0].casefold())) for _, words in marks[:_MOST_WEIGHED]]
    near, best, most, end = Counter[str](), 0, 0, 0
    for start, (place, _) in enumerate(marks[:_MOST_WEIGHED]):
        while end < len(keys) and marks[end][0] - place <= _NEAR:
            near[keys[end]] += 1
            end += 1
        if len(near) > most:
            best, most = start, len(near)
        near[keys[start]] -= 1
        if not near[keys[start]]:
            del near[keys[start]]
    return best


def has_words(text: str, search: str) -> bool:
    """Whether each of the words begins some word of the text; any text has no words at all."""
    plain, _ = _without_accents(text)
    return all(_pattern([part]).search(plain) for part in words_of(search))


def _places(text: str, pattern: re.Pattern[str]) -> Marks:
    plain, places = _without_accents(text)
    spans = ((found.start(), found.end()) for found in pattern.finditer(plain))
    if places is not None:
        spans = ((places[start], places[end]) for start, end in spans)
    return tuple((start, end - start) for start, end in spans)


def _pattern(beginnings: Sequence[str], whole: Sequence[str] = ()) -> re.Pattern[str]:
    parts = [(_in_order(part), "") for part in beginnings]
    parts += [(_in_order(part), _EDGE_BEHIND) for part in whole]
    longest_first = sorted(parts, key=lambda part: len(part[0]), reverse=True)
    choices = "|".join(f"{part}{edge}" for part, edge in longest_first)
    return re.compile(f"{_EDGE_BEFORE}(?:{choices})", re.IGNORECASE)


def _in_order(part: str) -> str:
    """The pattern for a word or a phrase, whatever signs stand between its words."""
    return _BETWEEN.join(_WORD.findall(_without_accents(part)[0]))


def _without_accents(text: str) -> tuple[str, list[int] | None]:
    """The text as it is compared, and where each letter of it (and its end) stands in the text; None where the same."""
    if text.isascii():
        return text, None
    plain, places = [], []
    for place, char in enumerate(text):
        if ord(char) in _ACCENTS:
            continue
        plain.append(char if char.isascii() else _bare(char))
        places.append(place)
    return "".join(plain), [*places, len(text)]


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    """A Latin letter without its accents; any other sign as it is."""
    parts = unicodedata.normalize("NFD", char)
    first, accents = parts[0], parts[1:]
    is_latin = first.isascii() and first.isalpha() and bool(accents)
    return first if is_latin and all(ord(accent) in _ACCENTS for accent in accents) else char
