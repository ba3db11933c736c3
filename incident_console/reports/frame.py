# SPDX-License-Identifier: Apache-2.0
"""What stands on every page of a report: REAL or EXERCISE, what it is, its page number, and its proofs."""

from __future__ import annotations

from incident_console.domain.status_report import StatusReport
from incident_console.reports.fonts import BOLD, SEMIBOLD, FontBook
from incident_console.reports.moments import Zone
from incident_console.reports.pages import LEFT, RIGHT, WIDTH, Box, Item, Shape, TextAt
from incident_console.reports.palette import FOOT, HAIRLINE, QUIET, RED, VIOLET, VIOLET_STRIPE, WHITE
from incident_console.reports.text import Line, Style, baseline, set_lines, set_one_line

_BAND_TOP, _BAND_HEIGHT = 24.0, 19.0
_FOOT_TOP = 784.0
_FOOT_LINES = 3
_PAGE_NUMBER_ROOM = 90.0
_BAND_WORD = Style(size=9.5, leading=_BAND_HEIGHT, weight=BOLD, colour=WHITE)
_BAND_NOTE = Style(size=7.6, leading=_BAND_HEIGHT, weight=SEMIBOLD, colour=WHITE)
_PAGE_NUMBER = Style(size=7.4, leading=9.8, weight=SEMIBOLD)


class Frame:
    """The head and foot of one report's pages."""

    def __init__(self, report: StatusReport, document_hash: str, book: FontBook) -> None:
        self._report = report
        self._book = book
        self._word = "EXERCISE" if report.is_exercise else "REAL"
        self._on_all = [*self._band(), *self._proofs(document_hash)]
        self._on_later = self._running_title()

    @property
    def watermark(self) -> str:
        """The word that runs across each page behind its text, or none."""
        if self._report.is_exercise:
            return "EXERCISE"
        return "DRAFT" if self._report.is_draft else ""

    def items(self, page: int, pages: int) -> list[Item]:
        """Head and foot of page ``page`` (from 1) of ``pages``."""
        number = self._line(f"Page {page} of {pages}", _PAGE_NUMBER)
        return [*self._on_all, *(self._on_later if page > 1 else ()), self._right(number, _FOOT_TOP + 2.0, RIGHT)]

    def _band(self) -> list[Item]:
        report = self._report
        notes = ["DRAFT, NOT ISSUED"] * report.is_draft + [report.classification] * bool(report.classification)
        return band_items(self._book, " · ".join(notes), is_exercise=report.is_exercise)

    def _running_title(self) -> list[Item]:
        report = self._report
        zone = Zone(report.zone_name, report.utc_offset_min)
        data = self._line(f"Data to {zone.full(report.cut_off_at_ms)}", QUIET)
        room = WIDTH - self._width(data.text, QUIET) - 12
        title = set_one_line(self._book, f"{report_title(report)}, {report.incident_name}", QUIET, room)
        return [self._left(title, 49.0), self._right(data, 49.0, RIGHT), Box(LEFT, 62.5, WIDTH, 0.5, HAIRLINE)]

    def _proofs(self, document_hash: str) -> list[Item]:
        report = self._report
        names = [self._word, report_title(report), report.incident_number, report.organisation or report.team]
        title = set_one_line(self._book, " · ".join(filter(None, names)), QUIET, WIDTH - _PAGE_NUMBER_ROOM)
        team = f" · Team {report.team_fingerprint}" if report.team_fingerprint else ""
        proofs = f"Document {document_hash}{team}\nLog head {report.log_head or 'not recorded'}"
        lines = set_lines(self._book, proofs, FOOT, WIDTH)[:_FOOT_LINES]
        return [
            Box(LEFT, _FOOT_TOP, WIDTH, 0.5, HAIRLINE),
            self._left(title, _FOOT_TOP + 2.0),
            *(self._left(line, _FOOT_TOP + 12.5 + place * FOOT.leading) for place, line in enumerate(lines)),
        ]

    def _line(self, text: str, style: Style) -> Line:
        return set_one_line(self._book, text, style, WIDTH)

    def _width(self, text: str, style: Style) -> float:
        return self._book.width(text, style.weight, style.size)

    def _left(self, line: Line, top: float) -> TextAt:
        return TextAt(LEFT, baseline(top, line.style), line)

    def _right(self, line: Line, top: float, right: float) -> TextAt:
        return TextAt(right - self._width(line.text, line.style), baseline(top, line.style), line)


def report_title(report: StatusReport) -> str:
    """What the report is called: Status report R-JO4, update."""
    label = report.label or "draft"
    return f"Status report {label}, {report.version}" if report.version else f"Status report {label}"


def band_items(book: FontBook, note: str, *, is_exercise: bool) -> list[Item]:
    """The band at the top of a page: REAL or EXERCISE in word, shape and colour, and a note at its right."""
    word = set_one_line(book, "EXERCISE" if is_exercise else "REAL", _BAND_WORD, WIDTH)
    beside = set_one_line(book, note, _BAND_NOTE, WIDTH / 2)
    note_width = book.width(beside.text, _BAND_NOTE.weight, _BAND_NOTE.size)
    stripes_from = LEFT + 34 + book.width(word.text, _BAND_WORD.weight, _BAND_WORD.size)
    return [
        Box(LEFT, _BAND_TOP, WIDTH, _BAND_HEIGHT, VIOLET if is_exercise else RED),
        *(_stripes(stripes_from, RIGHT - 20 - note_width) if is_exercise else ()),
        _sign(is_exercise),
        TextAt(LEFT + 24, baseline(_BAND_TOP, _BAND_WORD), word),
        TextAt(RIGHT - 9 - note_width, baseline(_BAND_TOP, _BAND_NOTE), beside),
    ]


def _sign(is_exercise: bool) -> Shape:
    """White on the band: a diamond for an exercise, a triangle for the real thing."""
    left, middle, half = LEFT + 8, _BAND_TOP + _BAND_HEIGHT / 2, 5.2
    centre, right, low = left + half, left + 2 * half, half * 0.85
    if is_exercise:
        return Shape(((left, middle), (centre, middle - half), (right, middle), (centre, middle + half)), WHITE)
    return Shape(((left, middle + low), (centre, middle - low), (right, middle + low)), WHITE)


def _stripes(start: float, end: float) -> list[Shape]:
    """Slanting stripes, so that an exercise's band is another one on a black-and-white copy too."""
    top, bottom, slant, step = _BAND_TOP, _BAND_TOP + _BAND_HEIGHT, _BAND_HEIGHT, 14.0
    count = max(0, int((end - start - slant - step / 2) // step) + 1)
    places = [start + number * step for number in range(count)]
    return [
        Shape(((x, bottom), (x + slant, top), (x + slant + step / 2, top), (x + step / 2, bottom)), VIOLET_STRIPE)
        for x in places
    ]
