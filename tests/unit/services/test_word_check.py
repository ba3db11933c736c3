# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from incident_console.services.word_check import TRIES, WordCheck
from tests.helpers.seeded import seeded_random

WORDS = ("abandon", "ability", "able", "about", "above", "absent", "absorb", "abstract")


def a_check(seed: int = 1) -> WordCheck:
    return WordCheck(WORDS, seeded_random(seed))


def right_answer(check: WordCheck) -> dict[int, str]:
    return {place: WORDS[place - 1] for place in check.places}


def test_two_different_places_of_the_eight_are_asked() -> None:
    asked = {a_check(seed).places for seed in range(200)}
    assert all(1 <= first < second <= 8 for first, second in asked)
    assert len(asked) == 28


def test_case_and_blanks_do_not_matter() -> None:
    check = a_check()
    assert check.is_right({place: f"  {word.upper()} " for place, word in right_answer(check).items()})


def test_one_right_word_is_not_enough() -> None:
    check = a_check()
    first, second = check.places
    assert not check.is_right({first: WORDS[first - 1], second: "zoo"})
    assert not check.is_right({first: WORDS[first - 1]})
    assert not check.is_right({})


def test_the_right_words_at_other_places_are_wrong() -> None:
    check = a_check()
    first, second = check.places
    assert not check.is_right({first: WORDS[second - 1], second: WORDS[first - 1]})


def test_after_three_wrong_answers_other_places_are_asked() -> None:
    check = a_check()
    before = check.places
    for left in range(TRIES - 1, 0, -1):
        assert not check.is_right({})
        assert (check.places, check.tries_left) == (before, left)
    assert not check.is_right({})
    assert check.places != before
    assert check.tries_left == TRIES
    assert check.is_right(right_answer(check))
