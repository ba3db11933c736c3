# SPDX-License-Identifier: Apache-2.0
"""All about a station that was removed, and about the key that the team writes under since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from incident_console.services.times import clock
from incident_console.ui.membership_words import REMOVED_MESSAGE, REMOVED_WHAT_TO_DO, key_words, pieces, place
from incident_console.ui.pages.team.station_pane import admitted_words
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.models.team_view import KeyShown, RemovedShown
    from incident_console.ui.pages.team.decisions import Decisions

_STANDS = (
    "Its work up to its removal counts. It keeps what it had, and reads nothing that a station writes once that station"
    " has heard of the removal. To come back it joins anew, in a new workspace."
)
_KEY = (
    "A station that has not heard of a removal still writes under the old key, which the removed laptop holds. It"
    " changes by itself with that station's next sync. Phone those that are named, if it matters."
)
_PENDING = (
    "No key is left that only members hold, as after two admins removed two laptops apart from each other. An admin's"
    " program makes a new one by itself within two minutes of a sync; you need not wait for that."
)
_PENDING_FOR_OTHERS = "An admin's program makes a new key by itself with its next sync: {}."


class RemovedPane(DetailPane):
    """``held_wanted`` comes from the button that leads to its held work."""

    held_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("removed-pane", "Removed station")
        self.add_section("Removed station")
        self._headline = self.add_headline("")
        self._values = self.add_values()
        for name in ("Member", "Role until then", "Admitted", "Removed", "New key", "Work held"):
            self._values.add(name, "")
        self.add_gap()
        self._review = SecondaryButton("Review its held work")
        self._review_row = self.add_buttons([self._review])
        self.add_gap()
        self._stands = self.add_text(_STANDS)
        self._review.clicked.connect(self.held_wanted)

    def show_removed(self, shown: RemovedShown, facts: TeamFacts) -> None:
        """Show this station as it was."""
        line = shown.line
        self._headline.setText(place(line))
        by = f", by {line.ended_by}" if line.ended_by else ""
        values = {
            "Member": line.member,
            "Role until then": line.role,
            "Admitted": admitted_words(line, facts.now),
            "Removed": f"{clock(line.ended_at_ms, facts.now) if line.ended_at_ms is not None else ''}{by}",
            "Work held": pieces(shown.held) if shown.held else "none",
        }
        for name, words in values.items():
            self._values.set_value(name, words)
        total = len(facts.stations)
        role = Role.WARN if shown.late else Role.TEXT
        self._values.set_value("New key", f"{total - shown.late} of {total} have switched to it", role)
        show_when(self._review_row, is_shown=bool(shown.held))
        self._stands.setText(f"{REMOVED_MESSAGE} {REMOVED_WHAT_TO_DO}" if line.is_self else _STANDS)

    def focus_first(self) -> None:
        """Put the keyboard on what can be done."""
        first = self if self._review_row.isHidden() else self._review
        first.setFocus(Qt.FocusReason.OtherFocusReason)


class KeyPane(DetailPane):
    """Says who writes under the new key, and changes it where none is clean."""

    def __init__(self, decisions: Decisions) -> None:
        super().__init__("key-pane", "The team's key")
        self.add_section("The team's key")
        self._headline = self.add_headline("")
        self._words = self.add_text("", Role.TEXT)
        self._explains = self.add_text("")
        self.add_gap()
        self._change = PrimaryButton("Change the key now")
        self._row = self.add_buttons([self._change])
        self._change.clicked.connect(decisions.change_key)

    def show_key(self, shown: KeyShown, facts: TeamFacts) -> None:
        """Show how far it is."""
        self._headline.setText("Key change pending" if shown.is_pending else "New key")
        self._words.setText(f"{key_words(shown)[0].upper()}{key_words(shown)[1:]}.")
        others = _PENDING_FOR_OTHERS.format(", ".join(facts.admins) or "none was heard of")
        pending = _PENDING if shown.may_change else others
        self._explains.setText(pending if shown.is_pending else _KEY)
        show_when(self._row, is_shown=shown.is_pending and shown.may_change)

    def focus_first(self) -> None:
        """Put the keyboard on what can be done."""
        first = self if self._row.isHidden() else self._change
        first.setFocus(Qt.FocusReason.OtherFocusReason)
