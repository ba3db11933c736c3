# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from incident_console.domain.clock import Moment
from incident_console.services.folders import FolderLine
from incident_console.services.incidents import IncidentLine, read_severity
from incident_console.services.status import StationLine
from incident_console.ui.frame.facts import FrameFacts
from incident_console.ui.frame.words import (
    clock_words,
    coverage_of,
    folder_words,
    header_state,
    saved_words,
    station_words,
)
from incident_console.ui.theme import Tone

MINUTE = 60_000
NOW = Moment(1_795_356_300_000, 60)


def an_incident(**changes: object) -> IncidentLine:
    line = IncidentLine(
        id=b"i" * 16,
        name="Facility outage, Harbour House",
        state="open",
        is_open=True,
        severity=read_severity("1 of 4 · Critical"),
        plan="",
        plan_version="",
        summary="",
        headline="",
        classification="",
        started_at_ms=NOW.ms - 192 * MINUTE,
        opened_at_ms=NOW.ms - 190 * MINUTE,
        next_report_at_ms=NOW.ms + 18 * MINUTE,
        topics=(),
        documents=(),
        opened_by="Joy Okafor",
        station="Ops-1",
        conflict_fields=(),
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def a_station(name: str = "Ops-1", **changes: object) -> StationLine:
    line = StationLine(
        device=name.encode(),
        code="JO",
        name=name,
        member="Joy Okafor",
        role="admin",
        last_heard_ms=NOW.ms,
        is_silent=False,
        state="working",
        missing_batches=0,
        is_self=False,
        carrier="",
        clock_ahead_ms=0,
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def a_folder(path: str = "/mnt/share", **changes: object) -> FolderLine:
    line = FolderLine(path, "ok", NOW.ms - 60 * MINUTE, NOW.ms - 5 * MINUTE, None)
    return replace(line, **changes)  # type: ignore[arg-type]


def facts(**changes: object) -> FrameFacts:
    incident = an_incident()
    base = FrameFacts(NOW, False, (incident,), incident, 4, (a_station(is_self=True),), (a_folder(),), True)
    return replace(base, **changes)  # type: ignore[arg-type]


def test_the_header_says_how_bad_since_when_and_what_is_due() -> None:
    state = header_state(facts())
    assert state.incident_name == "Facility outage, Harbour House"
    assert (state.severity, state.severity_tone) == ("Severity 1 of 4", Tone.DANGER)
    assert state.elapsed.startswith("3 h 12 min since ")
    assert (state.report_due, state.is_report_overdue) == ("Report no. 4 due in 18 min", False)


def test_a_report_that_is_overdue_says_so() -> None:
    state = header_state(facts(incident=an_incident(next_report_at_ms=NOW.ms - 5 * MINUTE)))
    assert (state.report_due, state.is_report_overdue) == ("Report no. 4 overdue by 5 min", True)


def test_a_closed_incident_has_no_clock_and_no_report_due() -> None:
    state = header_state(facts(incident=an_incident(is_open=False, state="closed")))
    assert (state.elapsed, state.report_due) == ("closed", "")


def test_without_an_incident_the_coverage_is_still_told() -> None:
    state = header_state(facts(incident=None, is_exercise=True))
    assert (state.incident_name, state.is_exercise) == ("", True)
    assert state.coverage is not None


def test_the_mildest_severity_is_plain_and_free_words_are_kept() -> None:
    mild = header_state(facts(incident=an_incident(severity=read_severity("4 of 4 · Minor"))))
    assert mild.severity_tone is Tone.PLAIN
    assert header_state(facts(incident=an_incident(severity=read_severity("bad")))).severity == "bad"


def test_the_silent_are_named_and_counted() -> None:
    silent = [a_station(f"S{n}", is_silent=True, last_heard_ms=NOW.ms - 38 * MINUTE) for n in range(5)]
    coverage = coverage_of(facts(stations=(a_station(is_self=True), a_station("Ops-3"), *silent)))
    assert (coverage.heard, coverage.total) == (2, 7)
    assert coverage.silent == "S0 (38 min), S1 (38 min), S2 (38 min), 2 more"


def test_a_station_never_heard_says_so() -> None:
    never = a_station("Home-1", is_silent=True, last_heard_ms=None)
    assert coverage_of(facts(stations=(never,))).silent == "Home-1 (never heard)"


def test_saved_is_said_with_its_second_and_sealing_until_it_is_sealed() -> None:
    assert saved_words(NOW.ms, facts(is_sealed=False)).endswith(", sealing")
    assert saved_words(NOW.ms, facts()).startswith("Saved ")
    assert "sealing" not in saved_words(NOW.ms, facts())


def test_before_the_first_change_everything_is_saved_or_being_sealed() -> None:
    assert saved_words(None, facts()) == "Everything saved"
    assert saved_words(None, facts(is_sealed=False)) == "Sealing what was saved"


def test_a_folder_is_called_synced_only_after_the_last_change_went_there() -> None:
    saved_at_ms = NOW.ms - 10 * MINUTE
    assert folder_words(facts(), saved_at_ms)[0].startswith("share: synced ")
    assert folder_words(facts(), NOW.ms)[0] == "share: sending"


def test_a_folder_in_trouble_comes_first_and_warns() -> None:
    lost = a_folder("/mnt/hq", state="unreachable", since_ms=NOW.ms - 30 * MINUTE)
    words, tone = folder_words(facts(folders=(a_folder("/mnt/stick"), lost)), None)
    assert words.startswith("hq: unreachable since ")
    assert ", stick: synced " in words
    assert tone is Tone.WARN


def test_no_folder_and_one_never_synced_are_told() -> None:
    assert folder_words(facts(folders=()), None)[0] == "No shared folder"
    assert folder_words(facts(folders=(a_folder(synced_at_ms=None),)), None)[0] == "share: not synced yet"


def test_the_station_line_says_who_writes_where_with_which_right() -> None:
    assert station_words(facts()) == "Ops-1 · Joy Okafor · admin"
    assert station_words(facts(stations=())) == ""


def test_a_clock_that_differs_by_over_two_minutes_is_told() -> None:
    ahead = a_station("Ops-2", clock_ahead_ms=3 * MINUTE)
    assert clock_words(facts(stations=(a_station(), ahead))) == "This clock is 3 min or more behind that of Ops-2"
    assert clock_words(facts(stations=(a_station("Ops-2", clock_ahead_ms=2 * MINUTE),))) == ""


def test_a_clock_that_was_set_back_is_told_where_no_other_differs() -> None:
    told = clock_words(facts(set_back_ms=365 * 24 * 60 * MINUTE))
    assert told == "This clock shows 365 d 0 h less than when this laptop last wrote: it was set back, or was ahead"
    ahead = a_station("Ops-2", clock_ahead_ms=3 * MINUTE)
    assert clock_words(facts(stations=(ahead,), set_back_ms=9 * MINUTE)).endswith("that of Ops-2")
    assert clock_words(facts(set_back_ms=2 * MINUTE)) == ""


def test_a_clock_that_is_ahead_of_one_that_is_surely_behind_is_told_too() -> None:
    slow = a_station("Field-1")
    told = clock_words(facts(stations=(a_station(), slow), behind={slow.device: 7 * MINUTE}))
    assert told == "This clock is 7 min or more ahead of that of Field-1"
    assert clock_words(facts(stations=(slow,), behind={slow.device: 2 * MINUTE})) == ""
