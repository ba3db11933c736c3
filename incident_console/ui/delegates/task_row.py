# SPDX-License-Identifier: Apache-2.0
"""How a task looks in a list: its state as a mark, number, words, owner, due time, and who knows of it."""

from __future__ import annotations

from collections.abc import Iterator

from incident_console.domain.clock import Moment
from incident_console.domain.task import DONE, IN_PROGRESS, NOT_APPLICABLE, OPEN
from incident_console.services.tasks import RIDERS, TaskLine
from incident_console.services.times import clock, full, local_offset_min
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.marks import marks_of
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Tag, Text, line
from incident_console.ui.due_words import due_of
from incident_console.ui.theme import Role, Tone

TASK_COLUMNS = (
    Column("state", 26),
    Column("number", 58, "No."),
    Column("task", 0, "Task", is_first_when_stacked=True),
    Column("owner", 120, "Owner"),
    Column("due", 122, "Due"),
    Column("acknowledged", 90, "Acknowledged", stacked_words="acknowledged"),
    Column("marks", 44, is_right=True),
)
CARD_COLUMNS = (
    Column("task", 0, is_first_when_stacked=True),
    Column("number", 54),
    Column("owner", 128),
    Column("due", 128),
)
"""On the board: narrow, so always stacked."""

_ICONS = {OPEN: "circle", IN_PROGRESS: "circle-dot", DONE: "circle-check", NOT_APPLICABLE: "circle-slash"}
STATE_WORDS = {OPEN: "open", IN_PROGRESS: "in progress", DONE: "done", NOT_APPLICABLE: "not applicable"}
"""The states of a task as people read them."""

_FIELD_WORDS = {
    "due_at_ms": "due",
    "acknowledged_by": "acknowledged",
    "blocked_by": "what comes first",
    "is_vital": "vital",
    "reviewed_on": "reviewed",
    "review_interval_days": "days between reviews",
}


def task_row(task: TaskLine, now: Moment, words: str = "") -> Row:
    """The row of a task; ``words`` are what was searched for, marked in the title."""
    cells = {
        "state": Cell((Line(before=(_mark(task),)),)),
        "number": line(task.label, Role.MUTED),
        "task": Cell(tuple(_task_lines(task, words))),
        "owner": Cell((Line((Text(owner_words(task), Role.MUTED),), max_lines=2),)),
        "due": Cell((_due_line(task, now),)),
        "acknowledged": _acknowledged(task, now),
    }
    if marks := tuple(_marks(task)):
        cells["marks"] = Cell((Line(before=marks),))
    return Row(cells)


def task_card(task: TaskLine, now: Moment, words: str = "") -> Row:
    """The card of a task on the board."""
    owner = Line((Text(owner_words(task), Role.MUTED),), before=(_mark(task),) if task.state == NOT_APPLICABLE else ())
    cells = {
        "task": Cell(tuple(_task_lines(task, words, tuple(_marks(task))))),
        "number": line(task.label, Role.MUTED),
        "owner": Cell((owner,)),
    }
    if task.due_at_ms is not None and task.is_open:
        cells["due"] = Cell((_due_line(task, now),))
    return Row(cells)


def task_tip(task: TaskLine, now: Moment) -> str:
    """Times in full, with their offset."""
    said = [("Due", task.due_at_ms, ""), ("Acknowledged", task.acknowledged_at_ms, task.acknowledged_by)]
    return "\n".join(_full_time(name, at_ms, who, now) for name, at_ms, who in said if at_ms is not None)


def full_time(at_ms: int, now: Moment) -> str:
    """A time in full on this laptop's clock, with its offset."""
    return full(at_ms, local_offset_min(at_ms, now))


def owner_words(task: TaskLine) -> str:
    """Who does it: the person, else the role; both names where two people were named apart."""
    return " / ".join(task.owners) or task.role_title or "nobody yet"


def conflict_words(task: TaskLine) -> str:
    """Which fields show two values, such as "owner, due"; empty where none does."""
    return ", ".join(dict.fromkeys(map(field_words, shown_conflicts(task))))


def shown_conflicts(task: TaskLine) -> list[str]:
    """The fields that show two values, without those that are settled together with another one."""
    return [field for field in task.conflict_fields if RIDERS.get(field) not in task.conflict_fields]


def field_words(field: str) -> str:
    """A field as people call it."""
    kind, _, name = field.partition(".")
    named = {"step": "step", "tag": f"tag {name}", "reader": f"role {name}"} if name else {}
    return named.get(kind) or _FIELD_WORDS.get(field, field)


def _mark(task: TaskLine) -> Icon:
    role = Role.TEXT if task.is_open else Role.MUTED
    return Icon(_ICONS.get(task.state, "circle"), role, 16, STATE_WORDS.get(task.state, task.state))


def _task_lines(task: TaskLine, words: str, end: tuple[Icon, ...] = ()) -> Iterator[Line]:
    role = Role.TEXT if task.is_open else Role.MUTED
    marks = marks_of(task.title, words)
    yield Line((Text(task.title, role, marks=marks),), after=tuple(_tags(task)), end=end, max_lines=0)
    if task.is_open and task.blocked_by:
        yield Line((Text(f"blocked by {', '.join(task.blocked_by)}", Role.MUTED),), max_lines=0)


def _marks(task: TaskLine) -> Iterator[Icon]:
    if task.priority == "high" and task.is_open:
        yield Icon("flag", Role.WARN, 13, "high priority")
    if task.document:
        yield Icon("paperclip", Role.MUTED, 14, "with a document")


def _tags(task: TaskLine) -> Iterator[Tag]:
    if conflicts := conflict_words(task):
        yield Tag(f"two values: {conflicts}", Tone.WARN)


def _due_line(task: TaskLine, now: Moment) -> Line:
    if task.state == NOT_APPLICABLE:
        return Line((Text(f"not applicable: {task.reason}", Role.MUTED),), max_lines=2)
    if task.state == DONE:
        return Line((Text("done", Role.MUTED),))
    due = due_of(task, now)
    if due.tone is not Tone.PLAIN:
        return Line(before=(Tag(due.words, due.tone),))
    return Line((Text(due.words, Role.MUTED if task.due_at_ms is None else Role.TEXT),))


def _acknowledged(task: TaskLine, now: Moment) -> Cell:
    if task.acknowledged_at_ms is not None:
        return line(clock(task.acknowledged_at_ms, now), Role.MUTED)
    if not task.is_open:
        return line("-", Role.MUTED)
    is_urgent = due_of(task, now).tone is not Tone.PLAIN
    return line("not yet", Role.WARN if is_urgent else Role.MUTED, is_bold=is_urgent)


def _full_time(name: str, at_ms: int, who: str, now: Moment) -> str:
    return f"{name} {full_time(at_ms, now)}{f' by {who}' if who else ''}"
