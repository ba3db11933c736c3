# SPDX-License-Identifier: Apache-2.0
"""The kit's page holds everything that somebody needs who never saw the program, on one sheet."""

from __future__ import annotations

import re

import pytest

from incident_console.domain.clock import Moment
from incident_console.reports.recovery_kit import RecoveryKit, render_recovery_kit
from incident_console.resources_path import resource_path
from tests.helpers.pdf_reading import fonts, page_texts

WORDS = (
    *("zebra", "yellow", "wrist", "voyage", "unveil", "tongue", "sphere", "rhythm", "quarter", "puzzle", "orphan"),
    *("nephew", "mystery", "laundry", "kitchen", "jungle", "insect", "hybrid", "glimpse", "frequent", "exhibit"),
    *("dolphin", "crystal", "broccoli"),
)
TEAM_ID = "0123456789abcdefghijklmnopqrstuv0123456789abcdefghi0"


def a_page(team: str = "Harbour House crisis team", *, is_exercise: bool = False) -> bytes:
    kit = RecoveryKit(
        words=WORDS,
        code="KIT2",
        team=team,
        is_exercise=is_exercise,
        team_id=TEAM_ID,
        fingerprint="0123-4567-89ab-cdef-ghij",
        printed_by="Joy Okafor, station JO",
        printed_at=Moment(1_795_356_300_000, 60),
        scanned=f"{' '.join(WORDS)}\n{TEAM_ID}\n",
    )
    return render_recovery_kit(kit, resource_path("resources", "fonts"))


def test_one_page_says_what_it_is_and_what_to_do_with_it() -> None:
    (text,) = page_texts(a_page())
    for said in (
        *("REAL", "KIT2", "Harbour House crisis team", "0123-4567-89ab-cdef-ghij", "Joy Okafor, station JO"),
        *("22 Nov 2026, 15:05", "read everything", "Recover with the kit", "sealed envelope", "new kit ends this one"),
    ):
        assert said in re.sub(r"\s+", " ", text)
    assert TEAM_ID in re.sub(r"\s+", "", text)


def test_every_word_stands_behind_its_number() -> None:
    (text,) = page_texts(a_page())
    plain = re.sub(r"\s+", " ", text)
    assert all(re.search(rf"\b{number} {word}\b", plain) for number, word in enumerate(WORDS, start=1))


def test_an_exercise_is_told_apart() -> None:
    (text,) = page_texts(a_page(is_exercise=True))
    assert "EXERCISE" in text
    assert "it opens nothing real" in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("team", ["W" * 200, "Krisenstab " * 18, "港" * 66, "א" * 100])
def test_any_name_of_a_team_leaves_it_one_page(team: str) -> None:
    assert len(page_texts(a_page(team))) == 1


def test_all_fonts_are_inside_and_the_square_is_drawn_as_shapes() -> None:
    page = a_page()
    assert all(fonts(page).values())
    assert b"/Image" not in page.replace(b"/ImageB", b"").replace(b"/ImageC", b"").replace(b"/ImageI", b"")
