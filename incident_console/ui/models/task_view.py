# SPDX-License-Identifier: Apache-2.0
"""Which tasks are shown, in which groups and order: plain functions of the tasks, the view and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from incident_console.domain.clock import Moment
from incident_console.domain.task import DONE, IN_PROGRESS, NOT_APPLICABLE, OPEN
from incident_console.services.tasks import TaskLine
from incident_console.ui.delegates.marks import has_words
from incident_console.ui.due_words import is_overdue

_NEVER_MS = 1 << 62
_PRIORITIES = {"high": 0, "normal": 1, "low": 2}


class Grouping(StrEnum):
    """The looks at an incident's tasks, one at a time."""

    MINE = "mine"
    ROLE = "role"
    PERSON = "person"
    BOARD = "board"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class TaskView:
    """What somebody looks at. ``shows_closed`` adds what is done or not applicable; ``words`` are searched for."""

    grouping: Grouping = Grouping.ROLE
    shows_closed: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One row: a task, or with ``heading`` the name of a group and what it holds."""

    key: object
    line: TaskLine | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many tasks each chip means, whatever is searched for."""

    mine: int
    overdue: int
    closed: int
    all: int


def count_tasks(lines: Iterable[TaskLine], now: Moment) -> TaskCounts:
    """Count for the chips; "mine" are those still open."""
    mine = overdue = closed = every = 0
    for line in lines:
        every += 1
        closed += not line.is_open
        mine += line.is_open and line.is_mine
        overdue += is_overdue(line, now)
    return TaskCounts(mine, overdue, closed, every)


def arrange(lines: Sequence[TaskLine], view: TaskView, now: Moment) -> list[TaskItem]:
    """The rows of a list, most urgent first, closed ones last; groups count what they hold, shown or not."""
    if view.grouping not in _GROUPS:
        return [TaskItem(line.id, line) for line in _sorted(lines, view, now)]
    group_of, words_of = _GROUPS[view.grouping]
    groups: dict[Group, list[TaskLine]] = {}
    for line in lines:
        groups.setdefault(group_of(line), []).append(line)
    items: list[TaskItem] = []
    for group, whole in sorted(groups.items()):
        shown = _sorted(whole, view, now)
        if shown:
            heading = f"{words_of(whole[0])} \N{MIDDLE DOT} {_amounts(whole)}"
            items.append(TaskItem("/".join(map(str, group)), heading=heading))
            items.extend(TaskItem(line.id, line) for line in shown)
    return items


def arrange_column(lines: Sequence[TaskLine], state: str, view: TaskView) -> list[TaskItem]:
    """The tasks of one column of the board; the last column holds what is done and, if shown, not applicable."""
    states = {DONE, NOT_APPLICABLE} if state == DONE else {state}
    found = [line for line in lines if line.state in states]
    return [TaskItem(line.id, line) for line in _sorted(found, view, None)]


def in_view(line: TaskLine, view: TaskView, now: Moment) -> TaskView:
    """The same view, changed as little as it takes to show a task."""
    if not _is_found(line, view):
        view = replace(view, words="")
    if not line.is_open and view.grouping is not Grouping.BOARD:
        view = replace(view, shows_closed=True)
    return view if _is_shown(line, view, now) else replace(view, grouping=Grouping.ROLE)


def _sorted(lines: Iterable[TaskLine], view: TaskView, now: Moment | None) -> list[TaskLine]:
    """Those that are shown and found; without a time, whatever the view hides."""
    shown = (line for line in lines if now is None or _is_shown(line, view, now))
    return sorted((line for line in shown if _is_found(line, view)), key=_urgency)


def _is_found(line: TaskLine, view: TaskView) -> bool:
    return not view.words or has_words(_said(line), view.words)


def _is_shown(line: TaskLine, view: TaskView, now: Moment) -> bool:
    if view.grouping is Grouping.OVERDUE:
        return is_overdue(line, now)
    if view.grouping is Grouping.MINE and not line.is_mine:
        return False
    return line.is_open or view.shows_closed or view.grouping is Grouping.BOARD


def _said(line: TaskLine) -> str:
    steps = (step.text for step in line.steps)
    said = (line.label, line.title, line.detail, *line.owners, line.role_title, line.role_holder, line.document)
    return "\n".join((*said, line.phase, *line.blocked_by, *steps))


def _urgency(line: TaskLine) -> tuple[object, ...]:
    """Open before closed, then by due time, priority and the order of the plan; of closed ones the latest first."""
    due_ms = _NEVER_MS if line.due_at_ms is None else line.due_at_ms
    when = due_ms if line.is_open else -line.changed_at_ms
    return not line.is_open, when, _PRIORITIES.get(line.priority, 1), line.order or "~", line.made_at_ms, line.id


Group = tuple[int, str, str]
"""Rank, words in lower case and key of a group: groups are sorted by it."""


def _role_group(line: TaskLine) -> Group:
    return (0 if line.role else 1, line.role_title.casefold(), line.role)


def _role_words(line: TaskLine) -> str:
    if not line.role:
        return "No role"
    return f"{line.role_title}, held by {line.role_holder}" if line.role_holder else f"{line.role_title}, vacant"


def _person_group(line: TaskLine) -> Group:
    name = line.owner or line.role_holder
    return (0 if line.is_mine else 1 if name else 2, name.casefold(), "")


def _person_words(line: TaskLine) -> str:
    name = line.owner or line.role_holder or "Nobody yet"
    return f"{name} (me)" if line.is_mine else name


_GROUPS: dict[Grouping, tuple[Callable[[TaskLine], Group], Callable[[TaskLine], str]]] = {
    Grouping.ROLE: (_role_group, _role_words),
    Grouping.PERSON: (_person_group, _person_words),
}


def _amounts(lines: Sequence[TaskLine]) -> str:
    states = [line.state for line in lines]
    done, idle = states.count(DONE), states.count(NOT_APPLICABLE)
    still = states.count(OPEN) + states.count(IN_PROGRESS)
    parts = (f"{still} open", f"{done} done" if done else "", f"{idle} not applicable" if idle else "")
    return ", ".join(filter(None, parts))
