# SPDX-License-Identifier: Apache-2.0
"""Page one of a status report: what it is, the state in a sentence, the figures, who was heard, what is urgent."""

from __future__ import annotations

from collections.abc import Iterator

from incident_console.domain.status_report import StationCoverage, StatusReport
from incident_console.reports.blocks import Fact, Figure, draw_facts, draw_figures, draw_headline, draw_section
from incident_console.reports.frame import report_title
from incident_console.reports.marks import BULLET, DONE, MISSING, TWO_VALUES, WARNING
from incident_console.reports.moments import Zone, span
from incident_console.reports.pages import WIDTH, Pages
from incident_console.reports.palette import (
    AMBER,
    ASIDE,
    BODY,
    GREEN,
    INK,
    MUTED,
    RED,
    STRONG,
    SUBTITLE,
    TITLE,
    VIOLET,
    tinted,
)
from incident_console.reports.tables import Column, Row, Table
from incident_console.reports.text import Paragraph, set_lines

_IMPACT_COLOURS = {"none": GREEN, "moderate": AMBER, "severe": RED}
_MOST_OVERDUE = 6
_NEWER = "Issued by a newer version of the program: parts may be missing here. Print it where that version is."
_LATEST = 5


def draw_summary(pages: Pages, report: StatusReport) -> None:
    """Lay out the first page; long lists run on over the next."""
    zone = Zone(report.zone_name, report.utc_offset_min)
    _title(pages, report)
    draw_facts(pages, _facts(report, zone))
    _headline(pages, report)
    draw_figures(pages, _figures(report))
    _coverage(pages, report, zone)
    _attention(pages, report)
    _changes(pages, report)
    _latest(pages, report, zone)


def _title(pages: Pages, report: StatusReport) -> None:
    pages.write(set_lines(pages.book, report_title(report), TITLE, WIDTH))
    pages.write(set_lines(pages.book, report.incident_name, SUBTITLE, WIDTH))
    number = f"Incident {report.incident_number}" if report.incident_number else ""
    about = " · ".join(filter(None, [number, report.severity]))
    if about:
        pages.write(set_lines(pages.book, about, STRONG, WIDTH))
    pages.y += 7


def _facts(report: StatusReport, zone: Zone) -> list[Fact]:
    cut = report.cut_off_at_ms
    follows = f"follows {report.previous_label}" if report.previous_label else "the first of this incident"
    started = report.incident_started_at_ms
    since = f"{zone.full(started)}\n{span(cut - started)} before the cut-off" if started is not None else ""
    period = f"{zone.full(report.period_from_at_ms)} to {zone.short(report.period_to_at_ms, report.period_from_at_ms)}"
    due = zone.full(report.next_due_at_ms) if report.next_due_at_ms is not None else ""
    approved = report.approved_by
    return [
        Fact("Organisation", report.organisation),
        Fact("Team", report.team),
        Fact("Report", f"No. {report.number}, {follows}"),
        Fact("Classification", report.classification),
        Fact("Incident began", since),
        Fact("Period", period),
        Fact("Data cut-off", zone.full(cut)),
        Fact("Time zone of all times", zone.words()),
        Fact("Prepared by", _signed(report.prepared_by.name, report.prepared_by.role, report.prepared_by.at_ms, zone)),
        Fact(
            "Approved by", _signed(approved.name, approved.role, approved.at_ms, zone) if approved else "not approved"
        ),
        Fact("Distribution", ", ".join(report.distribution)),
        Fact("Next report due", due),
    ]


def _signed(name: str, role: str, at_ms: int | None, zone: Zone) -> str:
    who = ", ".join(filter(None, [name, role]))
    return "\n".join(filter(None, [who, zone.full(at_ms) if at_ms is not None else ""]))


def _headline(pages: Pages, report: StatusReport) -> None:
    headline = report.headline
    words = [f"Impact: {headline.impact}"] if headline.impact else []
    words += [f"Trend: {headline.trend}"] if headline.trend else []
    colour = _IMPACT_COLOURS.get(headline.impact, INK)
    draw_headline(pages, headline.text or "No headline given.", " · ".join(words), colour)


def _figures(report: StatusReport) -> list[Figure]:
    heard = sum(not station.is_silent for station in report.coverage)
    reached = sum(calls.reached for calls in report.call_lists)
    listed = sum(calls.listed for calls in report.call_lists)
    overdue = sum(task.is_overdue for task in report.tasks_open)
    stations = len(report.coverage)
    heard_look = (AMBER, MISSING) if heard < stations else (INK, "")
    return [
        Figure(f"{heard} of {stations}" if stations else "-", "stations heard", *heard_look),
        Figure(f"{reached} of {listed}" if listed else "-", "people reached", INK),
        _tasks_figure(report),
        Figure(str(overdue), "tasks overdue", RED if overdue else INK, WARNING if overdue else ""),
        Figure(str(len(report.entries)), "significant entries", INK),
        _decisions_figure(report),
    ]


def _tasks_figure(report: StatusReport) -> Figure:
    closed, still_open = len(report.tasks_done), len(report.tasks_open)
    if not report.counts_as_boards:
        return Figure(f"{closed} of {closed + still_open}", "tasks done", INK)
    note = f"{closed} closed since {report.previous_label}" if report.previous_label else ""
    return Figure(f"{report.tasks_done_in_all} of {report.tasks_in_all}", "tasks done", INK, note=note)


def _decisions_figure(report: StatusReport) -> Figure:
    taken = len(report.decisions)
    if not report.counts_as_boards:
        return Figure(str(taken), "decisions", INK)
    note = f"{taken} since {report.previous_label}" if report.previous_label else ""
    return Figure(str(report.decisions_in_all), "decisions", INK, note=note)


def _coverage(pages: Pages, report: StatusReport, zone: Zone) -> None:
    heard = sum(not station.is_silent for station in report.coverage)
    draw_section(pages, "Coverage", f"heard {heard} of {len(report.coverage)} stations at the cut-off", 40)
    stations = sorted(report.coverage, key=lambda station: (not station.is_silent, station.last_heard_at_ms or 0))
    cells = [_station_cells(station, report.cut_off_at_ms, zone) for station in stations]
    half = (len(cells) + 1) // 2
    rows = [Row([*left, *right]) for left, right in zip(cells[:half], [*cells[half:], ((), ())], strict=False)]
    names, words = WIDTH * 0.17, WIDTH * 0.33
    if not rows:
        rows = [Row([[Paragraph("No station recorded.", ASIDE)], [], [], []])]
    Table(pages, [Column("", names), Column("", words), Column("", names), Column("", words)]).draw(rows)


def _station_cells(
    station: StationCoverage, cut_off_at_ms: int, zone: Zone
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    name = Paragraph(f"{station.code}  {station.name}", STRONG)
    at = station.last_heard_at_ms
    gap = f", {station.missing_batches} batches missing" if station.missing_batches else ""
    if at is None:
        state = Paragraph("silent, never heard" + gap, tinted(BODY, AMBER), MISSING)
    elif station.is_silent:
        state = Paragraph(
            f"silent since {zone.short(at, cut_off_at_ms)}, {span(cut_off_at_ms - at)}{gap}",
            tinted(BODY, AMBER),
            MISSING,
        )
    else:
        look = (tinted(BODY, AMBER), WARNING) if gap else (tinted(BODY, GREEN), DONE)
        state = Paragraph(f"heard until {zone.short(at, cut_off_at_ms)}{gap}", *look)
    return (name,), (state,)


def _attention(pages: Pages, report: StatusReport) -> None:
    lines = list(_attention_lines(report))
    draw_section(pages, "Needs attention", "", 30)
    rows = [Row([[line]]) for line in lines or [Paragraph("Nothing stands out.", ASIDE)]]
    Table(pages, [Column("", WIDTH)]).draw(rows)


def _attention_lines(report: StatusReport) -> Iterator[Paragraph]:
    if report.is_newer:
        yield Paragraph(_NEWER, tinted(STRONG, RED), WARNING)
    yield from _overdue_lines(report)
    for task in (task for task in report.tasks_open if task.has_conflict):
        yield Paragraph(f"{task.number} has two values to settle: {task.title}", tinted(BODY, VIOLET), TWO_VALUES)
    for calls in report.call_lists:
        if calls.reached < calls.listed:
            missing = calls.listed - calls.reached
            yield Paragraph(f"{missing} of {calls.listed} not reached: {calls.name}", tinted(BODY, AMBER), MISSING)
    vacant = [role.role for role in report.roles if not role.holder]
    if vacant:
        yield Paragraph(f"Nobody holds: {', '.join(vacant)}", tinted(BODY, AMBER), MISSING)


def _overdue_lines(report: StatusReport) -> Iterator[Paragraph]:
    cut = report.cut_off_at_ms
    overdue = sorted((task for task in report.tasks_open if task.is_overdue), key=lambda task: task.due_at_ms or 0)
    for task in overdue[:_MOST_OVERDUE]:
        late = f" by {span(cut - task.due_at_ms)}" if task.due_at_ms is not None else ""
        yield Paragraph(
            f"{task.number} overdue{late}: {task.title} ({task.owner or 'nobody'})", tinted(BODY, RED), WARNING
        )
    if len(overdue) > _MOST_OVERDUE:
        yield Paragraph(f"{len(overdue) - _MOST_OVERDUE} more tasks overdue, see section 9", tinted(BODY, RED), WARNING)


def _changes(pages: Pages, report: StatusReport) -> None:
    since = f"since {report.previous_label}" if report.previous_label else ""
    draw_section(pages, "2  What changed", since, 30)
    rows = [Row([[Paragraph(change.text, BODY, BULLET)], [Paragraph(", ".join(change.numbers), ASIDE)]])
            for change in report.changes]  # fmt: skip
    nothing = (
        f"No change since {report.previous_label}." if report.previous_label else "The first report: nothing before it."
    )
    Table(pages, [Column("", WIDTH * 0.76), Column("", WIDTH * 0.24)]).draw(
        rows or [Row([[Paragraph(nothing, ASIDE)], []])]
    )


def _latest(pages: Pages, report: StatusReport, zone: Zone) -> None:
    """The newest entries in one line each, where page one has room for them."""
    standing = [entry for entry in report.entries if entry.strike is None]
    newest = sorted(standing, key=lambda entry: (entry.event_at_ms, entry.number), reverse=True)[:_LATEST]
    if not newest or len(pages.done) > 1 or pages.room < _LATEST * 18 + 40:
        return
    draw_section(pages, "Latest significant entries", "all of them in section 3", 0)
    columns = [Column("", 50), Column("", 62), Column("", WIDTH - 112)]
    Table(pages, columns).draw(
        Row([
            [Paragraph(entry.number, tinted(BODY, MUTED))],
            [Paragraph(zone.short(entry.event_at_ms, report.cut_off_at_ms), STRONG)],
            [Paragraph(entry.text, BODY, is_single=True)],
        ])
        for entry in newest
    )  # fmt: skip
