# SPDX-License-Identifier: Apache-2.0
"""The words of a kit are read as people and scanners write them."""

from __future__ import annotations

import pytest

from incident_console.wire.kit_text import read_kit_text, team_id_text, write_kit_text
from incident_console.wire.names import base32hex

TEAM = bytes(range(32))
WORDS = tuple(f"{'abcdefghijklmnopqrstuvwx'[n]}word" for n in range(24))


def test_what_is_written_is_read() -> None:
    found = read_kit_text(write_kit_text(WORDS, TEAM))
    assert (found.words, found.team_id) == (WORDS, TEAM)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(WORDS),
        "\n".join(f"{n:2}. {word}" for n, word in enumerate(WORDS, start=1)),
        ", ".join(word.upper() for word in WORDS) + "\r\n",
        "\n\n".join(f"{n} {word};" for n, word in enumerate(WORDS, start=1)),
    ],
)
def test_numbers_commas_and_capitals_do_not_matter(text: str) -> None:
    found = read_kit_text(text)
    assert (found.words, found.team_id) == (WORDS, None)


def test_a_team_line_may_have_a_label() -> None:
    found = read_kit_text(f"{' '.join(WORDS)}\nTeam id: {team_id_text(TEAM)}")
    assert (found.words, found.team_id) == (WORDS, TEAM)


def test_the_team_id_begins_as_its_fingerprint() -> None:
    assert team_id_text(TEAM)[:20] == base32hex(TEAM, 20)
