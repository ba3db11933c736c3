# SPDX-License-Identifier: Apache-2.0
"""How stations, folders, join requests and files set aside look in the list of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.services.carrier_names import carrier_name, is_stick
from incident_console.services.status import SetAside
from incident_console.services.times import full, local_offset_min
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.membership_row import ACTION, OTHER_COLUMNS, membership_row
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Text, line
from incident_console.ui.folder_words import (
    EMPTY,
    FILLED_BY_HAND,
    OK,
    folder_tone,
    folder_words,
    next_try_words,
    reason_words,
)
from incident_console.ui.models.team_facts import StationFacts
from incident_console.ui.models.team_view import FolderShown, RequestShown
from incident_console.ui.team_words import (
    asked_words,
    clock_words,
    heard_words,
    holds_words,
    missing_words,
    name_words,
    state_words,
)
from incident_console.ui.theme import Role, TextStyle, Tone

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.status import StationLine
    from incident_console.ui.models.team_view import Thing

TEAM_COLUMNS = (
    Column("icon", 22),
    Column("code", 44),
    Column("name", 158),
    Column("holds", 0, min_width=130),
    Column("role", 86),
    Column("heard", 112),
    Column("state", 92),
)
"""Columns of stations."""


def team_row(thing: Thing, now: Moment) -> Row:
    """Whatever the list shows, as a row."""
    if isinstance(thing, StationFacts):
        return _station_row(thing, now)
    if isinstance(thing, FolderShown):
        return _folder_row(thing, now)
    if isinstance(thing, RequestShown):
        return _request_row(thing, now)
    return _file_row(thing, now) if isinstance(thing, SetAside) else membership_row(thing, now)


def team_tip(thing: Thing, now: Moment) -> str:
    """What hovering tells: full times and paths."""
    if isinstance(thing, StationFacts):
        return heard_tip(thing.line, now)
    if isinstance(thing, FolderShown):
        return thing.facts.line.path
    return f"{thing.folder}\n{thing.name}" if isinstance(thing, SetAside) else ""


def heard_role(station: StationLine) -> Role:
    """The colour of a last word; silence is said in words beside it."""
    return Role.WARN if station.is_silent else Role.OK


def _station_row(facts: StationFacts, now: Moment) -> Row:
    station = facts.line
    icon = "lock" if station.state != "working" else "laptop"
    words = "this laptop" if station.is_self else station.state
    return Row(
        {
            "icon": _icon(icon, heard_role(station), words),
            "code": line(station.code, is_bold=True),
            "name": line(name_words(station)),
            "holds": line(holds_words(station, facts.lacking), Role.MUTED),
            "role": line(station.role, Role.MUTED),
            "heard": _with_warning(_heard(station, now), missing_words(station)),
            "state": _with_warning(Text(state_words(station, now), Role.MUTED), clock_words(station, facts.behind_ms)),
        }
    )


def _heard(station: StationLine, now: Moment) -> Text:
    return Text(heard_words(station, now), heard_role(station), is_bold=True)


def _folder_row(shown: FolderShown, now: Moment) -> Row:
    facts = shown.facts
    tone = folder_tone(facts, now)
    icon = _folder_icon(facts.line.path, facts.line.state)
    cells = {
        "icon": _icon(icon, Role.MUTED if tone is Tone.PLAIN else tone.role),
        "name": line(carrier_name(facts.line.path), is_bold=True),
        "words": _words(shown.work or folder_words(facts, now), Role.TEXT if shown.work else Role.MUTED),
    }
    if not shown.work:
        cells[ACTION] = line(action_words(facts.line.state), Role.ACCENT)
    return Row(cells, OTHER_COLUMNS)


def action_words(state: str) -> str:
    """The next thing to do with a folder in this state; empty where nothing here helps."""
    if state == "foreign":
        return ""
    return "fill it" if state in FILLED_BY_HAND else "sync now" if state == OK else "try again"


def _folder_icon(path: str, state: str) -> str:
    if state == OK:
        return "usb" if is_stick(path) else "folder-check"
    return "folder-open" if state == EMPTY else "folder-x"


def _request_row(shown: RequestShown, now: Moment) -> Row:
    asks = f"asks to join, {asked_words(shown.line, now)}"
    cells = {
        "icon": _icon("user-plus", Role.MUTED if shown.is_put_off else Role.ACCENT),
        "name": line(f"“{shown.line.member}”", is_bold=True),
        "words": _words(f"{asks}, put off" if shown.is_put_off else asks),
        ACTION: line("answer", Role.ACCENT),
    }
    return Row(cells, OTHER_COLUMNS)


def _file_row(file: SetAside, now: Moment) -> Row:
    cells = {
        "icon": _icon("triangle-alert", Role.WARN),
        "name": line(f"{file.what.capitalize()} in {carrier_name(file.folder)}"),
        "words": _words(f"{reason_words(file)}; read {next_try_words(file, now)}"),
    }
    return Row(cells, OTHER_COLUMNS)


def heard_tip(station: StationLine, now: Moment) -> str:
    """When the last word of a station was, in full, and what brought it."""
    if station.last_heard_ms is None:
        return "Never heard"
    at = full(station.last_heard_ms, local_offset_min(station.last_heard_ms, now))
    return f"Last word {at}, by {station.carrier}" if station.carrier else f"Last word {at}"


def _with_warning(text: Text, warning: str) -> Cell:
    lines = [Line((text,), max_lines=2)]
    if warning:
        lines.append(Line((Text(warning, Role.WARN, TextStyle.SMALL),), max_lines=2))
    return Cell(tuple(lines))


def _words(words: str, role: Role = Role.MUTED) -> Cell:
    return Cell((Line((Text(words, role),), max_lines=2),))


def _icon(name: str, role: Role, words: str = "") -> Cell:
    return Cell((Line(before=(Icon(name, role, 16, words),)),))
