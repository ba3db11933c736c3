# SPDX-License-Identifier: Apache-2.0
"""The eight words change with anything that a forger could change, and come from a list that never does."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from incident_console.crypto.words import JoinFacts, join_words, word_list
from incident_console.resources_path import resource_path

LIST_FILE = resource_path("resources", "words", "english.txt")
WORDS = word_list(LIST_FILE.read_text(encoding="ascii"))
FACTS = JoinFacts(b"t" * 32, b"j" * 1216, 1, b"s" * 32, b"h" * 1216, b"n" * 16, "Caf\u00e9 Jo")


def test_the_list_is_the_one_of_bip_39_to_the_byte() -> None:
    digest = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    assert sha256(LIST_FILE.read_bytes()).hexdigest() == digest
    assert (WORDS[0], WORDS[2047]) == ("abandon", "zoo")


@pytest.mark.parametrize("text", ["", "abandon ability", "zoo " * 2048, " ".join(reversed(WORDS))])
def test_another_kind_of_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2,048"):
        word_list(text)


def test_two_laptops_show_the_same_eight_words() -> None:
    words = join_words(FACTS, WORDS)
    assert len(words) == 8
    assert set(words) <= set(WORDS)
    assert join_words(replace(FACTS, name="Cafe\u0301 Jo"), WORDS) == words


def test_the_words_change_with_everything_they_stand_for() -> None:
    changed = [
        replace(FACTS, team_id=b"T" * 32),
        replace(FACTS, join_public_key=b"J" * 1216),
        replace(FACTS, suite=2),
        replace(FACTS, sign_key=b"S" * 32),
        replace(FACTS, hpke_key=b"H" * 1216),
        replace(FACTS, nonce=b"N" * 16),
        replace(FACTS, name="Cafe Jo"),
    ]
    assert len({join_words(facts, WORDS) for facts in [FACTS, *changed]}) == 8
