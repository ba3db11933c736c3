# SPDX-License-Identifier: Apache-2.0
"""The sections of a status report after page one: everything the summary rests on, with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from incident_console.domain.status_report import StatusReport, Topic
from incident_console.reports.blocks import draw_section
from incident_console.reports.moments import Zone
from incident_console.reports.pages import WIDTH, Pages
from incident_console.reports.palette import ASIDE
from incident_console.reports.status_report_rows import Rows, number_cell, text_cell, words
from incident_console.reports.tables import Column, Heading, Row, Table
from incident_console.reports.text import Paragraph

_WANTED = 44.0  # a section title stands with its column titles and a row, or on the next page


class _Section(NamedTuple):
    topic: Topic
    note: str
    columns: Sequence[Column]
    rows: Iterable[Row | Heading]
    nothing: str  # what to say where the snapshot holds none; empty where it holds some


def draw_sections(pages: Pages, report: StatusReport, tick: Callable[[], None]) -> None:
    """Lay out the sections that have something to say, then the others in one table; ``tick`` is told each row."""
    sections = _sections(report)
    for section in sections:
        if not section.nothing:
            draw_section(pages, f"{section.topic.number} {section.topic.title}", section.note, _WANTED)
            Table(pages, section.columns).draw(_ticking(section.rows, tick))
    empty = [(section.topic, section.nothing) for section in sections if section.nothing]
    _draw_not_recorded(pages, [*empty, *((topic, "not recorded") for topic in report.not_recorded)])


def _sections(report: StatusReport) -> list[_Section]:
    rows = Rows(Zone(report.zone_name, report.utc_offset_min), report.cut_off_at_ms)
    return [
        _Section(
            Topic(3, "Situation"),
            f"{len(report.entries)} significant log entries",
            _columns(no=42, time=50, kind=56, author=92, entry=0),
            rows.entries(report.entries),
            "" if report.entries else "no significant entry",
        ),
        _Section(
            Topic(4, "People called"),
            _reached(report),
            _columns(person=108, role=104, outcome=80, tries=32, last=58, caller_and_note=0),
            rows.calls(report.call_lists),
            "" if report.call_lists else "no call list in use",
        ),
        *_action_sections(report, rows),
        _Section(
            Topic(12, "Plans active"),
            "",
            _columns(plan=300, version=80, steps_done=0),
            rows.plans(report.plans),
            "" if report.plans else "no plan in force",
        ),
        _Section(
            Topic(18, "Command"),
            "roles held now",
            _columns(role=130, held_by=120, station=60, since=60, deputies_in_order=0),
            rows.roles(report.roles),
            "" if report.roles else "no role assigned",
        ),
    ]


def _action_sections(report: StatusReport, rows: Rows) -> list[_Section]:
    overdue = sum(task.is_overdue for task in report.tasks_open)
    return [
        _Section(
            Topic(8, "Actions done"),
            f"{len(report.tasks_done)} in this period",
            _columns(no=42, action=0, owner=104, closed=58, state=70),
            rows.tasks_done(report.tasks_done),
            "" if report.tasks_done else "none in this period",
        ),
        _Section(
            Topic(9, "Actions open"),
            f"{len(report.tasks_open)} open, {overdue} overdue",
            _columns(no=42, action=0, owner=104, due=84, state=64),
            rows.tasks_open(report.tasks_open),
            "" if report.tasks_open else "none open",
        ),
        _Section(
            Topic(10, "Decisions"),
            f"{len(report.decisions)} in this period",
            _columns(no=42, time=50, decision_and_why=0, author=84),
            rows.decisions(report.decisions),
            "" if report.decisions else "none in this period",
        ),
    ]


def _draw_not_recorded(pages: Pages, topics: list[tuple[Topic, str]]) -> None:
    if not topics:
        return
    draw_section(pages, "Nothing recorded", "room to add by hand on paper", _WANTED)
    rows = [
        Row([number_cell(str(topic.number)), text_cell(topic.title), [Paragraph(state, ASIDE)], []])
        for topic, state in sorted(topics, key=lambda item: item[0].number)
    ]
    Table(pages, _columns(no=28, topic=228, state=104, by_hand=0)).draw(rows)


def _reached(report: StatusReport) -> str:
    reached = sum(calls.reached for calls in report.call_lists)
    listed = sum(calls.listed for calls in report.call_lists)
    return f"{reached} of {listed} reached"


def _ticking(rows: Iterable[Row | Heading], tick: Callable[[], None]) -> Iterator[Row | Heading]:
    for row in rows:
        tick()
        yield row


def _columns(**widths: float) -> list[Column]:
    """Columns of these widths in points; the one of width 0 takes the rest of the page."""
    rest = WIDTH - sum(widths.values())
    return [Column(words(title), width or rest) for title, width in widths.items()]
