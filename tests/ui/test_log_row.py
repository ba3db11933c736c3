# SPDX-License-Identifier: Apache-2.0
"""How an entry looks in the list."""

from __future__ import annotations

import pytest

from incident_console.domain.clock import Moment
from incident_console.ui.delegates.log_row import LogLook, late_words, log_row
from incident_console.ui.delegates.marks import marks_of
from tests.helpers.log_lines import AT_MS, a_log_line

LOOK = LogLook(Moment(AT_MS + 3_600_000, 60))


def spoken(cell: str, **changes: object) -> str:
    return log_row(a_log_line(1, **changes), LOOK).cells[cell].spoken()  # type: ignore[arg-type]


def test_a_late_entry_says_how_late_and_a_late_arrival_when_it_was_heard() -> None:
    heard = {"is_own": False, "received_at_ms": AT_MS + 30 * 60_000, "entered_at_ms": AT_MS}
    assert spoken("time", late_min=41, **heard) == "15:06, late 41 min, heard 15:35"


def test_what_was_heard_within_minutes_says_nothing() -> None:
    heard = {"is_own": False, "received_at_ms": AT_MS + 2 * 60_000, "entered_at_ms": AT_MS}
    assert spoken("time", **heard) == "15:06"


@pytest.mark.parametrize(("minutes", "words"), [(16, "16 min"), (119, "119 min"), (150, "2 h"), (3000, "2 d")])
def test_lateness_takes_two_words(minutes: int, words: str) -> None:
    assert late_words(minutes) == words


def test_a_struck_entry_stays_readable_ruled_through_with_its_reason() -> None:
    row = log_row(
        a_log_line(1, counterpart="JO-5", is_struck=True, struck_by="Sam", struck_at_ms=AT_MS, strike_reason="wrong"),
        LOOK,
    )
    text, why = row.cells["text"].lines
    assert text.words[0].is_struck
    assert text.words[0].text == "entry 1"
    assert why.spoken() == "Struck 15:05 by Sam (JO-5): wrong"


def test_a_strike_names_what_it_strikes() -> None:
    row = log_row(a_log_line(1, counterpart="JO-28", kind="strike", text="two not seen"), LOOK)
    assert row.cells["text"].spoken() == "JO-28 struck:  two not seen"
    assert row.cells["kind"].spoken() == "Strike"


def test_a_kind_of_a_newer_program_is_shown_by_its_word() -> None:
    assert spoken("kind", kind="rumour") == "Rumour"


def test_an_entry_whose_words_can_be_withheld_says_by_which_tags() -> None:
    assert spoken("kind", tags=("personal", "privileged")) == "Fact, personal, privileged"


@pytest.mark.parametrize(
    ("words", "marks"),
    [("fuel", ((0, 4),)), ("del fu", ((0, 2), (5, 3))), ("elivery", ()), ('- "', ())],
)
def test_marks_stand_where_words_begin(words: str, marks: tuple[tuple[int, int], ...]) -> None:
    assert marks_of("Fuel delivery", words) == marks
