# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.reports.fonts import REGULAR, FontBook
from incident_console.reports.scripts import is_rtl, join_letters, move_short_i, visual_order
from incident_console.resources_path import resource_path

BOOK = FontBook(resource_path("resources", "fonts"))
ALEF, BET, GIMEL = "\u05d0", "\u05d1", "\u05d2"


@pytest.mark.parametrize(
    ("line", "base_is_rtl", "drawn"),
    [
        ("plain text, 12:30 (yes)", False, "plain text, 12:30 (yes)"),
        (f"{ALEF}{BET}{GIMEL}", True, f"{GIMEL}{BET}{ALEF}"),
        (f"said {ALEF}{BET} {GIMEL}, left", False, f"said {GIMEL} {BET}{ALEF}, left"),
        (f"{ALEF} 12:30 {BET}", True, f"{BET} 12:30 {ALEF}"),
        (f"{ALEF} 12:30 abc def!", True, f"!abc def 12:30 {ALEF}"),
        (f"{ALEF} ({BET})", True, f"({BET}) {ALEF}"),
        (f"abc 12 {ALEF}{BET} 34, ok", False, f"abc 12 34 {BET}{ALEF}, ok"),
        (f"{BET}\u05b0{GIMEL}", True, f"{GIMEL}{BET}\u05b0"),
    ],
)
def test_a_line_is_drawn_in_the_order_of_unicode(line: str, base_is_rtl: bool, drawn: str) -> None:
    assert visual_order(line, base_is_rtl) == drawn


def test_the_first_letter_decides_how_a_paragraph_runs() -> None:
    assert is_rtl(f"12: ({ALEF}) abc")
    assert not is_rtl(f"12: (a) {ALEF}")
    assert not is_rtl("12:30")


def test_arabic_letters_join_their_neighbours() -> None:
    seen, lam_alef = "\u0633", "\u0644\u0627"
    assert join_letters(seen * 3) == "\ufeb3\ufeb4\ufeb2"
    assert join_letters(seen) == "\ufeb1"
    assert join_letters(f"{seen} {seen}") == "\ufeb1 \ufeb1"
    assert join_letters(lam_alef) == "\ufefb"
    assert join_letters(seen + lam_alef) == "\ufeb3\ufefc"


def test_a_vowel_mark_does_not_part_arabic_letters() -> None:
    assert join_letters("\u0633\u064e\u0633") == "\ufeb3\u064e\ufeb2"


def test_letters_that_do_not_reach_over_stand_apart() -> None:
    assert join_letters("\u062f\u0633") == "\ufea9\ufeb1"


def test_the_short_i_of_hindi_is_drawn_before_its_consonants() -> None:
    assert move_short_i("\u0915\u093f") == "\u093f\u0915"
    assert move_short_i("\u0938\u094d\u0925\u093f") == "\u093f\u0938\u094d\u0925"


ARABIC = st.text(st.characters(min_codepoint=0x0600, max_codepoint=0x06FF) | st.sampled_from(" abc12.(,"), max_size=40)


@given(ARABIC)
def test_joining_and_turning_lose_no_letter_and_leave_all_drawable(text: str) -> None:
    joined = join_letters(BOOK.visible(text))
    letters = unicodedata.normalize("NFKC", joined)
    assert unicodedata.normalize("NFKC", BOOK.visible(text)) == letters
    drawn = visual_order(joined, is_rtl(joined))
    assert len(drawn) == len(joined)
    assert sum(len(piece) for _, piece in BOOK.runs(drawn, REGULAR)) == len(drawn)
