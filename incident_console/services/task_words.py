# SPDX-License-Identifier: Apache-2.0
"""The history of a task in words: "due 22:00 to 21:30", "owner S. Haddad to M. Reyes"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from incident_console.domain.clock import Moment
from incident_console.domain.history import FieldChange, ThingChange
from incident_console.domain.operation import Value
from incident_console.domain.task import DONE, IN_PROGRESS, NOT_APPLICABLE, OPEN
from incident_console.domain.view import integer, member, text

from .times import clock

_STATES = {OPEN: "open again", IN_PROGRESS: "in progress", DONE: "done", NOT_APPLICABLE: "not applicable"}
_MADE_OF = {"plan_key": "plan", "document_version": "document"}
_PLAIN = {
    "detail": "note changed",
    "blocked_by": "what comes first changed",
    "document": "document changed",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a task: when by its author's clock (ms UTC, offset in minutes), by whom, on which station, what.

    ``sets_state`` tells that it says how the task stands.
    """

    op: bytes
    at_ms: int
    utc_offset_min: int
    author: str
    station: str
    words: str
    sets_state: bool


def change_words(change: ThingChange, role_titles: Mapping[str, str], now: Moment) -> str:
    """What somebody changed about a task, in words."""
    if change.is_first:
        written = {each.field for each in change.fields}
        return next((f"added from the {place}" for field, place in _MADE_OF.items() if field in written), "added")
    said = [_settled(each, words) for each in change.fields for words in _said(each, change, role_titles, now)]
    return ", ".join(said) or "changed"


def _settled(change: FieldChange, words: str) -> str:
    return f"settled: {words}" if change.is_settling else words


def _said(change: FieldChange, whole: ThingChange, role_titles: Mapping[str, str], now: Moment) -> Iterator[str]:
    field, before, after = change.field, change.before, change.after
    if field == "state":
        yield _state(text(after), whole)
    elif field == "due_at_ms":
        yield _turned("due", _time(before, now), _time(after, now), "no due time any more")
    elif field == "owner":
        yield _turned("owner", text(before), text(after), "no owner any more")
    elif field == "role":
        yield _turned("role", _title(before, role_titles), _title(after, role_titles), "no role any more")
    elif field == "acknowledged_by":
        yield "acknowledged" if after else "acknowledgement taken back"
    elif field == "title":
        yield f"renamed, was “{text(before)}”"
    elif field == "priority":
        yield f"priority {text(after) or 'normal'}"
    elif field.startswith("step."):
        yield _step(before, after)
    elif field in _PLAIN:
        yield _PLAIN[field]


def _state(state: str, whole: ThingChange) -> str:
    reason = next((text(each.after) for each in whole.fields if each.field == "reason"), "")
    words = _STATES.get(state, state)
    return f"{words}: {reason}" if state == NOT_APPLICABLE and reason else words


def _turned(name: str, before: str, after: str, gone: str) -> str:
    if not after:
        return gone
    return f"{name} {before} to {after}" if before and before != after else f"{name} {after}"


def _time(value: Value, now: Moment) -> str:
    at_ms = integer(value)
    return "" if at_ms is None else clock(at_ms, now)


def _title(value: Value, role_titles: Mapping[str, str]) -> str:
    return role_titles.get(text(value), text(value))


def _step(before: Value, after: Value) -> str:
    words = f"“{text(member(after, 'text')) or text(member(before, 'text'))}”"
    if before is None:
        return f"step added: {words}"
    if after is None:
        return f"step taken out: {words}"
    if member(before, "done") is member(after, "done"):
        return f"step changed: {words}"
    return f"ticked {words}" if member(after, "done") is True else f"tick taken off {words}"
