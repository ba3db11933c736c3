# SPDX-License-Identifier: Apache-2.0
"""Which tasks are shown, in which groups and order."""

from __future__ import annotations

from collections.abc import Sequence

from incident_console.domain.clock import Moment
from incident_console.domain.task import Step
from incident_console.services.tasks import TaskLine
from incident_console.ui.models.task_view import (
    Grouping,
    TaskItem,
    TaskView,
    arrange,
    arrange_column,
    count_tasks,
    in_view,
)
from tests.helpers.task_lines import NOW_MS, a_line, done_line

NOW = Moment(NOW_MS, 60)
BY_ROLE, BY_PERSON = TaskView(Grouping.ROLE), TaskView(Grouping.PERSON)
MINE, OVERDUE, BOARD = TaskView(Grouping.MINE), TaskView(Grouping.OVERDUE), TaskView(Grouping.BOARD)


def words(items: Sequence[TaskItem]) -> list[str]:
    return [item.line.title if item.line else item.heading for item in items]


def shown(view: TaskView, *lines: TaskLine) -> list[str]:
    return words(arrange(lines, view, NOW))


def test_roles_head_their_tasks_and_count_what_is_hidden_too() -> None:
    lines = (
        a_line("Buses", role="operations", role_holder="M. Reyes"),
        a_line("Fuel", role="facilities", role_holder="S. Haddad"),
        done_line("Lifts", role="facilities", role_holder="S. Haddad"),
        a_line("Doors", role="facilities", role_holder="S. Haddad", state="not_applicable", reason="locked"),
        a_line("Statement", role="communications"),
        a_line("Coffee"),
    )
    assert shown(BY_ROLE, *lines) == [
        "Communications, vacant · 1 open", "Statement",
        "Facilities, held by S. Haddad · 1 open, 1 done, 1 not applicable", "Fuel",
        "Operations, held by M. Reyes · 1 open", "Buses",
        "No role · 1 open", "Coffee",
    ]  # fmt: skip


def test_shown_on_demand_what_is_closed_stands_last_the_latest_first() -> None:
    lines = (
        done_line("First done", changed_at_ms=NOW_MS - 9),
        a_line("Open"),
        done_line("Last done", changed_at_ms=NOW_MS),
    )
    view = TaskView(Grouping.ROLE, shows_closed=True)
    assert shown(view, *lines) == ["No role · 1 open, 2 done", "Open", "Last done", "First done"]


def test_the_most_urgent_stands_first() -> None:
    lines = (
        a_line("No time"),
        a_line("Low", due_in_min=30, priority="low"),
        a_line("Later", due_in_min=60),
        a_line("High", due_in_min=30, priority="high"),
        a_line("Late", due_in_min=-5),
    )
    assert shown(BY_ROLE, *lines)[1:] == ["Late", "High", "Low", "Later", "No time"]


def test_people_head_what_is_theirs_by_name_or_by_role_oneself_first() -> None:
    lines = (
        a_line("Fuel", role="facilities", role_holder="S. Haddad"),
        a_line("Buses", owner="M. Reyes", role="facilities", role_holder="S. Haddad"),
        a_line("Log", owner="Joy Okafor", is_mine=True),
        a_line("Calls", role="caller"),
    )
    assert shown(BY_PERSON, *lines) == [
        "Joy Okafor (me) · 1 open", "Log",
        "M. Reyes · 1 open", "Buses",
        "S. Haddad · 1 open", "Fuel",
        "Nobody yet · 1 open", "Calls",
    ]  # fmt: skip


def test_mine_and_overdue_are_plain_lists() -> None:
    lines = (
        a_line("Mine", is_mine=True, due_in_min=-1),
        a_line("Not mine", due_in_min=-10),
        done_line("Done", is_mine=True, due_in_min=-20),
        a_line("In time", is_mine=True, due_in_min=5),
    )
    assert shown(MINE, *lines) == ["Mine", "In time"]
    assert shown(OVERDUE, *lines) == ["Not mine", "Mine"]


def test_counts_say_what_each_chip_means() -> None:
    lines = (a_line(is_mine=True), a_line(is_mine=True, due_in_min=-1), done_line(is_mine=True, due_in_min=-1))
    counts = count_tasks(lines, NOW)
    assert (counts.mine, counts.overdue, counts.closed, counts.all) == (2, 1, 1, 3)


def test_every_word_searched_for_must_begin_a_word_of_the_task() -> None:
    fuel = a_line("Call fuel supplier", owner="S. Haddad", steps=(Step("001", "Order placed, 3,000 l", False),))
    lines = (fuel, a_line("Refuel the van"))
    for found in ("fuel", "SUPP fu", "haddad", "order 3,000", fuel.label, "call haddad"):
        assert shown(TaskView(Grouping.OVERDUE, words=found), *lines) == []
        assert shown(TaskView(Grouping.ROLE, words=found), *lines)[1:] == ["Call fuel supplier"], found
    assert shown(TaskView(Grouping.ROLE, words="uel"), *lines) == []
    assert len(shown(TaskView(Grouping.ROLE, words=' " * '), *lines)) == 3


def test_the_board_has_what_is_not_applicable_beside_what_is_done() -> None:
    lines = (
        a_line("Open"),
        a_line("At it", state="in_progress"),
        done_line("Done"),
        a_line("Idle", state="not_applicable"),
    )
    columns = [words(arrange_column(lines, state, BOARD)) for state in ("open", "in_progress", "done")]
    assert columns == [["Open"], ["At it"], ["Done", "Idle"]]
    assert words(arrange_column(lines, "open", TaskView(Grouping.BOARD, words="other"))) == []


def test_a_view_gives_way_just_enough_to_show_a_task() -> None:
    fuel, done = a_line("Fuel", is_mine=True), done_line("Lifts")
    assert in_view(fuel, MINE, NOW) == MINE
    assert in_view(fuel, OVERDUE, NOW).grouping is Grouping.ROLE
    assert in_view(fuel, TaskView(Grouping.ROLE, words="buses"), NOW).words == ""
    assert in_view(done, BY_PERSON, NOW) == TaskView(Grouping.PERSON, shows_closed=True)
    assert in_view(done, BOARD, NOW) == BOARD
