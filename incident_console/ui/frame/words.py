# SPDX-License-Identifier: Apache-2.0
"""What header and status line say: facts in, words out. Nothing is called saved or synced before it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.services.clocks import gap_words, gaps, set_back_words
from incident_console.services.times import clock, local_time, span
from incident_console.ui.folder_words import TROUBLES
from incident_console.ui.membership_words import pieces
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.coverage_line import Coverage
from incident_console.ui.widgets.header_bar import HeaderState

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.folders import FolderLine
    from incident_console.services.incidents import IncidentLine, Severity
    from incident_console.services.status import StationLine
    from incident_console.ui.frame.facts import FrameFacts

_MOST_SILENT_NAMED = 3


def header_state(facts: FrameFacts) -> HeaderState:
    """The header of the incident that is shown, if one is."""
    line = facts.incident
    coverage = coverage_of(facts) if facts.stations else None
    if line is None:
        return HeaderState(is_exercise=facts.is_exercise, coverage=coverage)
    due, is_overdue = report_words(facts)
    return HeaderState(
        incident_name=line.name,
        is_exercise=facts.is_exercise,
        severity=_severity_words(line.severity),
        severity_tone=_severity_tone(line.severity),
        elapsed=elapsed_words(line, facts.now),
        report_due=due,
        is_report_overdue=is_overdue,
        coverage=coverage,
    )


def elapsed_words(line: IncidentLine, now: Moment) -> str:
    """How long the incident has lasted, since when; a closed one says so."""
    if not line.is_open:
        return "closed"
    return f"{span(now.ms - line.started_at_ms)} since {clock(line.started_at_ms, now)}"


def report_words(facts: FrameFacts) -> tuple[str, bool]:
    """When the next status report is due, and whether it is overdue; nothing where no time is set."""
    line = facts.incident
    if line is None or not line.is_open or line.next_report_at_ms is None:
        return "", False
    left_ms = line.next_report_at_ms - facts.now.ms
    if left_ms < 0:
        return f"Report no. {facts.report_no} overdue by {span(-left_ms)}", True
    return f"Report no. {facts.report_no} due in {span(left_ms)}", False


def coverage_of(facts: FrameFacts) -> Coverage:
    """Who was heard, and the first few of those who were not."""
    silent = [_silence(line, facts.now) for line in facts.stations if line.is_silent]
    more = len(silent) - _MOST_SILENT_NAMED
    named = [*silent[:_MOST_SILENT_NAMED], *([f"{more} more"] if more > 0 else [])]
    return Coverage(len(facts.stations) - len(silent), len(facts.stations), ", ".join(named))


def saved_words(saved_at_ms: int | None, facts: FrameFacts) -> str:
    """How far the last change of this laptop got: durable, then sealed as well."""
    if saved_at_ms is None:
        return "Everything saved" if facts.is_sealed else "Sealing what was saved"
    words = f"Saved {local_time(saved_at_ms, facts.now):%H:%M:%S}"
    return words if facts.is_sealed else f"{words}, sealing"


def folder_words(facts: FrameFacts, saved_at_ms: int | None) -> tuple[str, Tone]:
    """How every shared folder is, those in trouble first."""
    if not facts.folders:
        return "No shared folder", Tone.PLAIN
    lines = sorted(facts.folders, key=lambda line: line.state == "ok")
    is_fine = all(line.state == "ok" for line in lines)
    words = ", ".join(f"{_folder_name(line)}: {_folder_state(line, facts.now, saved_at_ms)}" for line in lines)
    return words, Tone.PLAIN if is_fine else Tone.WARN


def station_words(facts: FrameFacts) -> str:
    """Which laptop this is, who writes, and with what right."""
    me, removed = facts.me, facts.removed
    if removed is not None:
        return f"{removed.name} \N{MIDDLE DOT} removed"
    return f"{me.name} \N{MIDDLE DOT} {facts.writer or me.member} \N{MIDDLE DOT} {me.role}" if me else ""


def held_words(facts: FrameFacts) -> str:
    """How much work waits for an admin; empty where none does, or for others."""
    return f"{pieces(facts.held)} of work held" if facts.held else ""


def switch_words(facts: FrameFacts) -> str:
    """What one click does about who is writing; empty where nobody else works here."""
    others = [line.name for line in facts.writers if not line.is_writing]
    if facts.removed is not None or not others:
        return ""
    return f"write as {others[0]}" if len(others) == 1 else "somebody else writes\N{HORIZONTAL ELLIPSIS}"


def clock_words(facts: FrameFacts) -> str:
    """That this laptop's clock differs by over 2 minutes from another's, or from what it was; else empty."""
    worst = gaps(facts.stations, facts.behind)[:1]
    return gap_words(*worst[0]) if worst else set_back_words(facts.set_back_ms)


def _severity_words(severity: Severity) -> str:
    return f"Severity {severity.level} of {severity.levels}" if severity.level else severity.words


def _severity_tone(severity: Severity) -> Tone:
    if severity.level and severity.level == severity.levels:
        return Tone.PLAIN
    return Tone.DANGER if severity.level == 1 else Tone.WARN


def _silence(line: StationLine, now: Moment) -> str:
    return f"{line.name} ({'never heard' if line.last_heard_ms is None else span(now.ms - line.last_heard_ms)})"


def _folder_name(line: FolderLine) -> str:
    return Path(line.path).name or line.path


def _folder_state(line: FolderLine, now: Moment, saved_at_ms: int | None) -> str:
    if line.state == "unreachable":
        return f"unreachable since {clock(line.since_ms, now)}"
    if line.state != "ok":
        return TROUBLES.get(line.state, line.state)
    if line.synced_at_ms is None:
        return "not synced yet"
    if saved_at_ms is not None and saved_at_ms > line.synced_at_ms:
        return "sending"
    return f"synced {clock(line.synced_at_ms, now)}"
