# SPDX-License-Identifier: Apache-2.0
"""The status report as PDF, drawn from its snapshot alone, byte for byte the same for ever.

What its bytes rest on: the snapshot, the document hash, the files in resources/fonts, the pinned reportlab, and the
code of this folder. None of these may change what an issued report looks like: a new look takes a new
``domain.status_report.LAYOUT`` and keeps the drawing of the old one beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event

from incident_console.domain.status_report import StatusReport
from incident_console.reports.drawing import About, draw
from incident_console.reports.fonts import FontBook, font_book
from incident_console.reports.frame import Frame, report_title
from incident_console.reports.one_at_a_time import ONE_AT_A_TIME
from incident_console.reports.pages import Pages, Progress
from incident_console.reports.status_report_record import draw_record
from incident_console.reports.status_report_sections import draw_sections
from incident_console.reports.status_report_summary import draw_summary

_FIRST_TOP = 54.0  # page one has its title in place of the running one
_LAID_OUT = 50  # of 100, for progress


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A report as PDF, and how many pages it has."""

    pdf: bytes
    pages: int


def render_status_report(
    report: StatusReport,
    document_hash: bytes,
    fonts_folder: Path,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> RenderedReport:
    """Draw a status report as PDF: A4, embedded fonts, REAL or EXERCISE on every page.

    ``document_hash`` is the SHA-256 of the sealed snapshot (32 bytes) and is printed in the foot; ``fonts_folder`` is
    resources/fonts. ``progress`` is told (done, of 100). Raises KnownError when ``cancel`` is set, or when the report
    would be longer than a person can read.
    """
    with ONE_AT_A_TIME:
        return _render(report, document_hash.hex(), font_book(fonts_folder), progress or _untold, cancel)


def _render(
    report: StatusReport, document_hash: str, book: FontBook, progress: Progress, cancel: Event | None
) -> RenderedReport:
    pages = Pages(book, cancel, _FIRST_TOP)
    _lay_out(pages, report, document_hash, progress)
    frame = Frame(report, document_hash, book)
    count = len(pages.done)
    for number, page in enumerate(pages.done, start=1):
        page.items.extend(frame.items(number, count))

    def tick(number: int) -> None:
        pages.check()
        progress(_LAID_OUT + (100 - _LAID_OUT) * (number - 1) // count, 100)

    pdf = draw(pages.done, book, _about(report, document_hash, book), frame.watermark, tick)
    progress(100, 100)
    return RenderedReport(pdf, count)


def _lay_out(pages: Pages, report: StatusReport, document_hash: str, progress: Progress) -> None:
    total = max(1, _rows(report))
    done = 0

    def tick() -> None:
        nonlocal done
        pages.check()
        done += 1
        progress(_LAID_OUT * min(done, total) // total, 100)

    draw_summary(pages, report)
    if len(pages.done) == 1:
        pages.turn()
    draw_sections(pages, report, tick)
    draw_record(pages, report, document_hash)


def _rows(report: StatusReport) -> int:
    """About how many rows tick while the sections are laid out."""
    calls = sum(len(calls.people) for calls in report.call_lists)
    return len(report.entries) + calls + len(report.tasks_done) + len(report.tasks_open) + len(report.decisions)


def _about(report: StatusReport, document_hash: str, book: FontBook) -> About:
    word = "EXERCISE" if report.is_exercise else "REAL"
    title = book.visible(f"{report_title(report)}, {word}: {report.incident_name}")
    made_at = report.issued_at_ms if report.issued_at_ms is not None else report.cut_off_at_ms
    return About(
        title, book.visible(report.prepared_by.name), book.visible(report.organisation), made_at, document_hash
    )


def _untold(_done: int, _of: int) -> None:
    """Nobody wants to know."""
