# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_incident, an_outage


def test_a_task_is_added_with_owner_and_due_time(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        due = clock.ms + 30 * MINUTE_MS
        line = joy.tasks.add(an_incident(joy).id, "Call the fuel supplier", owner="S. Haddad", due_at_ms=due)
    assert (line.label, line.state, line.owner, line.due_at_ms) == ("T-JO1", "open", "S. Haddad", due)
    assert line.answerable == "S. Haddad"
    assert not line.is_overdue


def test_a_task_becomes_overdue_when_its_time_passes_and_no_longer_when_it_is_done(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter", due_at_ms=clock.ms + 5 * MINUTE_MS)
        clock.pass_minutes(17)
        late = joy.tasks.get(task.id)
        assert (late.is_overdue, late.overdue_min) == (True, 12)
        assert not joy.tasks.change(task.id, state="done").is_overdue


@pytest.mark.parametrize("word", ["in progress", "in-progress", "IN_PROGRESS", "started"])
def test_states_may_be_spelt_as_people_do(tmp_path: Path, word: str) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter")
        assert joy.tasks.change(task.id, state=word).state == "in_progress"


def test_not_applicable_needs_a_reason_and_keeps_it(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Close reception")
        with pytest.raises(KnownError, match="why"):
            joy.tasks.change(task.id, state="not applicable")
        line = joy.tasks.change(task.id, state="not applicable", reason="closed all day")
    assert (line.state, line.reason, line.is_open) == ("not_applicable", "closed all day", False)


def test_what_is_so_already_is_not_written_again(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter", owner="N. Aydin")
        before = joy.status.counts()["operations"]
        joy.tasks.change(task.id, owner="N. Aydin", state="open")
        assert joy.status.counts()["operations"] == before


def test_due_times_move_from_the_due_time_or_from_now_if_that_is_past(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        incident = an_incident(joy).id
        coming = joy.tasks.add(incident, "Later", due_at_ms=clock.ms + 10 * MINUTE_MS)
        past = joy.tasks.add(incident, "Late", due_at_ms=clock.ms - 10 * MINUTE_MS)
        never = joy.tasks.add(incident, "Some time")
        moved = [joy.tasks.postpone(task.id, 15).due_at_ms for task in (coming, past, never)]
        assert joy.tasks.change(never.id, due_at_ms=None).due_at_ms is None
    assert moved == [clock.ms + 25 * MINUTE_MS, clock.ms + 15 * MINUTE_MS, clock.ms + 15 * MINUTE_MS]


def test_acknowledging_names_the_member_once(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter")
        first = joy.tasks.acknowledge(task.id)
        clock.pass_minutes(5)
        again = joy.tasks.acknowledge(task.id)
    assert (first.acknowledged_by, again.acknowledged_at_ms) == ("Joy Okafor", first.acknowledged_at_ms)


def test_steps_are_added_ticked_and_unticked(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Second delivery")
        joy.tasks.add_step(task.id, "Order placed")
        first, second = joy.tasks.add_step(task.id, "Gate unlocked").steps
        assert [step.text for step in (first, second)] == ["Order placed", "Gate unlocked"]
        assert [step.is_done for step in joy.tasks.tick(task.id, second.key).steps] == [False, True]
        assert not any(step.is_done for step in joy.tasks.tick(task.id, second.key, False).steps)
        with pytest.raises(KnownError):
            joy.tasks.tick(task.id, "999")
        with pytest.raises(KnownError):
            joy.tasks.add_step(task.id, " ")


def test_a_role_answers_for_a_task_until_a_person_takes_it(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        task = joy.tasks.add(outage.id, "Read the meter", role="Facilities lead")
        assert (task.role, task.answerable) == ("facilities-lead", "Facilities lead")
        assert joy.tasks.change(task.id, owner="N. Aydin").answerable == "N. Aydin"
        with pytest.raises(KnownError, match="roles of this incident"):
            joy.tasks.change(task.id, role="Astronaut")


def test_blocking_tasks_are_named_while_they_are_open(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        outage = an_outage(joy)
        lines = joy.tasks.lines(outage.id)
        blocked = next(line for line in lines if line.blocked_by)
        blockers = [line for line in lines if line.label in blocked.blocked_by]
        for blocker in blockers:
            joy.tasks.change(blocker.id, state="done")
        assert joy.tasks.get(blocked.id).blocked_by == ()
    assert len(blockers) == len(blocked.blocked_by)


def test_a_task_is_found_by_number_title_and_id(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter")
        assert joy.tasks.find("t-jo1") == joy.tasks.find("read the METER") == joy.tasks.find(task.id.hex()) == task


@pytest.mark.parametrize(
    "fields", [{"state": "maybe"}, {"title": "  "}, {"priority": "highest"}], ids=["state", "title", "priority"]
)
def test_a_wrong_value_is_refused_and_changes_nothing(tmp_path: Path, fields: dict[str, str]) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add(an_incident(joy).id, "Read the meter")
        with pytest.raises(KnownError):
            joy.tasks.change(task.id, **fields)
        assert joy.tasks.get(task.id) == task
