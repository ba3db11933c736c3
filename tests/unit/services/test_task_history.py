# SPDX-License-Identifier: Apache-2.0
"""What became of a task, in words, and taking the last change back."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.session import Session
from incident_console.services.tasks import TaskLine
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_incident, an_outage, two_laptops


def a_task(session: Session, title: str = "Second fuel delivery") -> TaskLine:
    return session.tasks.add(an_incident(session).id, title)


def words(session: Session, task: TaskLine) -> list[str]:
    return [line.words for line in session.tasks.history(task.id)]


def test_the_history_tells_each_change_the_latest_first(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        task = a_task(joy)
        due = clock.ms + 60 * MINUTE_MS
        for fields in (
            {"due_at_ms": due},
            {"due_at_ms": due - 30 * MINUTE_MS},
            {"owner": "Sam Reed"},
            {"owner": ""},
            {"title": "Third fuel delivery"},
            {"detail": "Gate 3"},
            {"priority": "high"},
            {"state": "in_progress"},
            {"state": "not_applicable", "reason": "tank is full"},
            {"state": "open"},
            {"due_at_ms": None},
        ):
            clock.pass_minutes(1)
            joy.tasks.change(task.id, **fields)
        joy.tasks.acknowledge(task.id)
        assert words(joy, task) == [
            "acknowledged",
            "no due time any more",
            "open again",
            "not applicable: tank is full",
            "in progress",
            "priority high",
            "note changed",
            "renamed, was “Second fuel delivery”",
            "no owner any more",
            "owner Sam Reed",
            "due 16:05 to 15:35",
            "due 16:05",
            "added",
        ]
        line = joy.tasks.history(task.id)[-1]
        assert (line.author, line.station, line.utc_offset_min) == ("Joy Okafor", "JO", 60)


def test_steps_are_told_by_their_words(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.add_step(a_task(joy).id, "Gate 3 unlocked")
        joy.tasks.tick(task.id, "001")
        joy.tasks.tick(task.id, "001", is_done=False)
        assert words(joy, task)[:3] == [
            "tick taken off “Gate 3 unlocked”",
            "ticked “Gate 3 unlocked”",
            "step added: “Gate 3 unlocked”",
        ]


def test_a_task_of_a_plan_says_so_and_names_its_role_by_title(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.lines(an_outage(joy).id)[0]
        joy.tasks.change(task.id, role="it-lead")
        assert words(joy, task) == ["role Facilities lead to IT lead", "added from the plan"]


def test_the_history_of_two_values_says_what_settled_them(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_task(team.joy)
        team.sync()
        team.joy.tasks.change(task.id, owner="Reyes")
        team.sam.tasks.change(task.id, owner="Novak")
        team.sync()
        line = team.joy.conflicts.of(task.id)[0]
        other = line.choices[1]
        team.joy.conflicts.settle_by(line, other.value)
        assert words(team.joy, task)[0] == f"settled: owner {line.choices[0].words} to {other.words}"
        assert {"owner Reyes", "owner Novak"} < set(words(team.joy, task))


def test_undo_writes_what_was_there_before(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.change(a_task(joy).id, owner="Sam Reed", due_at_ms=5 * MINUTE_MS)
        changed = joy.tasks.change(task.id, owner="Ben Haddad", due_at_ms=9 * MINUTE_MS)
        undone = joy.tasks.undo(task.id, changed.changed_op)
        assert (undone.owner, undone.due_at_ms) == ("Sam Reed", 5 * MINUTE_MS)
        assert len(words(joy, task)) == 4


def test_an_undo_can_be_undone(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        done = joy.tasks.change(a_task(joy).id, state="done")
        undone = joy.tasks.undo(done.id, done.changed_op)
        assert undone.state == "open"
        assert joy.tasks.undo(done.id, undone.changed_op).state == "done"


def test_undo_brings_back_a_reason_and_takes_an_acknowledgement_away(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.change(a_task(joy).id, state="not_applicable", reason="no lift here")
        again = joy.tasks.change(task.id, state="open")
        undone = joy.tasks.undo(task.id, again.changed_op)
        assert (undone.state, undone.reason) == ("not_applicable", "no lift here")
        known = joy.tasks.acknowledge(task.id)
        undone = joy.tasks.undo(task.id, known.changed_op)
        assert (undone.acknowledged_by, undone.acknowledged_at_ms) == ("", None)


def test_a_new_task_taken_back_is_not_applicable(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = a_task(joy)
        undone = joy.tasks.undo(task.id, task.changed_op)
        assert (undone.state, undone.reason) == ("not_applicable", "added by mistake")


def test_undo_refuses_what_somebody_changed_since(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        changed = team.joy.tasks.change(a_task(team.joy).id, owner="Ben Haddad")
        team.sync()
        team.sam.tasks.change(changed.id, owner="Sam Reed")
        team.sync()
        with pytest.raises(KnownError, match="T-JO1 was changed again since"):
            team.joy.tasks.undo(changed.id, changed.changed_op)
        assert team.joy.tasks.get(changed.id).owner == "Sam Reed"


def test_undo_leaves_fields_alone_that_the_change_did_not_touch(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        changed = team.joy.tasks.change(a_task(team.joy).id, owner="Ben Haddad")
        team.sync()
        team.sam.tasks.change(changed.id, state="done")
        team.sync()
        undone = team.joy.tasks.undo(changed.id, changed.changed_op)
        assert (undone.owner, undone.state) == ("", "done")


def test_settling_by_the_shown_value_leaves_nothing_to_undo(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_task(team.joy)
        team.sync()
        team.joy.tasks.change(task.id, owner="Reyes")
        team.sam.tasks.change(task.id, owner="Novak")
        team.sync()
        line = team.joy.conflicts.of(task.id)[0]
        team.joy.conflicts.settle_by(line, line.choices[0].value)
        with pytest.raises(KnownError, match="settled two values"):
            team.joy.tasks.undo(task.id, team.joy.tasks.get(task.id).changed_op)


def test_a_task_is_mine_by_name_or_by_a_role_that_nobody_else_does_for_me(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        joy.roles.assign(incident, "scribe", "joy okafor")
        lines = {line.role: line for line in joy.tasks.lines(incident)}
        assert lines["scribe"].is_mine
        assert lines["scribe"].role_holder == "joy okafor"
        assert not lines["it-lead"].is_mine
        assert joy.tasks.change(lines["it-lead"].id, owner="Joy Okafor").is_mine
        assert not joy.tasks.change(lines["scribe"].id, owner="Sam Reed").is_mine


def test_some_tasks_tell_what_still_blocks_them(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        lines = joy.tasks.lines(an_outage(joy).id)
        blocked = next(line for line in lines if line.blocked_by)
        first = next(line for line in lines if line.id == blocked.blocker_ids[0])
        assert joy.tasks.some([blocked.id, b"x" * 16]) == [blocked]
        joy.tasks.change(first.id, state="done")
        (later,) = joy.tasks.some([blocked.id])
        assert first.label not in later.blocked_by
        assert first.id in later.blocker_ids


def test_likely_owners_are_oneself_then_holders_then_who_has_tasks(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        joy.roles.assign(incident, "it-lead", "N. Aydin")
        joy.tasks.add(incident, "Shuttle buses", owner="M. Reyes")
        joy.tasks.add(incident, "Key cards", owner="n. aydin")
        assert joy.tasks.likely_owners(incident) == ["Joy Okafor", "N. Aydin", "M. Reyes"]


def test_keeping_one_of_two_states_keeps_its_reason(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_task(team.joy)
        team.sync()
        team.joy.tasks.change(task.id, state="not_applicable", reason="tank is full")
        team.sam.tasks.change(task.id, state="not_applicable", reason="no gate 3")
        team.sync()
        line = next(line for line in team.joy.conflicts.of(task.id) if line.field == "reason")
        mine = next(choice for choice in line.choices if choice.author == "Joy Okafor")
        kept = team.joy.tasks.keep(task.id, "state", mine.op)
        assert (kept.state, kept.reason, kept.conflict_fields) == ("not_applicable", "tank is full", ())


def test_keeping_one_of_two_acknowledgements_settles_both_fields(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        task = a_task(team.joy)
        team.sync()
        team.joy.tasks.acknowledge(task.id)
        clock.pass_minutes(1)
        team.sam.tasks.acknowledge(task.id)
        team.sync()
        line = next(line for line in team.joy.conflicts.of(task.id) if line.field == "acknowledged_by")
        kept = team.joy.tasks.keep(task.id, "acknowledged_by", line.choices[-1].op)
        assert (kept.acknowledged_by, kept.conflict_fields) == (line.choices[-1].value, ())


def test_a_value_that_is_gone_cannot_be_kept(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, pytest.raises(KnownError, match="not here any more"):
        joy.tasks.keep(a_task(joy).id, "owner", b"x" * 32)


def test_what_another_laptop_did_is_not_undone_here(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_task(team.joy)
        team.sync()
        changed = team.sam.tasks.change(task.id, owner="Sam Reed")
        team.sync()
        with pytest.raises(KnownError, match="was changed again since"):
            team.joy.tasks.undo(task.id, changed.changed_op)


def test_a_viewer_is_told_why_tasks_cannot_be_changed(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        refusal = team.sam.tasks.refusal()
        assert refusal is not None
        assert refusal.title == "Your role (viewer) may not change a task"
        assert team.joy.tasks.refusal() is None


def test_the_history_tells_which_changes_say_how_the_task_stands(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        task = joy.tasks.change(a_task(joy).id, owner="Sam Reed")
        joy.tasks.change(task.id, state="done")
        assert [line.sets_state for line in joy.tasks.history(task.id)] == [True, False, True]
