# SPDX-License-Identifier: Apache-2.0
"""The question before an admission: two of the eight words, at places that nobody knows beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from incident_console.domain.ids import Random

TRIES = 3
"""After so many wrong answers other places are asked, so that nobody finds two words by trying."""


class WordCheck:
    """Knows the words and never gives them away: it says which places it asks for, and whether an answer is right."""

    def __init__(self, words: Sequence[str], random: Random) -> None:
        self._words, self._random = tuple(words), random
        self._pairs = list(combinations(range(1, len(words) + 1), 2))
        self._tries_left = TRIES
        self.places = self._pick()

    @property
    def tries_left(self) -> int:
        """How many more wrong answers until other places are asked."""
        return self._tries_left

    def is_right(self, typed: Mapping[int, str]) -> bool:
        """Whether the words typed at the asked places (counted from 1) are those; case and blanks do not matter.

        After too many wrong answers ``places`` are others.
        """
        if all(_plain(typed.get(place, "")) == self._words[place - 1] for place in self.places):
            return True
        self._tries_left -= 1
        if not self._tries_left:
            self._tries_left = TRIES
            self.places = self._pick(other_than=self.places)
        return False

    def _pick(self, other_than: tuple[int, ...] = ()) -> tuple[int, int]:
        pairs = [pair for pair in self._pairs if pair != other_than]
        return pairs[int.from_bytes(self._random(8), "big") % len(pairs)]


def _plain(word: str) -> str:
    return word.strip().casefold()
