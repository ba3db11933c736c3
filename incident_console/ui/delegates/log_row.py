# SPDX-License-Identifier: Apache-2.0
"""How an entry of the status log looks in its list."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.domain.status_log import STRIKE
from incident_console.services.log_arrivals import Wave
from incident_console.services.log_view import LogLine
from incident_console.services.times import clock, full, local_offset_min, local_time
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.marks import index_marks_of
from incident_console.ui.delegates.row import Cell, Heading, Icon, Line, Row, Text
from incident_console.ui.theme import Role, TextStyle, Tone

LOG_COLUMNS = (
    Column("number", 54, "No.", is_right=True),
    Column("time", 70, "Time"),
    Column("kind", 92, "Kind"),
    Column("who", 138, "Author"),
    Column("text", 0, "Entry"),
    Column("star", 16),
)
KIND_LOOKS = {
    "fact": ("dot", Role.MUTED),
    "report": ("ear", Role.MUTED),
    "assessment": ("scale", Role.MUTED),
    "decision": ("gavel", Role.DECISION),
    "action": ("zap", Role.ACCENT),
    STRIKE: ("strikethrough", Role.MUTED),
}
"""Icon and colour of each kind of entry; the word stands beside it."""

_HEARD_AFTER_MS = 5 * 60_000
_MOST_LINES = 12
_MOST_LETTERS = 2_000
"""More than fits into those lines at any width; measuring a whole pasted file would take long."""
_HOUR_MIN, _DAY_MIN = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class LogLook:
    """What a row depends on beside its entry: the day of now, the words searched for, whether it is news."""

    now: Moment
    words: str = ""
    is_new: bool = False


def log_row(shown: LogLine, look: LogLook) -> Row:
    """An entry as a row, with its tags below its kind; a strike is a slim one that names what it strikes."""
    entry = shown.entry
    icon, role = KIND_LOOKS.get(entry.kind, ("circle-question-mark", Role.MUTED))
    kind = Line((Text(entry.kind.capitalize(), role, TextStyle.TINY, is_bold=True),), before=(Icon(icon, role, 14),))
    cells = {
        "number": Cell(tuple(_number_lines(entry.label, is_new=look.is_new))),
        "time": Cell(tuple(_time_lines(shown, look.now))),
        "kind": Cell((kind, *(_tag_line(tag) for tag in entry.tags))),
        "who": Cell((Line((Text(f"{entry.author} ·\N{NO-BREAK SPACE}{entry.station}", Role.MUTED),), max_lines=2),)),
        "text": Cell(tuple(_text_lines(shown, look))),
    }
    if entry.is_significant:
        cells["star"] = Cell((Line(before=(Icon("star", Role.WARN, 16, "significant"),)),))
    return Row(cells)


def wave_heading(wave: Wave, now: Moment) -> Heading:
    """The line above entries that arrived together."""
    entries = "1 entry" if wave.count == 1 else f"{wave.count:,} entries"
    first, last = clock(wave.first_at_ms, now), clock(wave.last_at_ms, now)
    when = f"at {last}" if first == last else f"from {first} to {last}"
    return Heading(f"{entries} arrived by {wave.carrier} {when}", Tone.INFO)


def late_words(minutes: int) -> str:
    """How late an entry was, in two words at most: "41 min", "3 h", "2 d"."""
    if minutes < 2 * _HOUR_MIN:
        return f"{minutes} min"
    return f"{minutes // _HOUR_MIN} h" if minutes < 2 * _DAY_MIN else f"{minutes // _DAY_MIN} d"


def log_tip(shown: LogLine, now: Moment) -> str:
    """The times of an entry in full, as hovering tells them."""
    entry = shown.entry
    lines = [
        f"Happened {full(entry.event_at_ms, entry.event_offset_min)}",
        f"Entered {full(entry.entered_at_ms, entry.entered_offset_min)}",
    ]
    if entry.received_at_ms is not None and not entry.is_own:
        heard = full(entry.received_at_ms, local_offset_min(entry.received_at_ms, now))
        lines.append(f"Received here {heard}, by {shown.carrier}" if shown.carrier else f"Received here {heard}")
    return "\n".join(lines)


def strike_words(shown: LogLine, now: Moment) -> str:
    """Who struck an entry, when, by which line and why."""
    entry = shown.entry
    at = clock(entry.struck_at_ms or 0, now)
    return f"Struck {at} by {entry.struck_by} ({shown.counterpart}): {entry.strike_reason}"


def _number_lines(label: str, *, is_new: bool) -> list[Line]:
    number = Line((Text(label, Role.ACCENT if is_new else Role.MUTED, is_bold=is_new),))
    return [number, Line((Text("new", Role.ACCENT, TextStyle.TINY, is_bold=True),))] if is_new else [number]


def _time_lines(shown: LogLine, now: Moment) -> list[Line]:
    entry = shown.entry
    local, today = local_time(entry.event_at_ms, now), local_time(now.ms, now)
    is_quiet = entry.kind == STRIKE
    lines = [Line((Text(f"{local:%H:%M}", Role.MUTED if is_quiet else Role.TEXT, is_bold=not is_quiet),))]
    if local.date() != today.date():
        lines.append(_small(clock(entry.event_at_ms, now).rpartition(" ")[0], Role.MUTED))
    if entry.late_min:
        lines.append(_small(f"late {late_words(entry.late_min)}", Role.WARN))
    if not entry.is_own and (entry.received_at_ms or 0) - entry.entered_at_ms >= _HEARD_AFTER_MS:
        lines.append(_small(f"heard {clock(entry.received_at_ms or 0, now)}", Role.WARN))
    return lines


def _tag_line(tag: str) -> Line:
    return Line((Text(tag, Role.MUTED, TextStyle.TINY),), before=(Icon("eye-off", Role.MUTED, 14),))


def _small(words: str, role: Role) -> Line:
    return Line((Text(words, role, TextStyle.TINY),))


def _text_lines(shown: LogLine, look: LogLook) -> list[Line]:
    entry = shown.entry
    text = entry.text[:_MOST_LETTERS]
    marks = index_marks_of(text, look.words)
    if entry.kind == STRIKE:
        strikes = Text(f"{shown.counterpart} struck: ", Role.MUTED, TextStyle.SMALL, is_bold=True)
        reason = Text(text, Role.MUTED, TextStyle.SMALL, marks=marks)
        return [Line((strikes, reason))]
    if not entry.is_struck:
        return [Line((Text(text, marks=marks),), max_lines=_MOST_LINES)]
    ruled = Text(text, Role.MUTED, is_struck=True, marks=marks)
    why = Text(strike_words(shown, look.now), Role.MUTED, TextStyle.SMALL)
    return [Line((ruled,), max_lines=_MOST_LINES), Line((why,), max_lines=3)]
