# SPDX-License-Identifier: Apache-2.0
"""What matters now on one screen, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.domain.entry_filter import EntryFilter
from incident_console.domain.task import DONE

from .log_view import LogQuery

if TYPE_CHECKING:
    from .calls import CallListLine
    from .incidents import IncidentLine
    from .messages import MessageLine
    from .roles import RoleLine
    from .session import Session
    from .status import StationLine
    from .status_log import EntryLine
    from .tasks import TaskLine

MOST_ENTRIES = 6


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of an incident at one moment.

    ``tasks`` are the open ones, the most urgent first; ``significant`` the latest marked entries; ``unanswered`` the
    messages that nobody acknowledged. ``report_no`` is the number of the next status report.
    """

    now: Moment
    incident: IncidentLine
    tasks: tuple[TaskLine, ...]
    tasks_done: int
    tasks_in_all: int
    plan_done: int
    plan_steps: int
    significant: tuple[EntryLine, ...]
    significant_in_all: int
    calls: tuple[CallListLine, ...]
    roles: tuple[RoleLine, ...]
    stations: tuple[StationLine, ...]
    unanswered: tuple[MessageLine, ...]
    report_no: int

    @property
    def vacant(self) -> tuple[RoleLine, ...]:
        """The roles that nobody holds."""
        return tuple(role for role in self.roles if not role.holder)


def read_overview(session: Session, incident: bytes) -> Overview:
    """Read everything that the overview of an incident shows. Raises KnownError if the incident is not here."""
    tasks = session.tasks.lines(incident)
    from_plan = [task for task in tasks if task.from_plan]
    marked = session.log_view.open(LogQuery(incident, EntryFilter(is_significant=True))).shown
    latest = [key for _, _, key in marked[-MOST_ENTRIES:]]
    significant = sorted((line.entry for line in session.log_view.lines(latest)), key=lambda line: line.event_at_ms)
    return Overview(
        now=session.now(),
        incident=session.incidents.get(incident),
        tasks=tuple(sorted((task for task in tasks if task.is_open), key=_urgency)),
        tasks_done=sum(task.state == DONE for task in tasks),
        tasks_in_all=len(tasks),
        plan_done=sum(not task.is_open for task in from_plan),
        plan_steps=len(from_plan),
        significant=tuple(reversed(significant)),
        significant_in_all=len(marked),
        calls=tuple(session.calls.lists(incident)),
        roles=tuple(session.roles.lines(incident)),
        stations=tuple(session.status.stations()),
        unanswered=tuple(line for line in session.messages.lines(incident) if not line.acknowledged),
        report_no=1 + max((line.ordinal for line in session.reports.lines(incident)), default=0),
    )


def _urgency(task: TaskLine) -> tuple[bool, bool, int, str]:
    has_due = task.due_at_ms is not None
    return not task.conflict_fields, not has_due, task.due_at_ms or 0, task.label
