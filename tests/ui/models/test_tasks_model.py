# SPDX-License-Identifier: Apache-2.0
"""How a task looks in a list, and the list as its book changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import process_time

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from incident_console.domain.clock import Moment
from incident_console.domain.task import Step
from incident_console.services.tasks import TaskLine
from incident_console.ui.delegates.marks import has_words, marks_of
from incident_console.ui.delegates.task_row import conflict_words, shown_conflicts, task_card, task_row, task_tip
from incident_console.ui.due_words import Due, due_of
from incident_console.ui.item_roles import KeyRole, RowRole
from incident_console.ui.models.task_view import Grouping, TaskView
from incident_console.ui.models.tasks_model import BoardColumnModel, TaskBook, TasksModel
from incident_console.ui.theme import Tone
from tests.helpers.task_lines import NOW_MS, a_line, done_line

NOW = Moment(NOW_MS, 60)


def later(minutes: int) -> Moment:
    return Moment(NOW_MS + minutes * 60_000, 60)


def cell(line: TaskLine, column: str, now: Moment = NOW) -> str:
    return task_row(line, now).cells[column].spoken()


@pytest.mark.parametrize(
    ("minutes", "due"),
    [
        (-12, Due("overdue 12 min", Tone.DANGER)),
        (-124, Due("overdue 2 h 04 min", Tone.DANGER)),
        (0, Due("15:05, 0 min", Tone.WARN)),
        (13, Due("15:18, 13 min", Tone.WARN)),
        (30, Due("15:35, 30 min", Tone.WARN)),
        (31, Due("15:36")),
        (24 * 60, Due("23 Nov 15:05")),
    ],
)
def test_due_times_are_said_in_words(minutes: int, due: Due) -> None:
    assert due_of(a_line(due_in_min=minutes), NOW) == due


def test_without_a_due_time_or_done_nothing_is_urgent() -> None:
    assert due_of(a_line(), NOW) == Due("no time")
    assert due_of(done_line(due_in_min=-5), NOW) == Due("15:00")


def test_a_row_tells_how_a_task_stands() -> None:
    line = a_line("Second fuel delivery", role="facilities", due_in_min=-12, priority="high", document="fuel.md")
    assert task_row(line, NOW).spoken() == (
        f"open; {line.label}; Second fuel delivery; Facilities; overdue 12 min; not yet; high priority with a document"
    )
    known = replace(line, state="in_progress", acknowledged_at_ms=NOW_MS, acknowledged_by="S. Haddad")
    assert cell(known, "state") == "in progress"
    assert cell(known, "acknowledged") == "15:05"


def test_closed_tasks_say_why() -> None:
    assert cell(a_line(state="not_applicable", reason="closed all day"), "due") == "not applicable: closed all day"
    assert cell(done_line(due_in_min=-5), "due") == "done"
    assert cell(done_line(), "acknowledged") == "-"
    assert "marks" not in task_row(done_line(priority="high"), NOW).cells


def test_what_comes_first_is_named_until_it_is_done() -> None:
    assert cell(a_line("Open switchboard", blocked_by=("T-JO1", "T-JO2")), "task") == (
        "Open switchboard, blocked by T-JO1, T-JO2"
    )


def test_two_values_are_tagged_and_both_owners_named() -> None:
    line = a_line("Buses", owner="Reyes", owners=("Reyes", "Novak"), conflict_fields=("due_at_ms", "owner"))
    assert cell(line, "task") == "Buses two values: due, owner"
    assert cell(line, "owner") == "Reyes / Novak"


def test_what_belongs_together_is_one_conflict() -> None:
    both = a_line(conflict_fields=("acknowledged_at_ms", "acknowledged_by", "reason", "state", "step.001", "step.002"))
    assert conflict_words(both) == "acknowledged, state, step"
    assert shown_conflicts(a_line(conflict_fields=("reason",))) == ["reason"]


def test_a_card_is_as_short_as_can_be() -> None:
    line = a_line("Buses", owner="Reyes", due_in_min=5, document="x.md")
    assert task_card(line, NOW).spoken() == f"Buses with a document; {line.label}; Reyes; 15:10, 5 min"
    idle = a_line("Buses", state="not_applicable")
    assert task_card(idle, NOW).spoken() == f"Buses; {idle.label}; not applicable nobody yet"


def test_hovering_tells_times_in_full() -> None:
    line = a_line(due_in_min=5, acknowledged_at_ms=NOW_MS, acknowledged_by="S. Haddad")
    assert task_tip(line, NOW) == (
        "Due 2026-11-22 15:10:00 +01:00\nAcknowledged 2026-11-22 15:05:00 +01:00 by S. Haddad"
    )


def test_found_words_are_marked_at_the_beginning_of_words() -> None:
    assert marks_of("Call fuel supplier about refuel", "FUEL ca") == ((0, 2), (5, 4))
    assert marks_of("anything", ' " ') == ()
    assert has_words("Call fuel supplier", "supp call")
    assert not has_words("Call fuel supplier", "call pump")


def a_book(*lines: TaskLine, view: TaskView | None = None) -> TaskBook:
    book = TaskBook(NOW)
    book.look_at(view or TaskView())
    book.fill(lines, NOW)
    return book


def a_model(book: TaskBook) -> TasksModel:
    model = TasksModel(book)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    book.changed.emit()
    return model


def said(model: TasksModel) -> Sequence[str]:
    return [model.index(row, 0).data(RowRole).spoken() for row in range(model.rowCount())]


def test_a_task_that_goes_to_another_group_is_the_only_row_that_moves(qapp: QApplication) -> None:
    lines = [a_line(f"A{number}", role="a") for number in range(3)] + [a_line(f"B{n}", role="b") for n in range(3)]
    book = a_book(*lines)
    model = a_model(book)
    stays = QPersistentModelIndex(model.index(5, 0))
    moved = replace(lines[0], role="b", role_title="B")
    book.take([moved.id], [moved])
    assert stays.data(KeyRole) == lines[3].id
    assert [words.split("; ")[2] if ";" in words else words for words in said(model)] == [
        "A, vacant · 2 open", "A1", "A2", "B, vacant · 4 open", "A0", "B0", "B1", "B2",
    ]  # fmt: skip


def test_a_task_that_is_gone_leaves(qapp: QApplication) -> None:
    line = a_line()
    book = a_book(line)
    model = a_model(book)
    book.take([line.id, b"never seen"], [])
    assert said(model) == []
    assert book.get(line.id) is None


def test_as_a_minute_passes_only_what_tells_the_time_is_drawn_again(qapp: QApplication) -> None:
    book = a_book(a_line("Soon", due_in_min=5), a_line("Tomorrow", due_in_min=3000), a_line("Late", due_in_min=-3))
    model = a_model(book)
    assert len(said(model)) == 4
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    book.pass_time(later(1))
    assert told == [1, 2]
    assert "overdue 4 min" in said(model)[1]
    assert "4 min" in said(model)[2]


def test_a_task_becomes_overdue_in_the_list_of_those(qapp: QApplication) -> None:
    book = a_book(a_line("Soon", due_in_min=5), view=TaskView(Grouping.OVERDUE))
    model = a_model(book)
    assert said(model) == []
    book.pass_time(later(6))
    assert "overdue 1 min" in said(model)[0]


def test_searching_marks_words_in_rows_that_stay(qapp: QApplication) -> None:
    book = a_book(a_line("Call fuel supplier"))
    model = a_model(book)
    before = model.index(1, 0).data(RowRole)
    book.look_at(TaskView(words="fuel"))
    after = model.index(1, 0).data(RowRole)
    assert before.cells["task"].lines[0].words[0].marks == ()
    assert after.cells["task"].lines[0].words[0].marks == ((5, 4),)


def test_a_board_column_follows_only_while_the_board_is_looked_at(qapp: QApplication) -> None:
    done = done_line("Done")
    book = a_book(done, a_line("Idle", state="not_applicable"), a_line("Open"))
    column, whole = BoardColumnModel(book, "done"), a_model(book)
    assert column.rowCount() == 0
    book.look_at(TaskView(Grouping.BOARD))
    assert column.title("Done") == "Done 1, 1 not applicable"
    rows_of_list = whole.rowCount()
    book.take([done.id], [replace(done, state="open", is_open=True)])
    assert column.title("Done") == "Done 0, 1 not applicable"
    assert whole.rowCount() == rows_of_list
    assert column.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_tasks_that_wait_for_others_are_known(qapp: QApplication) -> None:
    first = a_line("First")
    second = a_line("Second", blocker_ids=(first.id,))
    assert a_book(first, second).waiting_for([first.id]) == {second.id}


def test_ten_thousand_tasks_are_shown_and_changed_without_a_pause(qapp: QApplication) -> None:
    steps = tuple(Step(f"{number:03d}", "Order placed, 3,000 l", False) for number in range(4))
    lines = [
        a_line(f"Task {number}", role=f"role {number % 12}", due_in_min=number % 700, steps=steps)
        for number in range(10_000)
    ]
    book = a_book(*lines)
    a_model(book)
    started = process_time()
    for number in range(5):
        book.take([lines[number].id], [replace(lines[number], state="done", is_open=False)])
    assert (process_time() - started) / 5 < 0.5
