# SPDX-License-Identifier: Apache-2.0
"""Incidents: list them, open one, say how it stands, close it and open it again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import CLOSED, OPEN, Incident, open_incident
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role

from .base import Service
from .finding import find_one

_SEVERITY = re.compile(r"(\d+) of (\d+)(?: · (.*))?")
_FIELDS = ("name", "state", "severity", "summary", "headline", "objectives", "classification", "started_at_ms",
           "next_report_at_ms")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Severity:
    """How bad an incident is: ``level`` 1 is the gravest of ``levels``; 0 where it was written in free words."""

    level: int
    levels: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as lists, headers and commands show it; times in ms UTC."""

    id: bytes
    name: str
    state: str
    is_open: bool
    severity: Severity
    plan: str
    plan_version: str
    summary: str
    headline: str
    classification: str
    started_at_ms: int
    opened_at_ms: int
    next_report_at_ms: int | None
    topics: tuple[str, ...]
    documents: tuple[str, ...]
    opened_by: str
    station: str
    conflict_fields: tuple[str, ...]


class IncidentsService(Service):
    """The incidents of the workspace."""

    def lines(self) -> list[IncidentLine]:
        """All incidents, the open ones first, the latest of each first."""
        lines = [self.line(view) for view in self._all(Incident)]
        return sorted(lines, key=lambda line: (not line.is_open, -line.opened_at_ms, line.id))

    def get(self, incident: bytes) -> IncidentLine:
        """One incident; raises KnownError if it is not here."""
        return self.line(self._need(Incident, incident, "incident"))

    def find(self, named: str) -> IncidentLine:
        """The incident with this id, beginning of an id, or name; raises KnownError for none or several."""
        return self.line(
            find_one(named, "incidents", self._all(Incident), lambda view: view.id.hex(), lambda v: (v.name,))
        )

    def open_without_plan(self, name: str, *, severity: str = "", started: Moment | None = None) -> IncidentLine:
        """Open an incident that no plan fits, begun now or earlier; raises KnownError for a blank name."""
        self.station.require(Role.COORDINATOR, "open an incident")
        entity, now = self._new_id(), self.station.now()
        fields: dict[str, Value] = {"severity": severity} if severity else {}
        self._save(open_incident(entity, name, now.ms, **fields, started_at_ms=(started or now).ms))
        return self.get(entity)

    def change(self, incident: bytes, **fields: Value) -> IncidentLine:
        """Set name, severity, headline, summary, next_report_at_ms and the like; raises KnownError for a blank name."""
        unknown = sorted(set(fields) - set(_FIELDS))
        if unknown:
            raise ValueError(f"an incident has no field {unknown[0]}")
        if not str(fields.get("name", "-") or "").strip():
            raise KnownError("An incident needs a name", "Nothing was changed.")
        self._need(Incident, incident, "incident")
        self._change("incident.set", incident, fields, incident)
        return self.get(incident)

    def close(self, incident: bytes) -> IncidentLine:
        """Say that the team no longer works on it; its record stays as it is."""
        return self.change(incident, state=CLOSED)

    def reopen(self, incident: bytes) -> IncidentLine:
        """Work on a closed incident again."""
        return self.change(incident, state=OPEN)

    def line(self, view: Incident) -> IncidentLine:
        """An incident of the record, ready to show."""
        return IncidentLine(
            id=view.id,
            name=view.name,
            state=view.state,
            is_open=view.is_open,
            severity=read_severity(view.severity),
            plan=view.plan,
            plan_version=view.plan_version,
            summary=view.summary,
            headline=view.headline,
            classification=view.classification,
            started_at_ms=view.started_at_ms,
            opened_at_ms=view.opened_at_ms,
            next_report_at_ms=view.next_report_at_ms,
            topics=view.topics,
            documents=view.documents,
            opened_by=self._author(view.opened),
            station=self.station.station_name(view.opened.device),
            conflict_fields=tuple(conflict.field for conflict in view.conflicts),
        )


def severity_text(level: int, levels: int, name: str) -> str:
    """A severity as it stands in the record: "2 of 4 · Major"."""
    return f"{level} of {levels} · {name}"


def read_severity(words: str) -> Severity:
    """A severity of the record in its parts; free words are kept as they are."""
    found = _SEVERITY.fullmatch(words)
    if found is None:
        return Severity(0, 0, words, words)
    return Severity(int(found[1]), int(found[2]), found[3] or "", words)
