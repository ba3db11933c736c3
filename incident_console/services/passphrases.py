# SPDX-License-Identifier: Apache-2.0
"""Passphrases made up by chance."""

from __future__ import annotations

from secrets import choice

from incident_console.resources_path import resource_path

WORDS = 6
"""Six words of a list of 2,048 are 66 bits: far more than can be guessed against the slow key derivation."""


def made_up_passphrase() -> str:
    """Six random words, easy to write down and to type."""
    text = resource_path("resources", "words", "english.txt").read_text(encoding="ascii")
    words = text.split()
    return " ".join(choice(words) for _ in range(WORDS))
