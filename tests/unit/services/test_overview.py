# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from incident_console.services.overview import read_overview
from tests.helpers.workspaces import Clock, a_workspace


def test_the_overview_counts_what_the_boards_count(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        plan = joy.plans.find("facility-outage")
        incident, steps = joy.plans.open_incident(plan, "Outage").id, len(plan.tasks)
        entry = joy.log.add(incident, "Generator runs")
        joy.log.mark(entry.id, True)
        struck = joy.log.add(incident, "All safe")
        joy.log.mark(struck.id, True)
        joy.log.strike(struck.id, "not yet")
        task = joy.tasks.lines(incident)[0]
        joy.tasks.change(task.id, state="done")
        facts = read_overview(joy, incident)
        assert (facts.tasks_done, facts.tasks_in_all, len(facts.tasks)) == (1, steps, steps - 1)
        assert (facts.plan_done, facts.plan_steps, facts.report_no) == (1, steps, 1)
        assert "Generator runs" in [line.text for line in facts.significant]
        assert len(facts.calls) == len(joy.calls.lists(incident))
        assert len(facts.vacant) == len(joy.roles.lines(incident))
        assert [station.is_self for station in facts.stations] == [True]


def test_the_most_urgent_task_stands_first(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        incident = joy.incidents.open_without_plan("Outage").id
        joy.tasks.add(incident, "No time")
        joy.tasks.add(incident, "Later", due_at_ms=clock.ms + 7_200_000)
        joy.tasks.add(incident, "Soon", due_at_ms=clock.ms + 60_000)
        assert [task.title for task in read_overview(joy, incident).tasks] == ["Soon", "Later", "No time"]


def test_a_message_that_somebody_acknowledged_is_no_longer_shown(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = joy.incidents.open_without_plan("Outage").id
        message = joy.messages.send(incident, "Use channel 4")
        assert [line.id for line in read_overview(joy, incident).unanswered] == [message.id]
        joy.messages.acknowledge(message.id)
        assert read_overview(joy, incident).unanswered == ()
