# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.times import clock, full, iso, parse_due_time, parse_event_time, span


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


NOW = Moment(at("2026-11-22T14:05:00+01:00"), 60)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13:50", "2026-11-22T13:50+01:00"),
        ("1350", "2026-11-22T13:50+01:00"),
        ("13:50:07", "2026-11-22T13:50:07+01:00"),
        ("now", "2026-11-22T14:05+01:00"),
        ("-10", "2026-11-22T13:55+01:00"),
        ("- 2h", "2026-11-22T12:05+01:00"),
        ("yesterday 23:50", "2026-11-21T23:50+01:00"),
        ("2026-11-20 08:00", "2026-11-20T08:00+01:00"),
        ("2026-11-20T08:00Z", "2026-11-20T08:00+00:00"),
        ("2026-11-20T08:00:00.250+05:30", "2026-11-20T08:00:00.250+05:30"),
    ],
)
def test_people_say_when_something_happened_in_many_ways(typed: str, meant: str) -> None:
    assert parse_event_time(typed, NOW).ms == at(meant)


def test_a_time_just_ahead_is_of_today() -> None:
    assert parse_event_time("14:20", NOW).ms == at("2026-11-22T14:20+01:00")


def test_after_midnight_a_late_clock_time_was_yesterday() -> None:
    midnight = Moment(at("2026-11-23T00:10+01:00"), 60)
    assert parse_event_time("23:50", midnight).ms == at("2026-11-22T23:50+01:00")


def test_before_midnight_an_early_due_time_is_tomorrow() -> None:
    evening = Moment(at("2026-11-22T23:00+01:00"), 60)
    assert parse_due_time("02:00", evening) == at("2026-11-23T02:00+01:00")


def test_a_typed_offset_is_kept_and_else_the_laptops_own() -> None:
    assert parse_event_time("2026-11-20T08:00-05:00", NOW).utc_offset_min == -300
    assert parse_event_time("13:50", NOW).utc_offset_min == 60


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+30", "2026-11-22T14:35+01:00"),
        ("+2h", "2026-11-22T16:05+01:00"),
        ("+1d", "2026-11-23T14:05+01:00"),
        ("16:00", "2026-11-22T16:00+01:00"),
        ("tomorrow 08:00", "2026-11-23T08:00+01:00"),
        ("2026-11-24", "2026-11-24T23:59+01:00"),
    ],
)
def test_people_say_when_something_is_due_in_many_ways(typed: str, meant: str) -> None:
    assert parse_due_time(typed, NOW) == at(meant)


@pytest.mark.parametrize("typed", ["none", "", " Never ", "-"])
def test_a_due_time_can_be_taken_away(typed: str) -> None:
    assert parse_due_time(typed, NOW) is None


@pytest.mark.parametrize(
    "typed",
    [
        "25:00",
        "14:60",
        "soon",
        "9999",
        "2026-13-01",
        "0001-01-01",
        "9999-12-31T23:59Z",
        "+9999999d",
        "-999999d",
        "14:05 o'clock",
    ],
)
def test_what_is_no_time_is_told(typed: str) -> None:
    with pytest.raises(KnownError, match="is not a time"):
        parse_event_time(typed, NOW)


def test_programs_get_utc_with_milliseconds() -> None:
    assert iso(at("2026-11-22T14:05:00.007+01:00")) == "2026-11-22T13:05:00.007Z"


def test_a_line_shows_the_day_only_when_it_is_not_today() -> None:
    assert clock(at("2026-11-22T09:05+01:00"), NOW) == "09:05"
    assert clock(at("2026-11-21T23:30+01:00"), NOW) == "21 Nov 23:30"
    assert clock(at("2025-11-21T23:30+01:00"), NOW) == "21 Nov 2025 23:30"


def test_the_full_time_is_what_the_writers_clock_showed() -> None:
    assert full(at("2026-11-22T14:05:03+01:00"), 60) == "2026-11-22 14:05:03 +01:00"
    assert full(at("2026-11-22T14:05:03-03:30"), -210) == "2026-11-22 14:05:03 -03:30"


def test_spans_are_said_in_words() -> None:
    assert [span(minutes * 60_000) for minutes in (-5, 38, 124, 3 * 1440 + 240)] == [
        "0 min",
        "38 min",
        "2 h 04 min",
        "3 d 4 h",
    ]


def test_a_laptop_on_the_systems_zone_uses_its_summer_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        winter = Moment(at("2026-11-22T14:05+01:00"), 60)
        assert parse_due_time("2026-07-01T12:00", winter) == at("2026-07-01T10:00+00:00")
        assert datetime.fromtimestamp(winter.ms / 1000, UTC).hour == 13
    finally:
        monkeypatch.undo()
        time.tzset()
