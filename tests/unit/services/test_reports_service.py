# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.log_view import LogQuery
from incident_console.services.overview import read_overview
from incident_console.services.reports import ReportWords
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_incident, an_outage, two_laptops


def test_a_report_says_what_the_boards_show(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        outage = an_outage(joy)
        line = joy.log.add(outage.id, "Generator 2 started")
        joy.log.mark(line.id, True)
        joy.log.add(outage.id, "Move payments north. Why: the estimate is later.", "decision")
        first, second, *_ = joy.tasks.lines(outage.id)
        joy.tasks.change(first.id, state="done")
        joy.tasks.change(second.id, state="not applicable", reason="nobody is there")
        joy.roles.assign(outage.id, "scribe", "Joy Okafor")
        clock.pass_minutes(30)
        report = joy.reports.issue(outage.id, ReportWords("Main site down", "severe", "same", approved_by="M. Reyes"))
        told, tasks = joy.reports.snapshot(report.id), joy.tasks.lines(outage.id)
    assert (report.label, report.ordinal, report.headline) == ("R-JO1", 1, "Main site down")
    assert (told.label, told.number, told.version, told.is_draft) == ("R-JO1", 1, "initial", False)
    assert (told.period_from_at_ms, told.cut_off_at_ms) == (outage.started_at_ms, clock.ms)
    assert [(one.number, one.text) for one in told.entries] == [("JO-4", "Generator 2 started")]
    assert [(one.text, one.rationale) for one in told.decisions] == [("Move payments north.", "the estimate is later.")]
    assert [(one.number, one.note) for one in told.tasks_done] == [("T-JO1", ""), ("T-JO2", "nobody is there")]
    assert len(told.tasks_open) == sum(task.is_open for task in tasks)
    assert {one.number for one in told.tasks_open if one.is_overdue} == {t.label for t in tasks if t.is_overdue}
    assert told.plans[0].steps_done == 2
    assert (told.prepared_by.name, told.prepared_by.role) == ("Joy Okafor", "Scribe")
    assert told.approved_by is not None
    assert (told.severity, told.team_fingerprint) == ("Severity 2 of 4 · Major", joy.station.fingerprint)
    assert told.utc_offset_min == 60


def test_an_issued_report_never_changes_whatever_happens_later(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        outage = an_outage(team.joy)
        line = team.joy.log.add(outage.id, "All staff accounted for")
        team.joy.log.mark(line.id, True)
        issued = team.joy.reports.issue(outage.id)
        pdf = team.joy.reports.render(issued.id).pdf
        team.joy.log.strike(line.id, "two visitors missing")
        team.joy.incidents.change(outage.id, name="Another name")
        team.sync()
        assert team.joy.reports.render(issued.id).pdf == pdf
        assert team.sam.reports.render(team.sam.reports.find(outage.id, "1").id).pdf == pdf


def test_the_next_report_follows_the_one_before_and_says_what_changed(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        outage = an_outage(joy)
        joy.log.add(outage.id, "Stay on site", "decision")
        done, *_ = joy.tasks.lines(outage.id)
        joy.tasks.change(done.id, state="done")
        joy.reports.issue(outage.id)
        clock.pass_minutes(45)
        line = joy.log.add(outage.id, "Power is back")
        joy.log.mark(line.id, True)
        joy.incidents.close(outage.id)
        second = joy.reports.snapshot(joy.reports.issue(outage.id).id)
    assert (second.number, second.label, second.version) == (2, "R-JO2", "final")
    assert (second.previous_label, second.period_from_at_ms) == ("R-JO1", clock.ms - 45 * MINUTE_MS)
    assert not second.tasks_done
    assert not second.decisions
    assert ("1 new significant entry", (line.label,)) in [(one.text, one.numbers) for one in second.changes]


def test_the_counts_of_a_later_report_are_those_of_the_boards(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        first, second, third, *_ = joy.tasks.lines(outage.id)
        joy.log.add(outage.id, "Stay on site", "decision")
        joy.tasks.change(first.id, state="done")
        joy.tasks.change(second.id, state="not applicable", reason="nobody is there")
        joy.reports.issue(outage.id)
        joy.log.add(outage.id, "Leave the site", "decision")
        joy.tasks.change(third.id, state="done")
        told, board = joy.reports.draft(outage.id), read_overview(joy, outage.id)
        decisions = joy.log_view.open(LogQuery(outage.id)).state.tally.kinds["decision"]
    assert (told.tasks_done_in_all, told.tasks_in_all) == (board.tasks_done, board.tasks_in_all)
    assert (board.tasks_done, board.tasks_in_all) == (2, len(board.tasks) + 3)
    assert (told.decisions_in_all, len(told.decisions)) == (decisions, 1) == (2, 1)
    assert [task.number for task in told.tasks_done] == [third.label]


def test_a_strike_stands_beside_the_struck_entry(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        line = joy.log.add(incident, "All staff accounted for")
        joy.log.mark(line.id, True)
        joy.log.strike(line.id, "two visitors missing")
        (entry,) = joy.reports.draft(incident).entries
    assert entry.strike is not None
    assert (entry.text, entry.strike.number, entry.strike.reason) == (
        "All staff accounted for",
        "JO-2",
        "two visitors missing",
    )


def test_a_report_names_the_silent_station(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        incident = an_incident(team.joy).id
        clock.pass_minutes(50)
        coverage = {one.code: one for one in team.joy.reports.draft(incident).coverage}
        assert (coverage["JO"].is_silent, coverage["SR"].is_silent) == (False, True)
        team.sync()
        assert team.joy.reports.draft(incident).coverage[0].is_silent is False


def test_the_next_due_time_moves_on_by_the_plans_rhythm(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        outage = an_outage(joy)
        clock.pass_minutes(50)
        told = joy.reports.snapshot(joy.reports.issue(outage.id).id)
        due = joy.incidents.get(outage.id).next_report_at_ms
    assert told.next_due_at_ms == due == clock.ms + 60 * MINUTE_MS


def test_a_responder_issues_and_leaves_the_rhythm_alone(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, Role.RESPONDER, clock) as team:
        outage = an_outage(team.joy)
        team.sync()
        clock.pass_minutes(5)
        assert team.sam.reports.issue(outage.id).label == "R-SR1"
        assert team.sam.incidents.get(outage.id).next_report_at_ms == outage.next_report_at_ms


def test_two_reports_issued_apart_count_alike_and_ask_for_the_label(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        team.joy.reports.issue(incident)
        team.sam.reports.issue(incident)
        team.sync()
        with pytest.raises(KnownError, match="reports count as no"):
            team.joy.reports.find(incident, "1")
        assert team.joy.reports.find(incident, "r-sr1").issued_by == "Sam Reed"
        with pytest.raises(KnownError, match="no status report"):
            team.joy.reports.find(incident, "7")


def test_a_draft_is_drawn_as_one_and_leaves_no_trace(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        draft = joy.reports.draft(incident)
        before = joy.status.counts()["operations"]
        drawn = joy.reports.render_draft(replace(draft, is_draft=False))
        assert drawn.pdf.startswith(b"%PDF")
        assert (draft.is_draft, draft.issued_at_ms) == (True, None)
        assert joy.status.counts()["operations"] == before
        assert joy.reports.lines(incident) == []


def test_a_viewer_cannot_issue(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        incident = an_incident(team.joy).id
        team.sync()
        with pytest.raises(KnownError, match="may not issue"):
            team.sam.reports.issue(incident)
