# SPDX-License-Identifier: Apache-2.0
"""Builds the snapshot of a status report from what this laptop holds: the same numbers that the boards show."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import incident_console
from incident_console.domain.incident import Incident
from incident_console.domain.status_log import STRIKE
from incident_console.domain.status_report import (
    FINAL,
    INITIAL,
    UPDATE,
    CallListResult,
    CallResult,
    Change,
    Headline,
    PlanActive,
    ReportDecision,
    ReportEntry,
    ReportTask,
    RoleHeld,
    Signatory,
    StationCoverage,
    StatusReport,
    StrikeMark,
)
from incident_console.domain.task import DONE, NOT_APPLICABLE
from incident_console.sync.station import Station

from .calls import CallsService
from .roles import RoleLine, RolesService
from .status import StatusService
from .status_log import EntryLine, StatusLogService
from .tasks import TaskLine, TasksService
from .times import local_offset_min, local_time

_DECISION = "decision"
_WHY = "Why:"
_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What a person adds to the figures: the state in a sentence, who approves, who gets it. All may be left empty.

    ``impact`` is none, moderate or severe, ``trend`` better, same or worse. Without a headline the incident's is taken.
    """

    headline: str = ""
    impact: str = ""
    trend: str = ""
    organisation: str = ""
    approved_by: str = ""
    distribution: tuple[str, ...] = ()


class SnapshotBuilder:
    """One snapshot; ``before`` holds the reports of the incident that were issued earlier and are here."""

    def __init__(
        self, station: Station, incident: Incident, words: ReportWords, before: Sequence[StatusReport]
    ) -> None:
        self._station = station
        self._incident = incident
        self._words = words
        self._before = before
        self._now = station.now()
        self._entries = StatusLogService(station).lines(incident.id)
        self._tasks = TasksService(station).lines(incident.id)
        self._roles = RolesService(station).lines(incident.id)
        self._calls = CallsService(station)
        self._strikes = {line.target: line for line in reversed(self._entries) if line.kind == STRIKE}

    def build(self, ordinal: int, label: str, next_due_at_ms: int | None) -> StatusReport:
        """The whole report, as of now."""
        station, incident, now = self._station, self._incident, self._now
        previous = self._before[-1] if self._before else None
        version = FINAL if not incident.is_open else INITIAL if ordinal == 1 else UPDATE
        return StatusReport(
            is_exercise=station.is_exercise,
            organisation=self._words.organisation.strip(),
            team=station.team_name,
            team_fingerprint=station.fingerprint,
            incident_name=incident.name,
            incident_number="",
            label=label,
            number=ordinal,
            version=version,
            period_from_at_ms=previous.cut_off_at_ms if previous else min(incident.started_at_ms, now.ms),
            period_to_at_ms=now.ms,
            cut_off_at_ms=now.ms,
            zone_name=local_time(now.ms, now).tzname() or "",
            utc_offset_min=local_offset_min(now.ms, now),
            prepared_by=self._signatory(station.member_name),
            log_head=self._log_head(),
            seen_root=station.set_hash(),
            headline=Headline(self._words.headline.strip() or incident.headline, self._words.impact, self._words.trend),
            incident_started_at_ms=incident.started_at_ms,
            severity=f"Severity {incident.severity}" if incident.severity else "",
            classification=incident.classification,
            previous_label=previous.label if previous else "",
            issued_at_ms=now.ms,
            next_due_at_ms=next_due_at_ms,
            approved_by=self._signatory(self._words.approved_by) if self._words.approved_by.strip() else None,
            distribution=self._words.distribution,
            coverage=self._coverage(),
            changes=tuple(self._changes(previous)) if previous else (),
            entries=tuple(self._entry(line) for line in self._entries if line.is_significant),
            call_lists=self._call_lists(),
            tasks_done=self._tasks_done(),
            tasks_open=tuple(self._task(line) for line in self._tasks if line.is_open),
            decisions=self._decisions(),
            tasks_done_in_all=sum(line.state == DONE for line in self._tasks),
            tasks_in_all=len(self._tasks),
            decisions_in_all=sum(line.kind == _DECISION for line in self._entries),
            plans=self._plans(),
            roles=tuple(self._role(line) for line in self._roles),
            app_version=incident_console.__version__,
        )

    def _signatory(self, name: str) -> Signatory:
        held = [role.title for role in self._roles if role.holder == name.strip()]
        return Signatory(name.strip(), ", ".join(held), self._now.ms)

    def _log_head(self) -> str:
        """One hash over every entry of the log: SHA-256 of their ids, sorted."""
        return hashlib.sha256(b"".join(sorted(line.id for line in self._entries))).hexdigest()

    def _coverage(self) -> tuple[StationCoverage, ...]:
        return tuple(
            StationCoverage(line.code, line.name, line.is_silent, line.last_heard_ms, line.missing_batches)
            for line in StatusService(self._station).stations()
        )

    def _entry(self, line: EntryLine) -> ReportEntry:
        return ReportEntry(
            number=line.label,
            kind=line.kind,
            event_at_ms=line.event_at_ms,
            entered_at_ms=line.entered_at_ms,
            author=line.author,
            station=line.station,
            text=line.text,
            late_min=line.late_min,
            strike=self._strike(line),
        )

    def _strike(self, line: EntryLine) -> StrikeMark | None:
        strike = self._strikes.get(line.id)
        return StrikeMark(strike.label, strike.author, strike.entered_at_ms, strike.text) if strike else None

    def _decisions(self) -> tuple[ReportDecision, ...]:
        """Decisions that no earlier report told; what follows "Why:" are the reasons."""
        told = {one.number for report in self._before for one in report.decisions}
        lines = [line for line in self._entries if line.kind == _DECISION and line.label not in told]
        return tuple(
            ReportDecision(line.label, line.event_at_ms, *_with_reasons(line.text), line.author, self._strike(line))
            for line in lines
        )

    def _call_lists(self) -> tuple[CallListResult, ...]:
        queues = [self._calls.queue(line.id) for line in self._calls.lists(self._incident.id)]
        return tuple(
            CallListResult(
                queue.list.name,
                queue.list.listed,
                queue.list.reached,
                tuple(
                    CallResult(row.name, row.about, "reached" if row.reached_at_ms is not None else row.outcome,
                               row.tries, row.last_at_ms, row.caller, row.note)
                    for row in queue.rows
                ),
            )
            for queue in queues
        )  # fmt: skip

    def _tasks_done(self) -> tuple[ReportTask, ...]:
        """Tasks closed in this period: those that no earlier report told as closed."""
        told = {task.number for report in self._before for task in report.tasks_done}
        return tuple(self._task(line) for line in self._tasks if not line.is_open and line.label not in told)

    def _task(self, line: TaskLine) -> ReportTask:
        owner = f"{line.owner} ({line.role_title})" if line.owner and line.role_title else line.answerable
        return ReportTask(
            number=line.label,
            title=line.title,
            owner=owner,
            state=line.state,
            due_at_ms=line.due_at_ms,
            is_overdue=line.is_overdue,
            closed_at_ms=None if line.is_open else line.changed_at_ms,
            has_conflict=bool(line.conflict_fields),
            note=line.reason if line.state == NOT_APPLICABLE else "",
        )

    def _plans(self) -> tuple[PlanActive, ...]:
        steps = [line for line in self._tasks if line.from_plan]
        if not self._incident.plan:
            return ()
        done = sum(line.state in (DONE, NOT_APPLICABLE) for line in steps)
        return (PlanActive(self._incident.plan, self._incident.plan_version, done, len(steps)),)

    def _role(self, line: RoleLine) -> RoleHeld:
        since = line.since_at_ms if line.holder else None
        return RoleHeld(line.title, line.holder, self._station_of(line.holder), since, line.deputies)

    def _station_of(self, name: str) -> str:
        """Where somebody works; a laptop may have several persons."""
        members = self._station.members().items()
        found = (device for device, member in members if member.is_active and name in dict(member.persons).values())
        return next((self._station.station_name(device) for device in found), "")

    def _changes(self, previous: StatusReport) -> Iterator[Change]:
        """What is new since the report before, with the numbers it rests on."""
        yield from _told("new significant entry", "new significant entries",
                         [line.label for line in self._entries if line.is_significant],
                         {entry.number for entry in previous.entries})  # fmt: skip
        yield from _told("decision", "decisions", [one.number for one in self._decisions()], ())
        yield from _told("action closed", "actions closed", [task.number for task in self._tasks_done()], ())
        known = {task.number for task in (*previous.tasks_open, *previous.tasks_done)}
        known |= {task.number for report in self._before for task in report.tasks_done}
        yield from _told("new action", "new actions", [line.label for line in self._tasks], known)
        overdue = {task.number for task in previous.tasks_open if task.is_overdue}
        yield from _told("action now overdue", "actions now overdue",
                         [line.label for line in self._tasks if line.is_overdue], overdue)  # fmt: skip
        reached = sum(line.reached for line in self._calls.lists(self._incident.id))
        if (more := reached - sum(one.reached for one in previous.call_lists)) > 0:
            yield Change(f"{more} more {'person' if more == 1 else 'people'} reached")
        if f"Severity {self._incident.severity}" != previous.severity and self._incident.severity:
            yield Change(f"Severity is now {self._incident.severity}")


def _told(one: str, many: str, numbers: Sequence[str], known: Collection[str]) -> Iterator[Change]:
    new = [number for number in numbers if number not in known]
    if new:
        more = ("...",) if len(new) > _MOST_NUMBERS else ()
        yield Change(f"{len(new)} {one if len(new) == 1 else many}", (*new[:_MOST_NUMBERS], *more))


def _with_reasons(text: str) -> tuple[str, str]:
    decision, _, reasons = text.partition(_WHY)
    return (decision.strip(), reasons.strip()) if decision.strip() else (text, "")
