# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from tests.helpers.workspaces import Clock, a_workspace, an_incident, two_laptops


def test_a_line_is_numbered_and_knows_its_author_and_times(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        line = joy.log.add(an_incident(joy).id, "  Generator 2 started ", "action")
    assert (line.label, line.text, line.kind) == ("JO-1", "Generator 2 started", "action")
    assert (line.author, line.station, line.is_own) == ("Joy Okafor", "JO", True)
    assert line.event_at_ms == line.entered_at_ms == line.received_at_ms == clock.ms


def test_a_line_about_long_ago_says_how_late_it_is(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        incident = an_incident(joy).id
        late = joy.log.add(incident, "Lift stopped", at=Moment(clock.ms - 41 * 60_000, 0))
        in_time = joy.log.add(incident, "Lift started", at=Moment(clock.ms - 15 * 60_000, 0))
    assert (late.late_min, in_time.late_min) == (41, 0)
    assert late.event_offset_min == 0


def test_a_strike_is_a_line_of_its_own_and_the_struck_text_stays(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        wrong = joy.log.add(incident, "All staff accounted for")
        strike = joy.log.strike(wrong.id, "two visitors not yet seen")
        struck, line = joy.log.lines(incident)
    assert (line.label, line.kind, line.text, line.target) == ("JO-2", "strike", "two visitors not yet seen", wrong.id)
    assert strike == line
    assert struck.is_struck
    assert (struck.text, struck.strike_reason) == ("All staff accounted for", "two visitors not yet seen")
    assert struck.struck_by == "Joy Okafor"


def test_marks_are_set_and_taken_off_and_nothing_is_written_twice(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        line = joy.log.add(an_incident(joy).id, "Server room 31 °C")
        assert joy.log.mark(line.id, True).is_significant
        before = joy.status.counts()["operations"]
        assert joy.log.mark(line.id, True).is_significant
        assert joy.status.counts()["operations"] == before
        assert not joy.log.mark(line.id, False).is_significant
        strike = joy.log.strike(line.id, "wrong sensor")
        with pytest.raises(KnownError, match="strike cannot be marked"):
            joy.log.mark(strike.id, True)


def test_lines_of_the_same_minute_stay_in_the_order_they_were_written(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        for number in range(12):
            joy.log.add(incident, f"line {number}")
        texts = [line.text for line in joy.log.lines(incident)]
        latest = [line.text for line in joy.log.page(incident, 0, 50)]
        assert joy.log.count(incident) == 12
    assert texts == [f"line {number}" for number in range(12)]
    assert latest == texts[::-1]


def test_a_line_is_found_by_number_id_and_the_beginning_of_its_id(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        line = joy.log.add(an_incident(joy).id, "Gate 2 open")
        assert joy.log.find("jo-1") == joy.log.find(line.id.hex()) == joy.log.find(line.id.hex()[:12]) == line
        with pytest.raises(KnownError):
            joy.log.find("JO-2")


def test_a_number_that_stands_in_two_incidents_asks_for_the_id(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        for name in ("Power failure", "Water leak"):
            joy.log.add(an_incident(joy, name).id, "first line")
        with pytest.raises(KnownError, match="means 2 of the entries"):
            joy.log.find("JO-1")


def test_what_another_laptop_wrote_says_when_it_arrived_here(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.joy).id
        team.joy.log.add(incident, "Gate 2 open")
        clock.pass_minutes(9)
        team.sync()
        (line,) = team.sam.log.lines(incident)
    assert (line.author, line.station, line.is_own) == ("Joy Okafor", "JO", False)
    assert line.received_at_ms == clock.ms
    assert line.entered_at_ms == clock.ms - 9 * 60_000


@pytest.mark.parametrize(("text", "kind"), [("   ", "fact"), ("x", "rumour")])
def test_blank_text_and_unknown_kinds_are_refused(tmp_path: Path, text: str, kind: str) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        with pytest.raises(KnownError):
            joy.log.add(incident, text, kind)
        assert joy.log.lines(incident) == []


def test_a_viewer_reads_and_cannot_write(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        incident = an_incident(team.joy).id
        line = team.joy.log.add(incident, "Gate 2 open")
        team.sync()
        assert [one.text for one in team.sam.log.lines(incident)] == ["Gate 2 open"]
        with pytest.raises(KnownError, match="may not"):
            team.sam.log.add(incident, "mine")
        with pytest.raises(KnownError, match="may not"):
            team.sam.log.strike(line.id, "no")
        with pytest.raises(KnownError, match="may not"):
            team.sam.log.mark(line.id, True)
