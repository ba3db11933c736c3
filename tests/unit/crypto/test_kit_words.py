# SPDX-License-Identifier: Apache-2.0
"""The 24 words of a recovery kit are those of BIP 39; a slip is told with its place and without any word."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.crypto.kit_words import kit_seeds, seed_of_words, words_of_seed
from incident_console.crypto.words import word_list
from incident_console.domain.errors import KnownError
from incident_console.resources_path import resource_path

WORDS = word_list(resource_path("resources", "words", "english.txt").read_text(encoding="ascii"))
SEED = bytes(range(32))
SAMPLE = words_of_seed(SEED, WORDS)


def told(*typed: str) -> str:
    with pytest.raises(KnownError) as raised:
        seed_of_words(typed, WORDS)
    line = raised.value.one_line()
    assert not set(line.lower().replace(",", "").replace(".", "").split()) & (set(typed) - {"word", "order"})
    return line


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        (b"\x00", " ".join(["abandon"] * 23 + ["art"])),
        (b"\x7f", " ".join(["legal winner thank year wave sausage worth useful"] * 2)
            + " legal winner thank year wave sausage worth title"),
        (b"\x80", " ".join(["letter advice cage absurd amount doctor acoustic avoid"] * 2)
            + " letter advice cage absurd amount doctor acoustic bless"),
        (b"\xff", " ".join(["zoo"] * 23 + ["vote"])),
    ],
)  # fmt: skip
def test_the_published_vectors_of_bip_39_hold(seed: bytes, words: str) -> None:
    assert " ".join(words_of_seed(seed * 32, WORDS)) == words
    assert seed_of_words(words.split(), WORDS) == seed * 32


@given(st.binary(min_size=32, max_size=32))
def test_words_give_back_their_seed(seed: bytes) -> None:
    assert seed_of_words(words_of_seed(seed, WORDS), WORDS) == seed


@pytest.mark.parametrize("count", [0, 1, 12, 23, 25])
def test_another_number_of_words_is_told(count: int) -> None:
    assert f"There are {count} words" in told(*(SAMPLE * 2)[:count])


def test_words_that_are_none_of_the_list_are_told_by_their_places() -> None:
    assert "Word 3 is not in the list" in told(*SAMPLE[:2], "harbour", *SAMPLE[3:])
    assert "Words 1, 24 are not in the list" in told("xyzzy", *SAMPLE[1:-1], "plugh")


def test_a_word_taken_for_a_like_one_is_found() -> None:
    words = next(found for n in range(999) if "cat" in (found := words_of_seed(sha256(b"%d" % n).digest(), WORDS)))
    place = words.index("cat")
    assert f"word {place + 1}" in told(*words[:place], "cart", *words[place + 1 :])


@pytest.mark.parametrize("at", [0, 11, 22])
def test_two_words_in_each_others_place_are_found(at: int) -> None:
    typed = [*SAMPLE[:at], SAMPLE[at + 1], SAMPLE[at], *SAMPLE[at + 2 :]]
    assert f"the order of words {at + 1} and {at + 2}" in told(*typed)


def test_any_other_slip_is_told_all_the_same() -> None:
    assert "One of the words is wrong" in told(*["zoo"] * 24)


def test_a_kit_has_other_keys_in_another_team() -> None:
    seeds = {*kit_seeds(SEED, b"a" * 32), *kit_seeds(SEED, b"b" * 32), *kit_seeds(b"s" * 32, b"a" * 32)}
    assert len(seeds) == 6
