# SPDX-License-Identifier: Apache-2.0
"""The end of a status report: who signs for it, and how a reader can tell that it is the one that was issued."""

from __future__ import annotations

from incident_console.domain.status_report import Signatory, StatusReport
from incident_console.reports.blocks import draw_section
from incident_console.reports.moments import Zone
from incident_console.reports.pages import LEFT, WIDTH, Box, Pages
from incident_console.reports.palette import BODY, LABEL, QUIET, RULE, STRONG
from incident_console.reports.tables import Column, Row, Table
from incident_console.reports.text import Paragraph, set_lines

_BOX_HEIGHT = 62.0
_RECORD_HEIGHT = 140.0  # the table and the notes below it stay on one page
_HOW_TO_CHECK = (
    "The pages are drawn from the sealed snapshot of this report alone, always the same. The document hash is the"
    " SHA-256 of that snapshot, which the report's signed operation names: two copies with one document hash are one"
    " report."
)
_CHARACTERS = (
    "A character that no font of the program holds is printed as its Unicode number in brackets, like [U+0995]."
)
_DRAFT = "This is a draft. It has no number, was not issued, and is not part of the record."


def draw_record(pages: Pages, report: StatusReport, document_hash: str) -> None:
    """Lay out signatures and proofs."""
    zone = Zone(report.zone_name, report.utc_offset_min)
    draw_section(pages, "Signatures", "", _BOX_HEIGHT)
    half = (WIDTH - 16) / 2
    _signature(pages, "Prepared by", report.prepared_by, zone, LEFT, half)
    _signature(pages, "Approved by", report.approved_by, zone, LEFT + half + 16, half)
    pages.y += _BOX_HEIGHT
    draw_section(pages, "Record", "", _RECORD_HEIGHT)
    facts = [
        ("Document hash", document_hash),
        ("Log head", report.log_head),
        ("Seen root", report.seen_root),
        ("Team fingerprint", report.team_fingerprint),
        ("Issued", zone.full(report.issued_at_ms) if report.issued_at_ms is not None else ""),
        ("Made with", ", ".join(filter(None, ["Incident Console", report.app_version, f"layout {report.layout}"]))),
    ]
    rows = [Row([[Paragraph(label, STRONG)], [Paragraph(value or "not recorded", BODY)]]) for label, value in facts]
    Table(pages, [Column("", 110), Column("", WIDTH - 110)]).draw(rows)
    notes = [_DRAFT] * report.is_draft + [_HOW_TO_CHECK, _CHARACTERS]
    for note in notes:
        pages.write(set_lines(pages.book, note, QUIET, WIDTH))


def _signature(pages: Pages, label: str, who: Signatory | None, zone: Zone, x: float, width: float) -> None:
    at = zone.full(who.at_ms) if who and who.at_ms is not None else ""
    lines = [
        *set_lines(pages.book, label, LABEL, width),
        *set_lines(pages.book, who.name if who else "not approved", STRONG, width)[:2],
        *set_lines(pages.book, ", ".join(filter(None, [who.role, at])) if who else "", QUIET, width)[:2],
    ]
    top = pages.y + 4
    for line in lines:
        pages.add(pages.place(line, x, top, width))
        top += line.style.leading
    pages.add(Box(x, pages.y + _BOX_HEIGHT - 10, width, 0.6, RULE))
    pages.add(pages.place(set_lines(pages.book, "Signature", LABEL, width)[0], x, pages.y + _BOX_HEIGHT - 9, width))
