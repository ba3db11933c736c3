# SPDX-License-Identifier: Apache-2.0
"""The rows of a status report's tables: entries, calls, tasks, decisions and roles as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from incident_console.domain.status_report import (
    CallListResult,
    CallResult,
    PlanActive,
    ReportDecision,
    ReportEntry,
    ReportTask,
    RoleHeld,
    StrikeMark,
)
from incident_console.reports.marks import DONE, MISSING, TWO_VALUES, WARNING
from incident_console.reports.moments import Zone, span
from incident_console.reports.palette import AMBER, ASIDE, BODY, GREEN, MUTED, QUIET, RED, STRONG, VIOLET, tinted
from incident_console.reports.tables import Heading, Row
from incident_console.reports.text import Paragraph, Style


class Rows(NamedTuple):
    """Makes rows whose times are told in one zone and measured against the data cut-off."""

    zone: Zone
    cut_off_at_ms: int

    def entries(self, entries: Iterable[ReportEntry]) -> Iterator[Row | Heading]:
        """Log entries by event time, each day under its date."""
        day = ""
        for entry in sorted(entries, key=_by_time):
            if self.zone.day(entry.event_at_ms) != day:
                day = self.zone.day(entry.event_at_ms)
                yield Heading(day)
            yield self._entry(entry)

    def calls(self, lists: Iterable[CallListResult]) -> Iterator[Row | Heading]:
        """People by call list, in the order in which they stand there."""
        for calls in lists:
            yield Heading(calls.name, f"{calls.reached} of {calls.listed} reached")
            yield from map(self._call, calls.people)

    def tasks_done(self, tasks: Iterable[ReportTask]) -> Iterator[Row]:
        """Closed tasks in the order in which they were closed."""
        for task in sorted(tasks, key=lambda task: (task.closed_at_ms or 0, *_counted(task.number))):
            closed, state = self._short(task.closed_at_ms), Paragraph(words(task.state), BODY)
            if task.state == "done":
                state = Paragraph(words(task.state), tinted(BODY, GREEN), DONE)
            yield Row([number_cell(task.number), _title(task), text_cell(task.owner), text_cell(closed), [state]])

    def tasks_open(self, tasks: Iterable[ReportTask]) -> Iterator[Row]:
        """Open tasks: overdue first, then by due time, those without one last."""
        for task in sorted(tasks, key=_urgency):
            state = text_cell(words(task.state))
            if task.has_conflict:
                state.append(Paragraph("two values", tinted(QUIET, VIOLET), TWO_VALUES))
            owner = text_cell(task.owner) or [Paragraph("nobody", tinted(BODY, AMBER))]
            yield Row([number_cell(task.number), _title(task), owner, self._due(task), state])

    def decisions(self, decisions: Iterable[ReportDecision]) -> Iterator[Row]:
        """Decisions by time, each with its reasons."""
        for decision in sorted(decisions, key=lambda decision: (decision.at_ms, *_counted(decision.number))):
            text = self._struck(decision.text, decision.strike, STRONG)
            if decision.rationale:
                text.append(Paragraph(f"Why: {decision.rationale}", BODY))
            at = Paragraph(self._short(decision.at_ms), STRONG)
            yield Row([number_cell(decision.number), [at], text, text_cell(decision.author)])

    def plans(self, plans: Iterable[PlanActive]) -> Iterator[Row]:
        """Plans in force with their progress."""
        for plan in plans:
            steps = text_cell(f"{plan.steps_done} of {plan.steps_total}")
            yield Row([[Paragraph(plan.name, STRONG)], text_cell(plan.version), steps])

    def roles(self, roles: Iterable[RoleHeld]) -> Iterator[Row]:
        """Who holds which role, and who follows."""
        for role in roles:
            holder = text_cell(role.holder) or [Paragraph("vacant", tinted(BODY, AMBER), MISSING)]
            since, deputies = text_cell(self._short(role.since_at_ms)), text_cell(", ".join(role.deputies))
            yield Row([[Paragraph(role.role, STRONG)], holder, text_cell(role.station), since, deputies])

    def _entry(self, entry: ReportEntry) -> Row:
        times = [Paragraph(self.zone.time(entry.event_at_ms), STRONG)]
        if entry.late_min:
            times.append(Paragraph(f"late {span(entry.late_min * 60_000)}", tinted(QUIET, AMBER)))
        author = text_cell(" · ".join(filter(None, [entry.author, entry.station])))
        text = self._struck(entry.text, entry.strike, BODY)
        return Row([number_cell(entry.number), times, text_cell(words(entry.kind)), author, text])

    def _struck(self, text: str, strike: StrikeMark | None, style: Style) -> list[Paragraph]:
        """A text, or the same ruled through with who struck it, when, and why."""
        if strike is None:
            return [Paragraph(text, style)]
        reason = f"Struck {self._short(strike.at_ms)} by {strike.by} ({strike.number}): {strike.reason}"
        return [Paragraph(text, tinted(style, MUTED).struck()), Paragraph(reason, QUIET)]

    def _call(self, call: CallResult) -> Row:
        look = (tinted(BODY, GREEN), DONE) if call.outcome == "reached" else (tinted(BODY, AMBER), MISSING)
        outcome = Paragraph(words(call.outcome) or "Not called yet", *look)
        note = [Paragraph(text, style) for text, style in ((call.caller, BODY), (call.note, QUIET)) if text]
        tries, last = text_cell(str(call.attempts or "")), text_cell(self._short(call.last_at_ms))
        return Row([[Paragraph(call.person, STRONG)], text_cell(call.role), [outcome], tries, last, note])

    def _due(self, task: ReportTask) -> list[Paragraph]:
        if task.due_at_ms is None:
            return [Paragraph("no due time", ASIDE)]
        due = [Paragraph(self._short(task.due_at_ms), STRONG)]
        if task.is_overdue:
            late = span(self.cut_off_at_ms - task.due_at_ms)
            due.append(Paragraph(f"OVERDUE {late}", tinted(QUIET, RED), WARNING))
        return due

    def _short(self, at_ms: int | None) -> str:
        return "" if at_ms is None else self.zone.short(at_ms, self.cut_off_at_ms)


def words(key: str) -> str:
    """A word of the record as a reader's word: no_answer becomes No answer."""
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def number_cell(number: str) -> list[Paragraph]:
    """A number as cited, in quiet colour."""
    return [Paragraph(number, tinted(BODY, MUTED))]


def text_cell(text: str) -> list[Paragraph]:
    """Plain text, or an empty cell."""
    return [Paragraph(text, BODY)] if text else []


def _title(task: ReportTask) -> list[Paragraph]:
    note = [Paragraph(task.note, QUIET)] if task.note else []
    return [Paragraph(task.title, BODY), *note]


def _by_time(entry: ReportEntry) -> tuple[int, int, int, str]:
    return (entry.event_at_ms, entry.entered_at_ms, *_counted(entry.number))


def _urgency(task: ReportTask) -> tuple[bool, bool, int, int, str]:
    return (not task.is_overdue, task.due_at_ms is None, task.due_at_ms or 0, *_counted(task.number))


def _counted(number: str) -> tuple[int, str]:
    """Puts JO-2 before JO-10."""
    return len(number), number
