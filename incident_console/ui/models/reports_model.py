# SPDX-License-Identifier: Apache-2.0
"""The issued status reports of an incident, with the one to come on top."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.services.reports import ReportLine
from incident_console.services.times import clock
from incident_console.ui.delegates import Cell, Column, Icon, Line, Row, Tag, Text
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.theme import Role, TextStyle, Tone

REPORT_COLUMNS = (Column("report", min_width=120),)
DRAFT = b"draft"
"""The key of the report to come."""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """An issued report, or (``issued`` None) the one to come under this number."""

    issued: ReportLine | None
    ordinal: int
    now: Moment

    @property
    def key(self) -> bytes:
        """What the row stays known by."""
        return self.issued.id if self.issued else DRAFT


class ReportsModel(KeyedRows[ShownReport]):
    """Filled with `show_items`."""

    def look(self, item: ShownReport) -> Row:
        return _draft_row(item.ordinal) if item.issued is None else _issued_row(item.issued, item.now)

    def tip(self, item: ShownReport) -> str:
        return item.issued.headline if item.issued else ""


def _draft_row(ordinal: int) -> Row:
    title = Line(
        (Text(f"Report no. {ordinal}", is_bold=True),), before=(Icon("pencil"),), end=(Tag("draft", Tone.INFO),)
    )
    below = Line((Text("As it would be issued now", Role.MUTED, TextStyle.SMALL),))
    return Row({"report": Cell((title, below))})


def _issued_row(report: ReportLine, now: Moment) -> Row:
    tags = () if report.is_here else (Tag("not here yet", Tone.WARN),)
    title = Line(
        (Text(f"No. {report.ordinal} · {report.label}", is_bold=True),),
        before=(Icon("file-check"),),
        end=(*tags, Text(clock(report.at_ms, now), Role.MUTED)),
    )
    headline = Line((Text(report.headline or "Without a headline"),), max_lines=2)
    author = Line((Text(f"{report.issued_by} · {report.station}", Role.MUTED, TextStyle.SMALL),))
    return Row({"report": Cell((title, headline, author))})
