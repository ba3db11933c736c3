# SPDX-License-Identifier: Apache-2.0
"""All about a piece of held work, and letting it count: one piece, or all of its station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from incident_console.services.times import full, local_offset_min
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.services.governing import HeldLine
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.models.team_view import HeldShown
    from incident_console.ui.pages.team.decisions import Decisions

_MOST_SAID = 12
_DECIDE = (
    "It is kept and passed on, and nobody sees it on the boards. Let it count if it is what its writer meant: it then"
    " stands everywhere with the times it was written at. Leave it, and it stays here; nothing is deleted."
)
_WAITS = "It is kept and passed on. An admin lets it count, or leaves it: {}."
_REFUSED = "Refused: it cannot be let count. It stays kept and passed on as it is, for whoever looks into it later."


class HeldPane(DetailPane):
    """``left`` comes when a piece is left as it is."""

    left = Signal()

    def __init__(self, decisions: Decisions) -> None:
        super().__init__("held-pane", "Held work")
        self._decisions = decisions
        self._line: HeldLine | None = None
        self._all: list[HeldLine] = []
        self.add_section("Held work")
        self._headline = self.add_headline("")
        self._values = self.add_values()
        for name in ("Station", "Sealed", "Why", "What"):
            self._values.add(name, "")
        self.add_gap()
        self._explains = self.add_text(_DECIDE)
        self._one = PrimaryButton("Let it count", key="A")
        self._every = SecondaryButton("Let all of it count")
        self._every.setObjectName("let-all-count")
        self._leave = SecondaryButton("Leave it", key="Esc", is_key_hint_only=True)
        self._buttons = self.add_buttons([self._one, self._every, self._leave])
        self._one.clicked.connect(self._on_one_clicked)
        self._every.clicked.connect(self._on_every_clicked)
        self._leave.clicked.connect(self.left)

    def show_held(self, shown: HeldShown, facts: TeamFacts) -> None:
        """Show this piece as it is now."""
        line = shown.line
        self._line = line
        self._all = [piece for piece in facts.waiting if piece.device == line.device]
        self._headline.setText(line.what[0] if len(line.what) == 1 else f"{len(line.what)} changes together")
        self._values.set_value("Station", line.station)
        self._values.set_value("Sealed", full(line.sealed_at_ms, local_offset_min(line.sealed_at_ms, facts.now)))
        self._values.set_value("Why", line.reason)
        more = len(line.what) - _MOST_SAID
        said = [*line.what[:_MOST_SAID], *([f"and {more} more"] if more > 0 else [])]
        self._values.set_value("What", "\n".join(said))
        waits = _DECIDE if shown.may_decide else _WAITS.format(", ".join(facts.admins) or "none was heard of")
        self._explains.setText(waits if line.may_count else _REFUSED)
        show_when(self._buttons, is_shown=shown.may_decide and line.may_count)
        self._every.set_words(f"Let all {len(self._all)} of {line.station} count")
        show_when(self._every, is_shown=len(self._all) > 1)

    def focus_first(self) -> None:
        """Put the keyboard on what there is to decide."""
        first = self if self._buttons.isHidden() else self._one
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_one_clicked(self) -> None:
        if self._line is not None:
            self._decisions.let_count([self._line])

    def _on_every_clicked(self) -> None:
        self._decisions.let_count(self._all)
