# SPDX-License-Identifier: Apache-2.0
"""What each tile of the overview shows, as plain rows; no widget here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.services.overview import Overview
from incident_console.services.status import StationLine
from incident_console.services.tasks import TaskLine
from incident_console.services.times import clock, span
from incident_console.ui.delegates import Line, Tag, Text
from incident_console.ui.due_words import due_of
from incident_console.ui.theme import Role, Tone

MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class TileRow:
    """A row of a tile, and where it leads: a page and a thing there."""

    line: Line
    page: str = ""
    key: bytes | None = None


def task_rows(facts: Overview) -> Iterator[TileRow]:
    """The open tasks, conflicts first, then the most urgent."""
    for task in facts.tasks[:MOST_ROWS]:
        yield TileRow(_task_line(task, facts.now), "tasks", task.id)


def significant_rows(facts: Overview) -> Iterator[TileRow]:
    """The latest entries that somebody marked."""
    for entry in facts.significant:
        when = Text(clock(entry.event_at_ms, facts.now), is_bold=True)
        words = Text("  " + " ".join(entry.text.split()))
        yield TileRow(Line((when, words), end=(Text(entry.label, Role.MUTED),), max_lines=2), "log", entry.id)


def next_rows(facts: Overview) -> Iterator[TileRow]:
    """What the clock brings: the next report, then how many tasks fall due when."""
    incident = facts.incident
    if incident.next_report_at_ms is not None:
        yield TileRow(
            _clock_line(f"Status report no. {facts.report_no}", incident.next_report_at_ms, facts.now), "reports"
        )
    due = Counter(task.due_at_ms for task in facts.tasks if (task.due_at_ms or 0) >= facts.now.ms)
    for at_ms in sorted(at for at in due if at is not None)[: MOST_ROWS - 1]:
        words = "1 task falls due" if due[at_ms] == 1 else f"{due[at_ms]} tasks fall due"
        yield TileRow(_clock_line(words, at_ms, facts.now), "tasks")


def call_rows(facts: Overview) -> Iterator[TileRow]:
    """How far each call list has come."""
    for line in facts.calls:
        role = Role.OK if line.listed and line.reached == line.listed else Role.MUTED
        reached = Text(f"{line.reached} of {line.listed} reached", role)
        yield TileRow(Line((Text(line.name),), end=(reached,)), "calls", line.id)


def station_rows(facts: Overview) -> Iterator[TileRow]:
    """The stations heard lately in one row, each silent one in a row of its own."""
    heard = [station for station in facts.stations if not station.is_silent]
    if heard:
        oldest = max((facts.now.ms - (station.last_heard_ms or facts.now.ms) for station in heard), default=0)
        names = Text(", ".join(_name(station) for station in heard))
        words = "heard now" if oldest < 60_000 else f"heard ≤ {span(oldest)}"
        yield TileRow(Line((names,), end=(Text(words, Role.OK, is_bold=True),)), "team")
    for station in (station for station in facts.stations if station.is_silent):
        last = station.last_heard_ms
        words = "never heard" if last is None else f"silent {span(facts.now.ms - last)}"
        yield TileRow(
            Line((Text(_name(station)),), end=(Text(words, Role.WARN, is_bold=True),)), "team", station.device
        )


def role_rows(facts: Overview) -> Iterator[TileRow]:
    """Who leads what; vacant roles are named together, and lead to the first of them."""
    for role in [role for role in facts.roles if role.holder][: MOST_ROWS - 1]:
        yield TileRow(Line((Text(role.title),), end=(Text(role.holder, Role.MUTED),)), "overview", role.id)
    if facts.vacant:
        names = ", ".join(role.title for role in facts.vacant)
        tag = Tag(f"{len(facts.vacant)} vacant", Tone.WARN)
        yield TileRow(Line((Text(names),), before=(tag,), max_lines=2), "overview", facts.vacant[0].id)


def message_rows(facts: Overview) -> Iterator[TileRow]:
    """Messages that nobody acknowledged, the oldest first."""
    for message in facts.unanswered[:MOST_ROWS]:
        to = message.to or "everyone"
        tags = (Tag("urgent", Tone.DANGER),) if message.is_urgent else ()
        age = Text(span(facts.now.ms - message.sent_at_ms), Role.MUTED)
        yield TileRow(Line((Text(f"To {to}: {message.subject or message.text}"),), before=tags, end=(age,)))


def _task_line(task: TaskLine, now: Moment) -> Line:
    if task.conflict_fields:
        tag = Tag("two values", Tone.WARN)
    elif not task.acknowledged_at_ms and due_of(task, now).tone is Tone.PLAIN:
        tag = Tag("not acknowledged", Tone.INFO)
    else:
        due = due_of(task, now)
        tag = Tag(due.words, due.tone)
    words = Text(f"{task.label}  {task.title}")
    return Line((words,), before=(tag,), end=(Text(task.answerable, Role.MUTED),))


def _clock_line(words: str, at_ms: int, now: Moment) -> Line:
    left = at_ms - now.ms
    is_late, is_soon = left < 0, left < 30 * 60_000
    role = Role.DANGER if is_late else Role.WARN if is_soon else Role.MUTED
    when = f"overdue {span(-left)}" if is_late else f"{clock(at_ms, now)}, {span(left)}"
    return Line((Text(words),), end=(Text(when, role, is_bold=is_soon),))


def _name(station: StationLine) -> str:
    return station.name or station.code
