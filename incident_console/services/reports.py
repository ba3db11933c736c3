# SPDX-License-Identifier: Apache-2.0
"""Status reports: preview one, issue it, and draw any issued one again from its sealed snapshot, always the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.domain.incident import Incident
from incident_console.domain.issued_report import IssuedReport, issue_report
from incident_console.domain.operation import Draft
from incident_console.domain.roles import Role
from incident_console.domain.status_report import StatusReport
from incident_console.domain.status_report_plain import from_plain, to_plain
from incident_console.resources_path import resource_path
from incident_console.sync.blobs import has_blob, read_blob, store_blob
from incident_console.wire.canonical import Malformed, pack, unpack
from incident_console.wire.seen import seen_root

from .base import Service
from .plans import load_plans
from .report_snapshot import ReportWords, SnapshotBuilder

if TYPE_CHECKING:
    from incident_console.reports.status_report import RenderedReport

__all__ = ["ReportLine", "ReportWords", "ReportsService"]

Progress = Callable[[int, int], None]
"""Told (done, of 100) while a report is drawn."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An issued report as lists show it: ``label`` its number as cited, ``ordinal`` the count within the incident."""

    id: bytes
    incident: bytes
    label: str
    ordinal: int
    at_ms: int
    headline: str
    issued_by: str
    station: str
    is_here: bool


class ReportsService(Service):
    """The status reports of each incident."""

    def lines(self, incident: bytes) -> list[ReportLine]:
        """Every issued report of an incident, the first one first."""
        return [self.line(view) for view in self._all(IssuedReport, incident)]

    def find(self, incident: bytes, named: str) -> ReportLine:
        """The report with this number (4 or R-JO4); raises KnownError for none, or for two that count alike."""
        lines, wanted = self.lines(incident), named.strip().casefold()
        found = [line for line in lines if line.label.casefold() == wanted]
        found = found or [line for line in lines if str(line.ordinal) == wanted]
        if len(found) == 1:
            return found[0]
        if not found:
            raise KnownError(f"There is no status report no. {named[:40]}", "Nothing was written.")
        labels = ", ".join(line.label for line in found)
        raise KnownError(f"{len(found)} reports count as no. {named[:40]}", "Nothing was written.", f"Use {labels}.")

    def draft(self, incident: bytes, words: ReportWords | None = None) -> StatusReport:
        """What a report issued now would say, marked as a draft."""
        with self.station.lock:
            return replace(self._snapshot(incident, words or ReportWords()), is_draft=True, issued_at_ms=None)

    def issue(self, incident: bytes, words: ReportWords | None = None) -> ReportLine:
        """Issue a status report of what this laptop holds now: its snapshot is sealed and never changes.

        The time of the next report moves on by the plan's rhythm, where this station may set it.
        """
        self.station.require(Role.RESPONDER, "issue a status report")
        with self.station.lock:
            self.station.seal()
            report = self._snapshot(incident, words or ReportWords())
            blob = store_blob(self.station, io.BytesIO(pack(to_plain(report))).read)
            root, tip = self._frontier()
            draft = issue_report(
                self._new_id(), incident, report.number, report.cut_off_at_ms, report.headline.text, blob, root, tip
            )
            saved = self._save(draft, *self._next_due(incident, report))
            return self.line(self._need(IssuedReport, saved[0].id, "report"))

    def snapshot(self, report: bytes) -> StatusReport:
        """What an issued report says; raises KnownError if its snapshot is not here or damaged."""
        view = self._need(IssuedReport, report, "report")
        return _decoded(read_blob(self.station, view.snapshot))

    def render(self, report: bytes, progress: Progress | None = None, cancel: Event | None = None) -> RenderedReport:
        """An issued report as PDF, from its snapshot alone; raises KnownError if that is not here."""
        view = self._need(IssuedReport, report, "report")
        return _rendered(self.snapshot(report), view.snapshot.sha256, progress, cancel)

    def render_draft(
        self, draft: StatusReport, progress: Progress | None = None, cancel: Event | None = None
    ) -> RenderedReport:
        """A draft as PDF, with DRAFT on every page."""
        return _rendered(replace(draft, is_draft=True), bytes(32), progress, cancel)

    def line(self, view: IssuedReport) -> ReportLine:
        """An issued report of the record, ready to show."""
        return ReportLine(
            id=view.id,
            incident=view.incident,
            label=self.station.label(view.number, view.incident, view.id),
            ordinal=view.ordinal,
            at_ms=view.at_ms,
            headline=view.headline,
            issued_by=self._author(view.issued),
            station=self.station.station_name(view.issued.device),
            is_here=has_blob(self.station, view.snapshot),
        )

    def _snapshot(self, incident: bytes, words: ReportWords) -> StatusReport:
        view = self._need(Incident, incident, "incident")
        before = [_decoded(read_blob(self.station, one.snapshot)) for one in self._all(IssuedReport, incident)
                  if has_blob(self.station, one.snapshot)]  # fmt: skip
        ordinal = 1 + max((one.ordinal for one in self._all(IssuedReport, incident)), default=0)
        number = self.station.record.coming_number(incident, "report")
        label = self.station.label(number, incident)
        every = next((plan.report_every_minutes for plan in load_plans() if plan.name == view.plan), None)
        next_due = self.station.now().ms + every * 60_000 if every and view.is_open else view.next_report_at_ms
        return SnapshotBuilder(self.station, view, words, before).build(ordinal, label, next_due)

    def _frontier(self) -> tuple[bytes, tuple[bytes, int, bytes] | None]:
        """What this laptop has seen: a hash over all other streams, and the tip of its own."""
        own = self.station.record.open_stream()
        vector = {stream: tips for stream, tips in self.station.index.frontier.vector.items() if stream != own.stream}
        return seen_root(vector), (own.stream, own.seq, own.last_stmt) if own.seq else None

    def _next_due(self, incident: bytes, report: StatusReport) -> list[Draft]:
        view, due = self._need(Incident, incident, "incident"), report.next_due_at_ms
        may = self.station.role is not None and self.station.role >= Role.COORDINATOR
        if due is None or due == view.next_report_at_ms or not may:
            return []
        links = self._merged(incident).heads_of(["next_report_at_ms"])
        return [Draft("incident.set", incident, {"next_report_at_ms": due}, incident=incident, sup=links)]


def _decoded(data: bytes) -> StatusReport:
    try:
        return from_plain(unpack(data))
    except Malformed:
        raise KnownError("This status report cannot be read", "Its snapshot is damaged.") from None


def _rendered(report: StatusReport, digest: bytes, progress: Progress | None, cancel: Event | None) -> RenderedReport:
    from incident_console.reports.status_report import render_status_report

    return render_status_report(report, digest, resource_path("resources", "fonts"), progress, cancel)
