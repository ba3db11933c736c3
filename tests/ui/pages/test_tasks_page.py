# SPDX-License-Identifier: Apache-2.0
"""The tasks page: what it shows, and everything one does there by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.pages.tasks.action_bar import ActionBar
from incident_console.ui.pages.tasks.undo_strip import UndoStrip
from incident_console.ui.pages.tasks_page import TasksPage
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.row_box import RowBox
from incident_console.ui.widgets.search_field import SearchField
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_incident, an_outage
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import shown_page
from tests.ui.pages.tasks_desk import TasksDesk, a_tasks_desk

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joy(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with a_workspace(tmp_path, clock) as session:
        yield session


@pytest.fixture
def incident(joy: Session) -> bytes:
    return an_incident(joy).id


@pytest.fixture
def desk(joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[TasksDesk]:
    """Joy before three tasks: one overdue, one hers, one done."""
    joy.roles.add(incident, "facilities", "Facilities lead")
    joy.roles.assign(incident, "facilities", "S. Haddad")
    joy.tasks.add(incident, "Call fuel supplier", role="facilities", due_at_ms=clock.ms - 12 * MINUTE_MS)
    joy.tasks.add(incident, "Confirm 40 desks", owner="Joy Okafor", due_at_ms=clock.ms + 13 * MINUTE_MS)
    done = joy.tasks.add(incident, "Open the gate", role="facilities")
    joy.tasks.change(done.id, state="done")
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        yield tasks


# What one sees --------------------------------------------------------------------------------------------------


def test_tasks_stand_by_role_with_the_most_urgent_chosen(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    assert desk.shown() == [
        "Facilities lead, held by S. Haddad · 1 open, 1 done",
        f"open; {task.label}; Call fuel supplier; Facilities lead; overdue 12 min; not yet",
        "No role · 1 open",
        "open; T-JO2; Confirm 40 desks; Joy Okafor; 15:18, 13 min; not yet",
    ]
    desk.wait_for_detail(task)
    assert focused() is desk.rows()


def test_chips_count_and_the_rail_is_told_what_is_overdue(desk: TasksDesk) -> None:
    texts = [chip.shown_text for chip in desk.page.findChildren(Chip) if chip.isVisible()]
    assert texts[:6] == ["Mine 1", "By role", "By person", "Board", "Overdue 1", "Done 1 hidden"]
    assert desk.desk.told.badges[-1] == 1


def test_chips_choose_the_look_by_keyboard_and_it_is_remembered(desk: TasksDesk) -> None:
    desk.chips().chip("role").setFocus()
    desk.press(Qt.Key.Key_Right)
    assert desk.shown()[0] == "Joy Okafor (me) · 1 open"
    for _ in range(2):
        desk.press(Qt.Key.Key_Left)
    assert [words.split("; ")[2] for words in desk.shown()] == ["Confirm 40 desks"]
    assert desk.desk.memory.kept["tasks/grouping"] == "mine"


def test_done_tasks_are_shown_on_demand(desk: TasksDesk) -> None:
    done = desk.session.tasks.find("Open the gate")
    assert desk.said(done) == ""
    chip = part(desk.page, Chip, "chip-closed")
    chip.click()
    assert desk.said(done) == f"done; {done.label}; Open the gate; Facilities lead; done; -"
    assert chip.shown_text == "Done 1 shown"


def test_a_view_is_opened_as_it_was_left(joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path) -> None:
    joy.tasks.change(joy.tasks.add(incident, "Open the gate").id, state="done")
    with shown_page(joy, TasksPage, qtbot, tmp_path) as first:
        first.memory.write("tasks/grouping", "person")
        first.memory.write("tasks/closed", "yes")
        page = TasksPage(first.page.context)
        page.setParent(first.window)
        page.show_incident(incident)
        first.wait_until(lambda: page.is_loaded)
        assert part(page, Chip, "chip-person").isChecked()
        assert part(page, Chip, "chip-closed").isChecked()


def test_a_remembered_view_that_is_none_is_passed_over(
    joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    with shown_page(joy, TasksPage, qtbot, tmp_path) as first:
        first.memory.write("tasks/grouping", "by colour")
        first.memory.write("tasks/columns", "[1, 2")
        page = TasksPage(first.page.context)
        page.setParent(first.window)
        assert part(page, Chip, "chip-role").isChecked()


def test_search_finds_marks_and_says_when_nothing_is_found(desk: TasksDesk) -> None:
    desk.press(Qt.Key.Key_F, CONTROL)
    desk.type("fuel\n")
    assert len(desk.shown()) == 2
    desk.type(" xyzzy\n")
    empty = next(state for state in desk.page.findChildren(EmptyState) if state.isVisible())
    assert empty.accessibleName().startswith("Nothing found. No task that is shown has “fuel xyzzy” in it.")
    desk.press(Qt.Key.Key_Escape)
    assert len(desk.shown()) == 4
    desk.press(Qt.Key.Key_Down)
    assert focused() is desk.rows()


def test_without_tasks_the_page_teaches_the_next_step(
    joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        empty = next(state for state in tasks.page.findChildren(EmptyState) if state.isVisible())
        assert "opened from a plan" in empty.accessibleName()
        tasks.press(Qt.Key.Key_N)
        tasks.type("Count everybody\n")
        tasks.desk.wait_until(tasks.shown)
        assert tasks.shown()[1].endswith("Count everybody; nobody yet; no time; not yet")


@pytest.mark.parametrize(("key", "words"), [("mine", "Nothing is yours"), ("overdue", "Nothing is overdue")])
def test_an_empty_look_says_what_would_stand_there(
    joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path, key: str, words: str
) -> None:
    joy.tasks.add(incident, "Count everybody")
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        part(tasks.page, Chip, f"chip-{key}").click()
        assert next(s for s in tasks.page.findChildren(EmptyState) if s.isVisible()).accessibleName().startswith(words)


def test_when_all_is_done_the_page_says_so(joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path) -> None:
    joy.tasks.change(joy.tasks.add(incident, "Count everybody").id, state="done")
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        shown = [state for state in tasks.page.findChildren(EmptyState) if state.isVisible()]
        assert shown[0].accessibleName().startswith("Everything is done")
        assert tasks.page.detail.task is None


def test_all_about_a_task_of_a_plan_is_shown(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    outage = an_outage(joy).id
    lines = joy.tasks.lines(outage)
    blocked = next(line for line in lines if line.blocker_ids and line.steps and line.document)
    with a_tasks_desk(joy, outage, qtbot, tmp_path) as tasks:
        tasks.choose(blocked)
        texts = [label.text() for label in tasks.page.detail.findChildren(QLabel) if label.isVisible()]
        assert blocked.title in texts
        assert any(text.startswith("open since 15:05, from the plan") for text in texts)
        steps, first = part(tasks.page, RowBox, "steps"), part(tasks.page, RowBox, "blocked-by")
        assert steps.row(0).accessibleName() == blocked.steps[0].text
        assert blocked.blocked_by[0] in first.row(0).accessibleName()
        assert part(tasks.page, RowBox, "document").row(0).accessibleName() == f"{blocked.document} not imported"
        assert part(tasks.page, RowBox, "history").row(0).accessibleName() == "15:05 added from the plan Joy Okafor"
        first.row(0).click()
        tasks.desk.wait_until(lambda: tasks.shown_task() == blocked.blocker_ids[0])


def test_a_document_that_is_here_is_one_press_away(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    outage = an_outage(joy).id
    line = next(line for line in joy.tasks.lines(outage) if line.document)
    paper = tmp_path / line.document
    paper.write_text("# How\n\nLike this.\n", encoding="utf-8")
    joy.documents.import_paths([paper])
    document = joy.documents.named(line.document)
    assert document is not None
    with a_tasks_desk(joy, outage, qtbot, tmp_path) as tasks:
        tasks.choose(line)
        part(tasks.page, RowBox, "document").row(0).click()
        assert tasks.desk.told.went == [("documents", document.id)]


def test_a_minute_later_due_words_have_gone_on(desk: TasksDesk, clock: Clock) -> None:
    task = desk.session.tasks.find("Confirm 40 desks")
    clock.pass_minutes(14)
    desk.page.tell_time()
    assert "overdue 1 min" in desk.said(task)
    assert part(desk.page, Chip, "chip-overdue").shown_text == "Overdue 2"
    assert desk.desk.told.badges[-1] == 2


def test_another_incident_shows_its_own_tasks(desk: TasksDesk) -> None:
    other = an_incident(desk.session, "Ransomware").id
    desk.session.tasks.add(other, "Pull the plug")
    desk.page.show_incident(other)
    desk.desk.wait_until(lambda: any("Pull the plug" in words for words in desk.shown()))
    assert len(desk.shown()) == 2
    desk.page.show_incident(None)
    assert desk.shown() == []


def test_another_page_leads_to_one_task_whatever_is_filtered(desk: TasksDesk) -> None:
    done = desk.session.tasks.find("Open the gate")
    part(desk.page, Chip, "chip-mine").click()
    desk.page.show_thing(done.id)
    desk.wait_for_detail(done)
    assert part(desk.page, Chip, "chip-role").isChecked()
    assert desk.said(done) != ""


def test_a_task_asked_for_before_the_list_is_here_is_shown_when_it_comes(
    joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    joy.tasks.add(incident, "First", due_at_ms=1)
    second = joy.tasks.add(incident, "Second")
    with shown_page(joy, TasksPage, qtbot, tmp_path) as first:
        first.page.show_incident(incident)
        first.page.show_thing(second.id)
        first.wait_until(lambda: first.page.detail.task is not None)
        assert first.page.detail.task is not None
        assert first.page.detail.task.id == second.id


def test_every_key_of_the_page_is_told(desk: TasksDesk) -> None:
    told = " ".join(key.keys for key in desk.page.page_keys())
    assert all(key in told or key in "36" for key in desk.page.detail.keys)


# What one does --------------------------------------------------------------------------------------------------


def test_acknowledge_start_and_done_are_one_key_each(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_A)
    desk.wait_for(task, acknowledged_by="Joy Okafor")
    desk.press(Qt.Key.Key_S)
    desk.wait_for(task, state="in_progress")
    assert desk.said(task).startswith("in progress")
    desk.press(Qt.Key.Key_D)
    desk.desk.wait_until(lambda: desk.said(task) == "")
    assert desk.session.tasks.get(task.id).state == "done"
    assert desk.desk.told.saved == 3


def test_after_done_the_next_task_is_chosen(desk: TasksDesk) -> None:
    task, other = desk.session.tasks.find("Call fuel supplier"), desk.session.tasks.find("Confirm 40 desks")
    desk.choose(task)
    desk.press(Qt.Key.Key_D)
    desk.wait_for_detail(other)
    assert focused() is desk.rows()


def test_a_key_is_meant_for_the_task_chosen_now_however_fast_one_types(desk: TasksDesk) -> None:
    first, second = desk.session.tasks.find("Call fuel supplier"), desk.session.tasks.find("Confirm 40 desks")
    desk.choose(first)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_S)
    desk.desk.wait_until(lambda: desk.session.tasks.get(second.id).state == "in_progress")
    assert desk.session.tasks.get(first.id).state == "open"


def test_not_applicable_asks_for_the_reason_in_place(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_X)
    assert focused() is part(desk.page, QLineEdit, "reason")
    desk.press(Qt.Key.Key_Return)
    desk.desk.wait_until(desk.bar().isVisible)
    assert desk.bar().accessibleName() == "Say why the task is not applicable. Nothing was changed. Give a reason."
    desk.type("tank is full, driver Ned\n")
    desk.wait_for(task, state="not_applicable", reason="tank is full, driver Ned")
    assert focused() is desk.rows()
    assert not desk.bar().isVisible()


def test_a_reason_that_is_being_typed_survives_news_of_the_task(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_X)
    desk.type("tank is")
    desk.session.tasks.change(task.id, title="Call another supplier")
    desk.desk.wait_until(lambda: desk.page.detail.task and desk.page.detail.task.title == "Call another supplier")
    desk.type(" full")
    assert part(desk.page, QLineEdit, "reason").text() == "tank is full"
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.rows()
    assert desk.session.tasks.get(task.id).state == "open"


def test_a_closed_task_can_be_reopened(desk: TasksDesk) -> None:
    done = desk.session.tasks.find("Open the gate")
    desk.page.show_thing(done.id)
    desk.choose(done)
    shown = [button.words for button in part(desk.page, ActionBar).buttons.values() if button.isVisible()]
    assert shown == ["Reopen"]
    desk.press(Qt.Key.Key_D)
    desk.press(Qt.Key.Key_R)
    desk.wait_for(done, state="open")


def test_the_owner_is_changed_in_place(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_O)
    desk.type("N. Aydin\n")
    desk.wait_for(task, owner="N. Aydin")
    assert focused() is desk.rows()
    assert desk.rows().current_key() == task.id


def test_the_due_time_is_typed_in_place_and_a_wrong_one_is_kept(desk: TasksDesk, clock: Clock) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_T)
    desk.type("soon\n")
    desk.desk.wait_until(desk.bar().isVisible)
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "soon"
    field.selectAll()
    desk.type("+45\n")
    desk.wait_for(task, due_at_ms=clock.ms + 45 * MINUTE_MS)


def test_the_due_time_moves_on_by_one_key(desk: TasksDesk, clock: Clock) -> None:
    task = desk.session.tasks.find("Confirm 40 desks")
    desk.choose(task)
    for key, minutes in ((Qt.Key.Key_1, 28), (Qt.Key.Key_3, 58), (Qt.Key.Key_6, 118)):
        desk.press(key)
        desk.wait_for(task, due_at_ms=clock.ms + minutes * MINUTE_MS)


def test_the_role_is_chosen_in_place_and_the_task_goes_to_its_group(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Confirm 40 desks")
    desk.choose(task)
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_F)
    desk.press(Qt.Key.Key_Return)
    desk.wait_for(task, role="facilities")
    desk.desk.wait_until(lambda: desk.shown()[0] == "Facilities lead, held by S. Haddad · 2 open, 1 done")
    assert desk.rows().current_key() == task.id


def test_steps_are_ticked_by_keyboard_and_the_keyboard_stays(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    for words in ("Order placed", "Driver named"):
        desk.session.tasks.add_step(task.id, words)
    desk.choose(task)
    desk.desk.wait_until(lambda: desk.page.detail.task and len(desk.page.detail.task.steps) == 2)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    steps = part(desk.page, RowBox, "steps")
    desk.desk.wait_until(lambda: steps.row(1).accessibleName() == "ticked Driver named")
    assert focused() is steps.row(1)
    desk.press(Qt.Key.Key_Space)
    desk.desk.wait_until(lambda: steps.row(1).accessibleName() == "Driver named")
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.rows()


def test_a_new_task_is_written_above_the_list(desk: TasksDesk, clock: Clock) -> None:
    desk.press(Qt.Key.Key_N)
    assert focused() is part(desk.page, QLineEdit, "new-task-title")
    desk.type("Second fuel delivery")
    part(desk.page, QLineEdit, "owner-of-the-new-task").setText("S. Haddad")
    part(desk.page, QLineEdit, "new-task-due").setText("+90")
    desk.press(Qt.Key.Key_Return)
    desk.desk.wait_until(lambda: any("Second fuel delivery" in words for words in desk.shown()))
    new = desk.session.tasks.find("Second fuel delivery")
    assert (new.owner, new.due_at_ms) == ("S. Haddad", clock.ms + 90 * MINUTE_MS)
    assert desk.rows().current_key() == new.id
    desk.type("Third fuel delivery\n")
    desk.desk.wait_until(lambda: any("Third fuel delivery" in words for words in desk.shown()))
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.rows()


def test_a_new_task_that_is_refused_keeps_its_words(desk: TasksDesk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Second fuel delivery")
    part(desk.page, QLineEdit, "new-task-due").setText("at dawn")
    desk.press(Qt.Key.Key_Return)
    desk.desk.wait_until(desk.bar().isVisible)
    assert "“at dawn” is not a time" in desk.bar().accessibleName()
    assert part(desk.page, QLineEdit, "new-task-title").text() == "Second fuel delivery"


def test_a_task_that_was_begun_is_there_again_after_a_lock(
    joy: Session, incident: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        tasks.press(Qt.Key.Key_N)
        tasks.type("Half a task")
        tasks.page.keep_unsaved()
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        title = part(tasks.page, QLineEdit, "new-task-title")
        assert (title.text(), title.isVisible()) == ("Half a task", True)
        title.setFocus()
        tasks.press(Qt.Key.Key_Return)
        tasks.desk.wait_until(tasks.shown)
    with a_tasks_desk(joy, incident, qtbot, tmp_path) as tasks:
        assert not part(tasks.page, QLineEdit, "new-task-title").isVisible()


def test_the_last_changes_are_taken_back_one_by_one(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    strip = part(desk.page, UndoStrip)
    assert not strip.isVisible()
    desk.choose(task)
    desk.press(Qt.Key.Key_A)
    desk.wait_for(task, acknowledged_by="Joy Okafor")
    assert strip.words == f"{task.label} acknowledged"
    desk.press(Qt.Key.Key_D)
    desk.desk.wait_until(lambda: strip.words == f"{task.label} done")
    desk.press(Qt.Key.Key_Z, CONTROL)
    desk.desk.wait_until(lambda: desk.said(task) != "")
    assert strip.words == f"{task.label} acknowledged"
    desk.press(Qt.Key.Key_Z, CONTROL)
    desk.wait_for(task, acknowledged_by="", state="open")
    assert not strip.isVisible()


def test_pressing_a_key_twice_is_one_change(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    desk.press(Qt.Key.Key_S)
    desk.press(Qt.Key.Key_S)
    desk.wait_for(task, state="in_progress")
    desk.desk.wait_until(lambda: desk.desk.told.saved == 2)
    assert [line.words for line in desk.session.tasks.history(task.id)] == ["in progress", "added"]
    desk.press(Qt.Key.Key_Z, CONTROL)
    desk.wait_for(task, state="open")
    assert not part(desk.page, UndoStrip).isVisible()


def test_letters_typed_into_the_search_do_nothing_to_tasks(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    desk.choose(task)
    part(desk.page, SearchField).take_focus()
    desk.type("sad")
    assert desk.session.tasks.get(task.id).state == "open"


def test_the_board_is_walked_and_worked_by_keyboard(desk: TasksDesk) -> None:
    task = desk.session.tasks.find("Call fuel supplier")
    part(desk.page, Chip, "chip-board").click()
    desk.page.focus_first()
    assert focused() is desk.column("open")
    assert desk.column("open").current_key() == task.id
    desk.press(Qt.Key.Key_Right, CONTROL)
    desk.wait_for(task, state="in_progress")
    desk.desk.wait_until(lambda: desk.column("in-progress").current_key() == task.id)
    assert focused() is desk.column("in-progress")
    desk.press(Qt.Key.Key_Right)
    assert focused() is desk.column("done")
    assert desk.column("in-progress").current_key() is None
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Left, CONTROL)
    desk.wait_for(task, state="open")
    desk.press(Qt.Key.Key_Left)
    assert not part(desk.page, Chip, "chip-closed").isVisible()


def test_in_a_narrow_window_enter_opens_the_detail_and_escape_goes_back(desk: TasksDesk) -> None:
    desk.desk.window.resize(600, 640)
    task = desk.session.tasks.find("Call fuel supplier")
    desk.desk.wait_until(lambda: not desk.page.detail.isVisible())
    desk.press(Qt.Key.Key_Return)
    assert desk.page.detail.isVisible()
    assert not desk.rows().isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.rows()
    desk.press(Qt.Key.Key_A)
    desk.desk.wait_until(lambda: desk.session.tasks.get(task.id).acknowledged_by == "Joy Okafor")
    desk.press(Qt.Key.Key_X)
    assert focused() is part(desk.page, QLineEdit, "reason")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_N)
    assert focused() is part(desk.page, QLineEdit, "new-task-title")
    assert desk.rows().isVisible()
