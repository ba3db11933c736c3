# SPDX-License-Identifier: Apache-2.0
"""What header and status line tell of, read from the services in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.services.incidents import IncidentLine
from incident_console.services.status import StationLine

if TYPE_CHECKING:
    from incident_console.services.folders import FolderLine
    from incident_console.services.session import Session


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """All of it at one moment. ``report_no`` is the number that the next status report of the incident gets.

    ``behind`` tells, by device, how many ms a clock is surely behind this one.
    """

    now: Moment
    is_exercise: bool
    incidents: tuple[IncidentLine, ...]
    incident: IncidentLine | None
    report_no: int
    stations: tuple[StationLine, ...]
    folders: tuple[FolderLine, ...]
    is_sealed: bool
    behind: Mapping[bytes, int] = field(default_factory=dict)

    @property
    def me(self) -> StationLine | None:
        """This laptop's own line."""
        return next((line for line in self.stations if line.is_self), None)


def read_facts(session: Session, chosen: bytes | None) -> FrameFacts:
    """Read everything; the incident is the chosen one, else the open one that was opened last, else none."""
    incidents = tuple(session.incidents.lines())
    incident = next((line for line in incidents if line.id == chosen), None)
    incident = incident or next((line for line in incidents if line.is_open), None)
    return FrameFacts(
        now=session.now(),
        is_exercise=session.is_exercise,
        incidents=incidents,
        incident=incident,
        report_no=_next_report(session, incident) if incident else 1,
        stations=tuple(session.status.stations()),
        folders=tuple(session.folders.lines()),
        is_sealed=session.sync.is_sealed(),
        behind=session.team.clocks_behind(),
    )


def _next_report(session: Session, incident: IncidentLine) -> int:
    return 1 + max((line.ordinal for line in session.reports.lines(incident.id)), default=0)
