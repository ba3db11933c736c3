# SPDX-License-Identifier: Apache-2.0
"""The rows below the properties: versions made apart, the stations that hold the document, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence

from incident_console.domain.clock import Moment
from incident_console.domain.operation import Value
from incident_console.services.document_properties import PropertyChange
from incident_console.services.documents import LeftLine, VersionLine
from incident_console.services.times import clock
from incident_console.services.vital_documents import Held, Presence, StationPresence
from incident_console.ui.delegates import Line
from incident_console.ui.delegates.row import Icon, Text
from incident_console.ui.delegates.task_row import field_words
from incident_console.ui.pages.documents.property_facts import PropertyFacts
from incident_console.ui.theme import Role
from incident_console.ui.widgets.row_box import BoxRow

_MOST_CHANGES = 20
_HELD = {
    Held.YES: ("circle-check", Role.OK, "holds it"),
    Held.NO: ("circle-x", Role.WARN, "does not have it"),
    Held.UNKNOWN: ("circle-question-mark", Role.MUTED, "not known"),
}


def head_rows(heads: Sequence[VersionLine], now: Moment, *, can_keep: bool) -> list[BoxRow]:
    """Versions made apart; pressing one keeps it."""
    rows = []
    for version in heads:
        words = f"{version.file_name}, {clock(version.added_at_ms, now)} by {version.added_by} ({version.station})"
        end = (Text("Keep this one", Role.ACCENT),) if can_keep else ()
        rows.append(BoxRow(Line((Text(words),), end=end, max_lines=0), version.id if can_keep else None))
    return rows


def presence_rows(presence: Presence | None, now: Moment) -> list[BoxRow]:
    """How many stations hold the document, then each: as of its last word."""
    if presence is None:
        return []
    is_sure = presence.count(Held.YES) == len(presence.stations)
    icon = Icon("shield-check" if is_sure else "shield", Role.OK if is_sure else Role.WARN)
    whole = BoxRow(Line((Text(presence.words.capitalize(), is_bold=True),), before=(icon,), max_lines=0))
    return [whole, *(_station_row(station, now) for station in presence.stations)]


def history_rows(facts: PropertyFacts) -> list[BoxRow]:
    """What was changed and when it left in plain, the latest first."""
    line = facts.one
    if line is None:
        return []
    told = [(change.at_ms, _changed(change, facts.now)) for change in facts.history]
    told += [(left.at_ms, _left(left, facts.now)) for left in line.left]
    return [row for _, row in sorted(told, key=lambda each: -each[0])][:_MOST_CHANGES]


def _station_row(station: StationPresence, now: Moment) -> BoxRow:
    icon, role, words = _HELD[station.held]
    heard = "this laptop" if station.is_self else "never heard"
    if not station.is_self and station.heard_at_ms is not None:
        heard = f"heard {clock(station.heard_at_ms, now)}"
    before = (Icon(icon, role, 14, words),)
    return BoxRow(Line((Text(f"{station.station}: {words}"),), before=before, end=(Text(heard, Role.MUTED),)))


def _changed(change: PropertyChange, now: Moment) -> BoxRow:
    said = "; ".join(f"{field_words(name)} {_words(after)}" for name, _, after in change.fields)
    words = Text(f"{clock(change.at_ms, now)} {said}")
    return BoxRow(Line((words,), end=(Text(f"{change.by} ({change.station})", Role.MUTED),), max_lines=0))


def _left(left: LeftLine, now: Moment) -> BoxRow:
    words = Text(f"{clock(left.at_ms, now)} left in plain ({left.how})", Role.WARN)
    return BoxRow(Line((words,), end=(Text(f"{left.by} ({left.station})", Role.MUTED),), max_lines=0))


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None or value == "" else str(value)
