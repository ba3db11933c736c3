# SPDX-License-Identifier: Apache-2.0
"""What header and status line tell of, read from the services in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.services.incidents import IncidentLine
from incident_console.services.persons import Writer
from incident_console.services.status import StationLine
from incident_console.services.team import MemberLine

if TYPE_CHECKING:
    from incident_console.services.folders import FolderLine
    from incident_console.services.session import Session


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """All of it at one moment. ``report_no`` is the number that the next status report of the incident gets.

    ``behind`` tells, by device, how many ms a clock is surely behind this one; ``set_back_ms`` how many this one is
    behind what it showed when this laptop last wrote.
    ``removed`` is this laptop's own line once it was removed, ``has_lost_admission`` where nobody removed it but its
    admission does not count; ``held`` counts work that waits for an admin, where this
    is an admin's laptop; ``lacks_key`` says that the team writes under a key that is not here.
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
    set_back_ms: int = 0
    writers: tuple[Writer, ...] = ()
    removed: MemberLine | None = None
    has_lost_admission: bool = False
    lacks_key: bool = False
    held: int = 0

    @property
    def writer(self) -> str:
        """The name of who is writing."""
        return next((line.name for line in self.writers if line.is_writing), "")

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
        set_back_ms=session.status.set_back_ms(),
        writers=tuple(session.writers.lines()),
        removed=_removed(session),
        has_lost_admission=session.has_lost_admission,
        lacks_key=session.lacks_key,
        held=session.governing.held_pieces() if session.governing.may_decide else 0,
    )


def _removed(session: Session) -> MemberLine | None:
    return next(line for line in session.team.members() if line.is_self) if session.is_removed else None


def _next_report(session: Session, incident: IncidentLine) -> int:
    return 1 + max((line.ordinal for line in session.reports.lines(incident.id)), default=0)
