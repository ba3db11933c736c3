# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_outage, two_laptops


def test_an_incident_from_a_plan_has_roles_tasks_lists_documents_and_first_entries(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        plan = joy.plans.find("Facility outage")
        outage = joy.plans.open_incident(plan, "Outage, Harbour House")
        tasks = joy.tasks.lines(outage.id)
        assert [role.title for role in joy.roles.lines(outage.id)] == sorted(
            (role.title for role in plan.roles), key=str.casefold
        )
        assert [line.name for line in joy.calls.lists(outage.id)] == [one.name for one in plan.call_lists]
        assert [line.text for line in joy.log.lines(outage.id)] == [entry.text for entry in plan.entries]
    assert [task.title for task in tasks] == [task.title for task in plan.tasks]
    assert [task.label for task in tasks] == [f"T-JO{number}" for number in range(1, len(plan.tasks) + 1)]
    for line, task in zip(tasks, plan.tasks, strict=True):
        expected = None if task.due_minutes is None else clock.ms + task.due_minutes * MINUTE_MS
        assert line.due_at_ms == expected
        assert line.role_title == plan.role_title(task.role)
        assert tuple(step.text for step in line.steps) == task.steps
    assert set(outage.documents) == set(plan.documents)
    assert outage.next_report_at_ms == clock.ms + plan.report_every_minutes * MINUTE_MS
    assert (outage.severity.level, outage.severity.levels) == (plan.opening_severity, len(plan.severity_levels))
    assert outage.severity.words == "2 of 4 · Major"


def test_an_incident_may_have_begun_before_it_was_opened(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        began = Moment(clock.ms - 20 * MINUTE_MS, 60)
        outage = joy.plans.open_incident(joy.plans.find("ransomware"), "Files encrypted", began)
    assert (outage.started_at_ms, outage.opened_at_ms) == (began.ms, clock.ms)


def test_every_plan_opens(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        for line in joy.plans.lines():
            assert joy.plans.open_incident(joy.plans.find(line.id), line.name).plan == line.name
        assert len(joy.incidents.lines()) == len(joy.plans.lines()) >= 3


def test_opening_takes_a_name_and_the_right(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        plan = team.joy.plans.find("facility-outage")
        with pytest.raises(KnownError, match="needs a name"):
            team.joy.plans.open_incident(plan, "  ")
        with pytest.raises(KnownError, match="may not"):
            team.sam.plans.open_incident(plan, "Mine")
        with pytest.raises(KnownError, match="plans"):
            team.joy.plans.find("picnic")
        assert team.joy.incidents.lines() == []


def test_an_incident_is_changed_closed_and_opened_again(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        assert joy.incidents.change(outage.id, headline="Main site without power").headline == "Main site without power"
        other = an_outage(joy, "Water leak")
        assert not joy.incidents.close(outage.id).is_open
        assert [line.id for line in joy.incidents.lines()] == [other.id, outage.id]
        assert joy.incidents.reopen(outage.id).is_open
        with pytest.raises(KnownError, match="needs a name"):
            joy.incidents.change(outage.id, name="")


def test_roles_are_given_and_deputies_named(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        lead = joy.roles.assign(outage.id, "incident-lead", "M. Reyes")
        assert (lead.holder, lead.changed_by) == ("M. Reyes", "Joy Okafor")
        assert lead.duties
        assert joy.roles.set_deputies(outage.id, "incident-lead", ["A. Novak", " "]).deputies == ("A. Novak",)
        assert joy.roles.add(outage.id, "interpreter", "Interpreter").title == "Interpreter"
        with pytest.raises(KnownError):
            joy.roles.assign(outage.id, "astronaut", "M. Reyes")


def test_messages_are_acknowledged_once_and_answered(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        outage = an_outage(team.joy)
        sent = team.joy.messages.send(outage.id, "Press at gate 2", to="Incident lead", to_kind="role", is_urgent=True)
        team.sync()
        team.sam.messages.acknowledge(sent.id)
        team.sam.messages.acknowledge(sent.id)
        team.sam.messages.reply(sent.id, "On my way")
        team.sync()
        line = team.joy.messages.find("M-JO1")
        assert [one.author for one in line.acknowledged] == ["Sam Reed"]
        assert [(one.author, one.text) for one in line.replies] == [("Sam Reed", "On my way")]
        with pytest.raises(KnownError, match="address"):
            team.joy.messages.send(outage.id, "Hello", to_kind="person")


def test_tasks_cite_the_documents_that_they_name_as_these_are_when_the_incident_opens(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        plan = joy.plans.find("facility-outage")
        named = next(task.document for task in plan.tasks if task.document)
        file = tmp_path / named
        file.write_text("# Guide\n\nAs it was.\n", encoding="utf-8")
        joy.documents.import_paths([file])
        outage = joy.plans.open_incident(plan, "Outage, Harbour House")
        file.write_text("# Guide\n\nAs it is now.\n", encoding="utf-8")
        joy.documents.import_paths([file])
        tasks = joy.tasks.lines(outage.id)
        citing = [line for line in tasks if line.document == named]
        others = [line for line in tasks if line.document != named]
        assert citing
        assert {line.document for line in others} - {""}
        assert all(not line.document_id and not line.document_version for line in others)
        document = joy.documents.named(named)
        assert document is not None
        assert {line.document_id for line in citing} == {document.id}
        assert {joy.documents.text(line.document_id, line.document_version) for line in citing} == {
            joy.documents.text(document.id, joy.documents.versions(document.id)[-1].id)
        }
        assert {change.words for line in citing for change in joy.tasks.history(line.id)} == {"added from the plan"}


def test_of_two_documents_with_one_name_a_task_cites_the_one_that_the_name_opens(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        plan = joy.plans.find("facility-outage")
        named = next(task.document for task in plan.tasks if task.document)
        for place in ("north", "south"):
            (tmp_path / "sites" / place).mkdir(parents=True)
            (tmp_path / "sites" / place / named).write_text(f"# Guide\n\nOf the {place}.\n", encoding="utf-8")
        joy.documents.import_paths([tmp_path / "sites"])
        outage = joy.plans.open_incident(plan, "Outage, Harbour House")
        opened = joy.documents.named(named)
        assert opened is not None
        cited = {line.document_id for line in joy.tasks.lines(outage.id) if line.document == named}
    assert cited == {opened.id}
