# SPDX-License-Identifier: Apache-2.0
"""Roles, removals, held work and keys in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.domain.roles import Role
from incident_console.services.times import clock
from incident_console.ui.folder_words import count

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.governing import HeldLine
    from incident_console.services.team import MemberLine
    from incident_console.ui.models.team_view import HeldFacts, KeyShown

ROLES = (Role.VIEWER, Role.RESPONDER, Role.COORDINATOR, Role.ADMIN)
MEANS = {
    Role.VIEWER: "reads everything",
    Role.RESPONDER: "writes the log, works on tasks, makes calls",
    Role.COORDINATOR: "also opens incidents, gives roles, makes call lists",
    Role.ADMIN: "also lets laptops into the team, and removes them",
}
REMOVED_TITLE = "This laptop was removed from the team"
REMOVED_MESSAGE = (
    "What it holds stays readable here; what the team writes from now on is not. Nothing can be written any more."
    " Work that waited here still goes out, and an admin decides whether it counts."
)
REMOVED_WHAT_TO_DO = "To come back, lock this workspace, choose “Join a team”, and ask an admin to let you in anew."
LOST_TITLE = "The admission of this laptop does not count"
LOST_MESSAGE = (
    "Whoever let it in had been removed before, or used a recovery kit that had ended. What is here stays readable."
    " Nothing can be written any more."
)
LOST_WHAT_TO_DO = "Sync once more. If this stays, lock this workspace, choose “Join a team”, and ask an admin."
NO_KEY_TITLE = "The team writes under a key that this laptop was not given"
NO_KEY_MESSAGE = (
    "It may be on its way, or this laptop may have been removed. What is here stays readable, what you write is kept."
)
NO_KEY_WHAT_TO_DO = "Go on syncing; if this stays, ask an admin."


def place(line: MemberLine) -> str:
    """A station that has no name yet goes by its code: "Ops-1 (JO)", "JO"."""
    return line.name if line.name == line.code else f"{line.name} ({line.code})"


def removed_words(line: MemberLine, now: Moment) -> str:
    """Who removed a station, and when."""
    when = f" {clock(line.ended_at_ms, now)}" if line.ended_at_ms is not None else ""
    return f"removed{when}{f' by {line.ended_by}' if line.ended_by else ''}"


def key_words(shown: KeyShown) -> str:
    """How many stations write under the new key, and which do not: "5 of 7 have switched to the new key"."""
    if shown.is_pending:
        return "somebody outside the team still holds the key that is written under"
    return f"{shown.switched} of {shown.total} have switched to the new key; not yet: {', '.join(shown.late)}"


def held_words(held: HeldFacts) -> str:
    """What is to be done about held work."""
    if not held.decidable:
        return "kept and passed on; it does not count"
    return f"{'all of it waits' if held.decidable == held.count else f'{held.decidable} wait'} for an admin"


def piece_words(line: HeldLine) -> str:
    """What a piece of held work says, as one line."""
    return "; ".join(line.what)


def pieces(number: int) -> str:
    """How many pieces: "1 piece", "3 pieces"."""
    return count(number, "piece")
