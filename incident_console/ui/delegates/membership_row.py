# SPDX-License-Identifier: Apache-2.0
"""How removed stations, work that is held or too new, and the team's key look in the list of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.services.times import clock
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Text, line
from incident_console.ui.membership_words import held_words, key_words, piece_words, pieces, place, removed_words
from incident_console.ui.models.team_view import Decided, HeldFacts, HeldShown, KeyShown, NewerFacts, RemovedShown
from incident_console.ui.theme import Role, TextStyle

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment

ACTION = "action"
OTHER_COLUMNS = (
    Column("icon", 22),
    Column("name", 222),
    Column("words", 0, min_width=200),
    Column(ACTION, 84),
)
"""Columns of whatever is no station of now."""


def membership_row(thing: Decided, now: Moment) -> Row:
    """What admins decided, or have to decide, as a row."""
    if isinstance(thing, HeldShown):
        return _piece_row(thing, now)
    if isinstance(thing, RemovedShown):
        return _removed_row(thing, now)
    if isinstance(thing, NewerFacts):
        return _row("shield-alert", Role.WARN, _bold(thing.words), "kept and passed on, shown after an upgrade", "")
    return _key_row(thing) if isinstance(thing, KeyShown) else _held_row(thing)


def _held_row(held: HeldFacts) -> Row:
    name = f"{pieces(held.count)} of work held"
    action = "review" if held.decidable and held.may_decide else "look"
    return _row("inbox", Role.WARN, _bold(name), held_words(held), action)


def _piece_row(shown: HeldShown, now: Moment) -> Row:
    piece = shown.line
    icon, role = ("inbox", Role.WARN) if piece.may_count else ("circle-slash", Role.MUTED)
    words = Cell(
        (
            Line((Text(piece_words(piece)),), max_lines=2),
            Line((Text(piece.reason, Role.MUTED, TextStyle.SMALL),), max_lines=2),
        )
    )
    name = line(clock(piece.sealed_at_ms, now), is_bold=True)
    if not piece.may_count:
        return _row(icon, role, name, words, line("refused", Role.MUTED))
    return _row(icon, role, name, words, "decide" if shown.may_decide else "")


def _removed_row(shown: RemovedShown, now: Moment) -> Row:
    member = shown.line
    name = Cell((Line((Text(f"{place(member)}, {member.member}", Role.MUTED, is_struck=True),)),))
    words = removed_words(member, now)
    words = f"{words}; {pieces(shown.held)} of its work held" if shown.held else words
    return _row("circle-slash", Role.MUTED, name, words, "", "removed, this laptop" if member.is_self else "removed")


def _key_row(key: KeyShown) -> Row:
    name = "Key change pending" if key.is_pending else "New key"
    action = "change it" if key.is_pending and key.may_change else "look"
    return _row("key-round", Role.WARN, _bold(name), key_words(key), action)


def _row(icon: str, role: Role, name: Cell, words: str | Cell, action: str | Cell, spoken: str = "") -> Row:
    said = words if isinstance(words, Cell) else Cell((Line((Text(words, Role.MUTED),), max_lines=2),))
    cells = {"icon": Cell((Line(before=(Icon(icon, role, 16, spoken),)),)), "name": name, "words": said}
    if action:
        cells[ACTION] = action if isinstance(action, Cell) else line(action, Role.ACCENT)
    return Row(cells, OTHER_COLUMNS)


def _bold(words: str) -> Cell:
    return line(words, is_bold=True)
