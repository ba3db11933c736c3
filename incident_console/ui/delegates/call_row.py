# SPDX-License-Identifier: Apache-2.0
"""How somebody on a call list looks: a mark, the name, what became of the calls to them, who made the last one."""

from __future__ import annotations

from incident_console.domain.call_list import REACHED
from incident_console.domain.clock import Moment
from incident_console.services.call_queue import AGAIN, DELEGATED, STUCK
from incident_console.services.calls import CallRow
from incident_console.services.times import clock, full, local_offset_min
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Text, line
from incident_console.ui.theme import Role

ACTION = "who"
CALL_COLUMNS = (
    Column("mark", 24),
    Column("name", 0, min_width=130, is_first_when_stacked=True),
    Column("state", 162),
    Column(ACTION, 66, is_right=True),
)
OUTCOME_WORDS = {
    "reached": "reached",
    "no_answer": "no answer",
    "busy": "busy",
    "left_message": "left message",
    "wrong_number": "wrong number",
    "delegated": "delegated",
}
"""How a call ended, as people read it."""
_MARKS = {REACHED: "check", DELEGATED: "git-fork", STUCK: "x"}


def call_row(row: CallRow, now: Moment, *, is_next: bool) -> Row:
    """The row of somebody on a call list."""
    is_done = row.state in (REACHED, DELEGATED)
    words = Role.MUTED if is_done else Role.TEXT
    mark = _MARKS.get(row.state, "phone-missed" if row.tries else "phone")
    return Row(
        {
            "mark": Cell((Line(before=(Icon(mark, Role.OK if row.state == REACHED else words),)),)),
            "name": line(row.name, words, is_bold=is_next),
            "state": Cell(
                (Line((Text("next" if is_next else state_words(row, now), _state_role(row)),), max_lines=2),)
            ),
            ACTION: _who(row, is_next=is_next),
        }
    )


def state_words(row: CallRow, now: Moment) -> str:
    """What became of the calls to somebody, such as "no answer, again 17:20"."""
    outcome = OUTCOME_WORDS.get(row.outcome, row.outcome)
    if row.state == REACHED and row.reached_at_ms is not None:
        return f"reached {clock(row.reached_at_ms, now)}"
    if row.state == AGAIN:
        is_due = row.retry_at_ms is None or row.retry_at_ms <= now.ms
        again = "now" if is_due or row.retry_at_ms is None else clock(row.retry_at_ms, now)
        return f"{outcome}, again {again}"
    if row.state == DELEGATED and row.last_at_ms is not None:
        return f"delegated {clock(row.last_at_ms, now)}"
    if row.state == STUCK:
        return "wrong number" if row.numbers else "no number"
    return "waiting"


def call_tip(row: CallRow, now: Moment) -> str:
    """The last call in full."""
    if row.last_at_ms is None:
        return ""
    at = full(row.last_at_ms, local_offset_min(row.last_at_ms, now))
    said = f"{OUTCOME_WORDS.get(row.outcome, row.outcome)}, {at}, {row.caller} ({row.station})"
    return "\n".join(filter(None, (said, row.note)))


def _state_role(row: CallRow) -> Role:
    return Role.WARN if row.state == STUCK else Role.MUTED


def _who(row: CallRow, *, is_next: bool) -> Cell:
    if is_next:
        return line("you", Role.MUTED)
    if row.state == STUCK:
        return line("correct" if row.numbers else "add", Role.ACCENT)
    return line(row.station, Role.MUTED)
