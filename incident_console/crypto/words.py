# SPDX-License-Identifier: Apache-2.0
"""The eight words that two people compare before a laptop is admitted.

They bind the new laptop's keys, its owner's name, the team and the key that the request was sealed to. Argon2id at a
fixed cost makes each try of somebody who wants to find other keys with the same words a quarter of a second long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.crypto import tags
from incident_console.crypto.hashing import sha256, u32
from incident_console.crypto.slow_hash import argon2id

LIST_LENGTH = 2048
WORD_COUNT = 8
_BITS_A_WORD = 11


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """What the words stand for; both people's laptops must hold the same."""

    team_id: bytes
    join_public_key: bytes
    suite: int
    sign_key: bytes
    hpke_key: bytes
    nonce: bytes
    name: str


def word_list(text: str) -> tuple[str, ...]:
    """The 2,048 words of a list with one a line. Raises ValueError if it is another kind of list."""
    words = tuple(text.split())
    if len(set(words)) != LIST_LENGTH or list(words) != sorted(words):
        raise ValueError("a word list has 2,048 different words in order")
    return words


def join_words(facts: JoinFacts, words: Sequence[str]) -> tuple[str, ...]:
    """The eight words to compare; takes about a quarter of a second."""
    suite = bytes((facts.suite,))
    name = unicodedata.normalize("NFC", facts.name).encode("utf-8")
    parts = (facts.team_id, facts.join_public_key, suite, facts.sign_key, facts.hpke_key, facts.nonce, name)
    password = sha256(tags.WORDS, *(u32(len(part)) + part for part in parts))
    salt = sha256(tags.WORDS, facts.team_id)[:16]
    derived = argon2id(password, salt, memory_kib=65536, passes=3, lanes=4)
    number = int.from_bytes(derived, "big") >> (256 - WORD_COUNT * _BITS_A_WORD)
    shifts = range((WORD_COUNT - 1) * _BITS_A_WORD, -1, -_BITS_A_WORD)
    return tuple(words[number >> shift & (LIST_LENGTH - 1)] for shift in shifts)
