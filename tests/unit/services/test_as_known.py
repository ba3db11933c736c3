# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from incident_console.domain.clock import Moment
from incident_console.services.status_log import EntryLine
from tests.helpers.workspaces import Clock, TwoLaptops, an_incident, two_laptops


def then(team: TwoLaptops, incident: bytes, at_ms: int) -> list[EntryLine]:
    """What Joy's laptop knew at a moment."""
    return list(team.joy.as_known.log(incident, Moment(at_ms, 60)).lines)


def test_a_laptop_knew_its_own_lines_at_once_and_those_of_others_when_they_came(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.joy).id
        team.sync()
        start = clock.ms
        clock.pass_minutes(10)
        team.sam.log.add(incident, "Pump failed")
        clock.pass_minutes(10)
        team.joy.log.add(incident, "Sent Ben")
        clock.pass_minutes(10)
        team.sync()
        came = clock.ms
        clock.pass_minutes(10)
        assert [line.text for line in then(team, incident, start + 19 * 60_000)] == []
        assert [line.text for line in then(team, incident, start + 20 * 60_000)] == ["Sent Ben"]
        assert [line.text for line in then(team, incident, came - 1)] == ["Sent Ben"]
        assert [line.text for line in then(team, incident, came)] == ["Pump failed", "Sent Ben"]
        assert then(team, incident, clock.ms) == team.joy.log.lines(incident)
        at_sams = team.sam.as_known.log(incident, Moment(start + 10 * 60_000, 60))
        assert [line.text for line in at_sams.lines] == ["Pump failed"]


def test_strikes_and_marks_stand_as_they_stood_then(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.joy).id
        line = team.joy.log.add(incident, "All accounted for")
        team.sync()
        clock.pass_minutes(5)
        team.sam.log.strike(line.id, "two are missing")
        team.joy.log.mark(line.id, True)
        marked = clock.ms
        clock.pass_minutes(5)
        team.sync()
        (before,) = then(team, incident, marked - 1)
        assert (before.is_significant, before.is_struck, before.struck_at_ms) == (False, False, None)
        (between,) = then(team, incident, marked)
        assert (between.is_significant, between.is_struck) == (True, False)
        struck, strike = then(team, incident, clock.ms)
        assert (struck.is_struck, struck.struck_by, strike.kind) == (True, "Sam Reed", "strike")


def test_a_rebuild_changes_nothing_of_what_was_known(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.sam).id
        team.sam.log.add(incident, "Pump failed")
        clock.pass_minutes(5)
        team.sync()
        came = clock.ms
        clock.pass_minutes(5)
        team.joy.rebuild()
        assert then(team, incident, came - 1) == []
        assert [line.text for line in then(team, incident, came)] == ["Pump failed"]


def test_a_clock_set_back_is_told(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.joy).id
        team.joy.log.add(incident, "before")
        moment = clock.ms + 60_000
        clock.pass_minutes(30)
        team.joy.log.add(incident, "later")
        assert team.joy.as_known.log(incident, Moment(moment, 60)).is_clock_sure
        clock.pass_minutes(-30)
        team.joy.log.add(incident, "after the clock was set back")
        found = team.joy.as_known.log(incident, Moment(moment, 60))
        assert not found.is_clock_sure
        assert {line.text for line in found.lines} == {"before", "after the clock was set back"}


def test_only_lines_of_that_incident_are_there(tmp_path: Path) -> None:
    with two_laptops(tmp_path, clock=(clock := Clock())) as team:
        one, other = an_incident(team.joy).id, an_incident(team.joy, "Another").id
        team.joy.log.add(one, "here")
        team.joy.log.add(other, "there")
        assert [line.text for line in then(team, one, clock.ms)] == ["here"]
