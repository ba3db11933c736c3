# SPDX-License-Identifier: Apache-2.0
"""The tasks page while others work on the same tasks: news in place, two values, and what one may not do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.services.tasks import TaskLine
from incident_console.ui.pages.tasks.action_bar import ActionBar
from incident_console.ui.pages.tasks.conflict_box import ConflictBox
from incident_console.ui.pages.tasks.undo_strip import UndoStrip
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.row_box import RowBox
from tests.helpers.workspaces import MINUTE_MS, Clock, TwoLaptops, an_incident, an_outage, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.tasks_desk import TasksDesk, a_tasks_desk


def a_shared_task(team: TwoLaptops) -> TaskLine:
    task = team.joy.tasks.add(an_incident(team.joy).id, "Shuttle buses")
    team.sync()
    return task


def texts(desk: TasksDesk) -> list[str]:
    return [label.text() for label in part(desk.page, ConflictBox).findChildren(QLabel)]


def keep_buttons(desk: TasksDesk) -> list[Button]:
    return [button for button in part(desk.page, ConflictBox).findChildren(Button) if button.isVisible()]


def test_what_another_laptop_did_changes_rows_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_shared_task(team)
        with a_tasks_desk(team.joy, task.incident, qtbot, tmp_path) as desk:
            desk.choose(task)
            team.sam.tasks.acknowledge(task.id)
            team.sam.tasks.add(task.incident, "Key cards")
            team.sync()
            desk.desk.wait_until(lambda: len(desk.shown()) == 3)
            desk.wait_for(task, acknowledged_by="Sam Reed")
            assert "15:05" in desk.said(task)
            assert desk.rows().current_key() == task.id
            assert focused() is desk.rows()


def test_a_task_that_is_done_elsewhere_frees_those_that_waited_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        outage = an_outage(team.joy).id
        team.sync()
        lines = team.joy.tasks.lines(outage)
        blocked = next(line for line in lines if len(line.blocker_ids) == 1)
        with a_tasks_desk(team.joy, outage, qtbot, tmp_path) as desk:
            desk.choose(blocked)
            assert "blocked by" in desk.said(blocked)
            team.sam.tasks.change(blocked.blocker_ids[0], state="done")
            team.sync()
            desk.desk.wait_until(lambda: "blocked by" not in desk.said(blocked))
            first = part(desk.page, RowBox, "blocked-by")
            desk.desk.wait_until(lambda: first.row(0).accessibleName().endswith("done"))


def test_a_new_holder_of_a_role_is_named_above_its_tasks(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        outage = an_outage(team.joy).id
        team.sync()
        with a_tasks_desk(team.joy, outage, qtbot, tmp_path) as desk:
            team.sam.roles.assign(outage, "caller", "Joy Okafor")
            team.sync()
            desk.desk.wait_until(lambda: desk.shown()[0].startswith("Caller, held by Joy Okafor"))
            assert desk.chips().chip("mine").shown_text == "Mine 2"


def test_two_values_are_shown_with_who_and_when_and_one_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        task = a_shared_task(team)
        with a_tasks_desk(team.joy, task.incident, qtbot, tmp_path) as desk:
            desk.choose(task)
            assert not part(desk.page, ConflictBox).isVisible()
            team.joy.tasks.change(task.id, owner="M. Reyes", due_at_ms=clock.ms + 60 * MINUTE_MS)
            team.sam.tasks.change(task.id, owner="P. Novak", due_at_ms=clock.ms + 75 * MINUTE_MS)
            team.sync()
            desk.desk.wait_until(part(desk.page, ConflictBox).isVisible)
            assert "two values: due, owner" in desk.said(task)
            said = texts(desk)
            assert {"Two values: due", "Two values: owner", "M. Reyes", "P. Novak", "16:05", "16:20"} < set(said)
            assert sum(text.startswith(("Joy Okafor on JO, 15:05", "Sam Reed on SR, 15:05")) for text in said) == 4
            keep = next(b for b in keep_buttons(desk) if b.accessibleName() == "Keep this, owner: P. Novak")
            keep.setFocus()
            desk.press(Qt.Key.Key_Space)
            desk.wait_for(task, owner="P. Novak", conflict_fields=("due_at_ms",))
            desk.desk.wait_until(lambda: "two values: due" in desk.said(task))
            assert desk.said(task).split("; ")[3] == "P. Novak"


def test_two_acknowledgements_are_one_question(qtbot: QtBot, tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        task = a_shared_task(team)
        team.joy.tasks.acknowledge(task.id)
        clock.pass_minutes(2)
        team.sam.tasks.acknowledge(task.id)
        team.sync()
        with a_tasks_desk(team.joy, task.incident, qtbot, tmp_path) as desk:
            desk.choose(task)
            assert [text for text in texts(desk) if text.startswith("Two")] == ["Two values: acknowledged"]
            keep_buttons(desk)[0].click()
            desk.wait_for(task, conflict_fields=())
            desk.desk.wait_until(lambda: not part(desk.page, ConflictBox).isVisible())


def test_what_somebody_changed_since_is_not_undone(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_shared_task(team)
        with a_tasks_desk(team.joy, task.incident, qtbot, tmp_path) as desk:
            desk.choose(task)
            desk.press(Qt.Key.Key_S)
            desk.wait_for(task, state="in_progress")
            team.sync()
            team.sam.tasks.change(task.id, state="done")
            team.sync()
            desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            desk.desk.wait_until(desk.bar().isVisible)
            assert "was changed again since" in desk.bar().accessibleName()
            assert team.joy.tasks.get(task.id).state == "done"
            assert not part(desk.page, UndoStrip).isVisible()


def test_a_viewer_reads_all_and_is_told_why_nothing_can_be_changed(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        task = a_shared_task(team)
        with a_tasks_desk(team.sam, task.incident, qtbot, tmp_path) as desk:
            desk.choose(task)
            bar = part(desk.page, ActionBar)
            assert not [button for button in bar.buttons.values() if button.isVisible()]
            assert any("Your role (viewer) may not change a task" in label.text() for label in bar.findChildren(QLabel))
            assert not part(desk.page, Button, "new-task").isEnabled()
            for key in (Qt.Key.Key_D, Qt.Key.Key_O, Qt.Key.Key_1):
                desk.press(key)
            assert focused() is desk.rows()
            assert team.sam.tasks.get(task.id).changed_op == task.changed_op


def test_many_tasks_that_arrive_at_once_are_read_in_one_go(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = a_shared_task(team)
        with a_tasks_desk(team.joy, task.incident, qtbot, tmp_path) as desk:
            for number in range(230):
                team.sam.tasks.add(task.incident, f"Desk {number}")
            team.sync()
            desk.desk.wait_until(lambda: len(desk.shown()) == 232)
            assert desk.rows().current_key() == task.id
