# SPDX-License-Identifier: Apache-2.0
"""Builders of status reports for tests: the afternoon of a facility outage, and small variations of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from incident_console.domain.status_report import (
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

NOON_MS = 1_795_348_800_000
"""22 November 2026, 12:00 UTC."""
DOCUMENT_HASH = bytes(range(32))


def at(hours: int, minutes: int) -> int:
    """A time of that day in the report's zone, UTC+01:00."""
    return NOON_MS + ((hours - 13) * 60 + minutes) * 60_000


def an_entry(number: str = "JO-31", text: str = "Generator 2 started, fuel for 7 h.", **changes: Any) -> ReportEntry:
    """A significant entry, in time and not struck."""
    entry = ReportEntry(number, "fact", at(16, 52), at(16, 53), "J. Okafor", "Ops-1", text)
    return replace(entry, **changes)


def a_strike(reason: str = "Two visitors of floor 3 not yet seen.") -> StrikeMark:
    """A strike by Okafor at 16:47."""
    return StrikeMark("JO-29", "J. Okafor", at(16, 47), reason)


def an_empty_report(**changes: Any) -> StatusReport:
    """The least that a report can be."""
    report = StatusReport(
        is_exercise=False,
        organisation="",
        team="",
        team_fingerprint="",
        incident_name="Facility outage",
        incident_number="",
        label="R-JO1",
        number=1,
        version="initial",
        period_from_at_ms=at(14, 5),
        period_to_at_ms=at(15, 0),
        cut_off_at_ms=at(15, 0),
        zone_name="",
        utc_offset_min=0,
        prepared_by=Signatory("J. Okafor"),
        log_head="",
        seen_root="",
        headline=Headline(""),
    )
    return replace(report, **changes)


def a_report(**changes: Any) -> StatusReport:
    """A full report, as a team would issue it three hours into an outage."""
    report = an_empty_report(
        is_exercise=True,
        organisation="Harbour Logistics Ltd",
        team="Crisis team Harbour House",
        team_fingerprint="k7m2 9qpa 4tve 0r8c s1dj hh2u",
        incident_name="Facility outage, Harbour House",
        incident_number="2026-014",
        incident_started_at_ms=at(14, 5),
        severity="Severity 1 of 4",
        classification="Internal",
        label="R-JO4",
        number=4,
        version="update",
        previous_label="R-JO3",
        period_from_at_ms=at(15, 30),
        period_to_at_ms=at(17, 28),
        cut_off_at_ms=at(17, 28),
        issued_at_ms=at(17, 34),
        next_due_at_ms=at(19, 30),
        zone_name="Europe/Paris",
        utc_offset_min=60,
        prepared_by=Signatory("J. Okafor", "Scribe", at(17, 30)),
        approved_by=Signatory("M. Reyes", "Incident lead", at(17, 33)),
        distribution=("Board", "Site managers", "Insurer"),
        headline=Headline(
            "Power and network of the main site are down since 14:05; payments move to the north site, the utility"
            " estimates return at 20:30, unconfirmed.",
            "severe",
            "better",
        ),
        log_head="9b1e4f0ac7d2658830f2a1be77c4d90156e8aa3b2cf47d1908e6b5a4c3d2e1f0",
        seen_root="41c8e2d7b60f93a5182d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3",
        coverage=_coverage(),
        changes=_changes(),
        entries=_entries(),
        call_lists=_call_lists(),
        tasks_done=_tasks_done(),
        tasks_open=_tasks_open(),
        decisions=_decisions(),
        tasks_done_in_all=9,
        tasks_in_all=14,
        decisions_in_all=5,
        plans=(PlanActive("Facility outage", "v7", 18, 41), PlanActive("Payments continuity", "v3", 4, 19)),
        roles=_roles(),
        app_version="0.1.0",
    )
    return replace(report, **changes)


def a_long_report(entries: int) -> StatusReport:
    """A report with this many significant entries of some 120 characters."""
    words = (
        "Cooling of the second server room restarted on the spare feed, temperature falling, next reading in a while"
    )
    lines = tuple(
        an_entry(f"JO-{number}", f"{words}, no. {number}.", event_at_ms=at(14, 5) + number * 30_000)
        for number in range(1, entries + 1)
    )
    return a_report(entries=lines)


def _coverage() -> tuple[StationCoverage, ...]:
    return (
        StationCoverage("JO", "Ops-1", is_silent=False, last_heard_at_ms=at(17, 28)),
        StationCoverage("OP2", "Ops-2", is_silent=True, last_heard_at_ms=at(16, 39)),
        StationCoverage("LI", "Ops-3", is_silent=False, last_heard_at_ms=at(17, 26)),
        StationCoverage("HA", "Field-1", is_silent=False, last_heard_at_ms=at(17, 24)),
        StationCoverage("F2", "Field-2", is_silent=False, last_heard_at_ms=at(17, 21), missing_batches=3),
        StationCoverage("LE", "Legal-1", is_silent=False, last_heard_at_ms=at(17, 27)),
        StationCoverage("HO", "Home-1", is_silent=True, last_heard_at_ms=None),
    )


def _changes() -> tuple[Change, ...]:
    return (
        Change("Generator 2 carries cooling and half of floor 2", ("JO-31",)),
        Change("Payment operations moved to the north site", ("D-JO5", "T-JO14")),
        Change("7 actions done, 4 new, 3 now overdue", ("T-JO9", "T-JO14", "T-JO17")),
        Change("12 more people reached, 5 still without an answer"),
    )


def _entries() -> tuple[ReportEntry, ...]:
    return (
        an_entry("JO-27", "Share on the head-office server not reachable from any laptop in the building.",
                 event_at_ms=at(16, 10), entered_at_ms=at(16, 11)),
        an_entry("HA-7", "Server room 31 °C and rising 1 °C in 4 min. Non-critical racks shut down by plan step 12.",
                 event_at_ms=at(16, 22), entered_at_ms=at(17, 3), author="S. Haddad", station="Field-1", late_min=41),
        an_entry("JO-28", "All staff accounted for at assembly point B.", kind="report", event_at_ms=at(16, 40),
                 strike=a_strike()),
        an_entry("JO-30", "Payments move to the north site.", kind="decision", event_at_ms=at(16, 44)),
        an_entry("LI-12", "Utility control room: fault is in the ring main, crew on site, first estimate 20:30,"
                 " unconfirmed. Outage page: https://example.net/outages/harbour/2026-11-22/ring-main-7?ref=HL-0042&lang=en",
                 kind="report", event_at_ms=at(16, 48), author="Å. Lindqvist", station="Ops-3"),
        an_entry(),
    )  # fmt: skip


def _call_lists() -> tuple[CallListResult, ...]:
    suppliers = (
        CallResult("Dana Whitfield", "Fuel supplier, duty desk", "reached", 1, at(15, 41), "J. Okafor", "Tanker 21:30"),
        CallResult("Ivo Marek", "Lift maintenance", "no_answer", 3, at(17, 2), "L. Chen"),
        CallResult("Ren Aoki", "Network carrier", "left_message", 2, at(16, 55), "L. Chen", "Asked to call the bridge"),
        CallResult("Petra Sand", "Cleaning contractor", "", 0),
    )
    staff = (CallResult("Site wardens", "Floor 1 to 4", "reached", 4, at(15, 20), "S. Haddad"),)
    return CallListResult("Key suppliers", 4, 1, suppliers), CallListResult("Wardens", 1, 1, staff)


def _tasks_done() -> tuple[ReportTask, ...]:
    return (
        ReportTask("T-JO2", "Shut down non-critical racks", "Facilities lead", "done", at(16, 30),
                   closed_at_ms=at(16, 25)),
        ReportTask("T-JO5", "Open the assembly point at gate 2", "S. Haddad", "done", closed_at_ms=at(15, 44)),
        ReportTask("T-JO6", "Inform the tenants of floor 5", "Communications", "not_applicable", closed_at_ms=at(16, 2),
                   note="Floor 5 is empty since October."),
    )  # fmt: skip


def _tasks_open() -> tuple[ReportTask, ...]:
    return (
        ReportTask("T-JO14", "Confirm desks at the north site", "L. Chen", "open", at(17, 30)),
        ReportTask("T-JO9", "Call fuel supplier for a second delivery before 22:00", "Facilities lead", "in_progress",
                   at(17, 16), is_overdue=True),
        ReportTask("T-JO11", "Shuttle buses to the north site", "M. Reyes", "open", at(18, 0), has_conflict=True),
        ReportTask("T-JO17", "List of visitors still in the building", "", "open"),
    )  # fmt: skip


def _decisions() -> tuple[ReportDecision, ...]:
    return (
        ReportDecision("D-JO5", at(16, 44), "Move payment operations to the north site, lead M. Reyes.",
                       "The recovery time of payments ends at 18:05; the utility's estimate is later.", "M. Reyes"),
        ReportDecision("D-JO4", at(15, 58), "Console only: share and mail are taken as down.", "", "M. Reyes"),
    )  # fmt: skip


def _roles() -> tuple[RoleHeld, ...]:
    return (
        RoleHeld("Incident lead", "M. Reyes", "Ops-2", at(14, 12), ("A. Novak", "L. Chen")),
        RoleHeld("Scribe", "J. Okafor", "Ops-1", at(14, 20)),
        RoleHeld("Communications", ""),
    )
