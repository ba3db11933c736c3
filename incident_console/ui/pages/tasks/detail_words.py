# SPDX-License-Identifier: Apache-2.0
"""What the detail of a task says: facts in, words and rows out."""

from __future__ import annotations

from incident_console.domain.clock import Moment
from incident_console.domain.task import DONE, NOT_APPLICABLE, OPEN
from incident_console.services.tasks import TaskLine
from incident_console.services.times import clock, full
from incident_console.ui.delegates import Icon, Line, Text
from incident_console.ui.delegates.task_row import STATE_WORDS
from incident_console.ui.due_words import due_of
from incident_console.ui.pages.tasks.facts import TaskFacts
from incident_console.ui.theme import Role, Tone
from incident_console.ui.widgets.row_box import BoxRow


def state_words(facts: TaskFacts) -> str:
    """How it stands, since when, by whom, and why if it is not applicable."""
    line = facts.line
    said = STATE_WORDS.get(line.state, line.state)
    last = next((each for each in facts.history if each.sets_state), None)
    if last is None:
        return said
    at = clock(last.at_ms, facts.now)
    since = f"{said} {at}" if line.state == DONE else f"{said} since {at}"
    is_first = last is facts.history[-1]
    if line.state == OPEN and is_first:
        return f"{since}, from the plan" if line.from_plan else since
    why = f": {line.reason}" if line.state == NOT_APPLICABLE and line.reason else ""
    return f"{since}, {last.author}{why}"


def owner_words(line: TaskLine) -> str:
    """The person, or that it is the role's."""
    if line.owners:
        return " / ".join(line.owners)
    return f"{line.role_holder}, for the role" if line.role_holder else "nobody yet"


def role_words(line: TaskLine) -> str:
    """The role that answers for it, and who holds it."""
    if not line.role:
        return "none"
    return f"{line.role_title}, {line.role_holder}" if line.role_holder else f"{line.role_title}, vacant"


def due_words(line: TaskLine, now: Moment) -> tuple[str, Role]:
    """When it is due, with the clock time also when that is past."""
    due = due_of(line, now)
    if due.tone is Tone.DANGER and line.due_at_ms is not None:
        return f"{clock(line.due_at_ms, now)}, {due.words}", Role.DANGER
    plain = Role.MUTED if line.due_at_ms is None else Role.TEXT
    return due.words, plain if due.tone is Tone.PLAIN else due.tone.role


def acknowledged_words(line: TaskLine, now: Moment) -> tuple[str, Role]:
    """Who knows of it since when."""
    if line.acknowledged_at_ms is not None:
        return f"{clock(line.acknowledged_at_ms, now)}, {line.acknowledged_by}", Role.TEXT
    return "not yet", Role.WARN if line.is_open else Role.MUTED


def blocker_rows(facts: TaskFacts) -> list[BoxRow]:
    """The tasks that come first; those still open can be gone to."""
    return [BoxRow(_task_line(each), each.id) for each in facts.blockers]


def document_rows(facts: TaskFacts) -> list[BoxRow]:
    """The document that says how; one that nobody imported yet is named all the same."""
    if not facts.line.document or not facts.is_whole:
        return []
    found = facts.document
    icon = Icon("library", Role.TEXT if found else Role.MUTED)
    if found is None:
        words = (Text(facts.line.document, Role.MUTED),)
        return [BoxRow(Line(words, before=(icon,), end=(Text("not imported", Role.MUTED),)))]
    cited = facts.line.document_version
    end = (Text("the version cited", Role.MUTED),) if cited else ()
    return [BoxRow(Line((Text(found.title),), before=(icon,), end=end, max_lines=2), found.id + cited)]


def step_rows(facts: TaskFacts, *, can_change: bool) -> list[BoxRow]:
    """The steps, ticked or not."""
    rows = []
    for step in facts.line.steps:
        icon = Icon("square-check", Role.MUTED, 16, "ticked") if step.is_done else Icon("square", Role.TEXT)
        words = Text(step.text, Role.MUTED if step.is_done else Role.TEXT)
        rows.append(BoxRow(Line((words,), before=(icon,), max_lines=0), step.key if can_change else None))
    return rows


def history_rows(facts: TaskFacts) -> list[BoxRow]:
    """What became of it, the latest first."""
    rows = []
    for each in facts.history:
        words = Text(f"{clock(each.at_ms, facts.now)} {each.words}")
        content = Line((words,), end=(Text(each.author, Role.MUTED),), max_lines=0)
        rows.append(BoxRow(content, tip=f"{full(each.at_ms, each.utc_offset_min)}, {each.author} on {each.station}"))
    return rows


def _task_line(task: TaskLine) -> Line:
    is_done = not task.is_open
    icon = Icon("circle-check" if is_done else "circle", Role.MUTED if is_done else Role.WARN, 14)
    words = Text(f"{task.label} {task.title}", Role.MUTED if is_done else Role.TEXT)
    return Line((words,), before=(icon,), end=(Text(STATE_WORDS.get(task.state, task.state), Role.MUTED),))
