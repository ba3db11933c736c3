# SPDX-License-Identifier: Apache-2.0
"""What is marked in a text agrees with what the full-text index found and counted in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.ui.delegates.marks import has_words, index_marks_of, marks_of, meeting_place, phrase_marks_of
from tests.helpers.workspaces import a_workspace

TEXT = "Café réservé; the cafe_bar, two cafés, a CAFÉ. Cafe\u0301 again: Novák rang Núñez of Łódź, then ÅNGSTRÖM."


def marked(text: str, words: str) -> list[str]:
    return [text[start : start + length] for start, length in index_marks_of(text, words)]


@pytest.mark.parametrize(
    "words",
    [
        "cafe",
        "Café",
        "cafe novak",
        "cafes nunez",
        "angstrom",
        "the two",
        "caf",
        "novák ca",
        "bar",
        "reserve",
        "odz",
        '"two cafes"',
        '"reserve the caf',
        '"cafe again" the',
        "cafe-bar",
        '"a cafe" "cafe a"',
    ],
)
def test_as_many_places_are_marked_as_the_index_counted(tmp_path: Path, words: str) -> None:
    with a_workspace(tmp_path) as joy:
        file = tmp_path / "names.txt"
        file.write_text(TEXT, encoding="utf-8")
        joy.documents.import_paths([file])
        hits = joy.search.find(words, kinds=("document",))
    assert sum(hit.matches for hit in hits) == (len(marked(TEXT, words)) if hits else 0)


def test_marks_cover_letters_with_their_accents_in_either_spelling() -> None:
    assert marked(TEXT, "cafe") == ["Café", "cafe", "café", "CAFÉ", "Cafe\u0301"]
    assert marked(TEXT, "nunez") == ["Núñez"]
    assert marked("\N{GRINNING FACE} déjà", "deja") == ["déjà"]


def test_all_words_but_the_last_are_whole_ones() -> None:
    found = marked("Chillers: restart the chiller, then restarts", "chiller restart")
    assert found == ["restart", "chiller", "restart"]
    assert marks_of("Chillers", "chiller restart") == ((0, 7),)


def test_a_phrase_is_marked_as_a_whole_whatever_signs_stand_in_it() -> None:
    text = "the pump; then the\n  back-up pump, the backup"
    assert marked(text, '"the back up"') == ["the\n  back-up"]
    assert marked(text, '"up pump" the') == ["the", "the", "the", "up pump", "the"]
    assert marked(text, '"the pump') == ["the pump"]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Chiller. " + "-" * 200 + " Chiller parts; restart the chiller", "chiller restart", 1),
        ("Restart. " + "-" * 200 + " Chiller", "chiller restart", 0),
        ("CHILLER " + "-" * 200 + " chiller Chiller chiller", "chiller", 0),
        ("Café restart " + "-" * 200 + " cafe restart chiller", "cafe restart chiller", 2),
        ("nothing", "chiller", 0),
    ],
)
def test_one_goes_where_most_of_the_words_stand_together(text: str, words: str, place: int) -> None:
    marks = [(start, text[start : start + length]) for start, length in index_marks_of(text, words)]
    assert meeting_place(marks) == place


def test_other_scripts_keep_their_marks() -> None:
    assert marked("Ένα ενα", "ενα") == ["ενα"]
    assert marked("한국 사무소", "한국") == ["한국"]


def test_people_are_found_without_typing_their_accents() -> None:
    assert has_words("Petr Novák, Åsa", "novak asa")
    assert not has_words("Petr Novák", "ovak")


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("Restart the chiller. RESTART THE pump", "restart the", ["Restart the", "RESTART THE"]),
        ("restarted", "start", ["start"]),
        ("Café  words\r\nof it", "cafe words of", ["Café  words\r\nof"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("anything", "  ", []),
        ("anything", "", []),
    ],
)
def test_a_phrase_is_found_as_it_is_typed_over_blanks_and_line_ends(text: str, phrase: str, found: list[str]) -> None:
    assert [text[start : start + length] for start, length in phrase_marks_of(text, phrase)] == found
