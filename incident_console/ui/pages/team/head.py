# SPDX-License-Identifier: Apache-2.0
"""The head of the page of the team: chips for its sections with true counts, ways to folders, bundles, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from incident_console.ui.models.team_view import Section
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from incident_console.ui.models.team_facts import TeamFacts

_WORDS = {
    Section.STATIONS: "Stations",
    Section.FOLDERS: "Folders",
    Section.REQUESTS: "Join requests",
    Section.HELD: "Held",
    Section.SET_ASIDE: "Set aside",
}


class TeamHead(PageHeader):
    """``section_chosen(Section)`` comes with every choice, the others from its buttons."""

    section_chosen = Signal(object)
    folder_wanted = Signal()
    bundle_wanted = Signal()
    evidence_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.chips = FilterChips("What to look at")
        for section, words in _WORDS.items():
            self.chips.add_chip(section, words)
        self.chips.set_shown(Section.SET_ASIDE, is_shown=False)
        self._add = SecondaryButton("Add folder", key="N", icon="folder-plus", is_key_hint_only=True)
        self._bundle = SecondaryButton("Bundle", key="B", icon="mail", is_key_hint_only=True)
        self._evidence = SecondaryButton("Evidence", key="V", icon="shield-check", is_key_hint_only=True)
        self.add(self.chips)
        self.add_end(self._evidence)
        self.add_end(self._bundle)
        self.add_end(self._add)
        self.chips.chosen.connect(self._on_chosen)
        self._add.clicked.connect(self.folder_wanted)
        self._bundle.clicked.connect(self.bundle_wanted)
        self._evidence.clicked.connect(self.evidence_wanted)

    @property
    def section(self) -> Section:
        """What is looked at."""
        return Section(self.chips.chosen_key())

    def choose(self, section: str) -> None:
        """Look at a section; at the stations if it is none, or one that comes and goes."""
        is_known = section in {Section.FOLDERS, Section.REQUESTS, Section.HELD}
        self.chips.choose(section if is_known else Section.STATIONS)

    def tell(self, facts: TeamFacts) -> None:
        """Show how many rows each chip means; damaged files have one only while there are some."""
        counts = {
            Section.STATIONS: len(facts.stations),
            Section.FOLDERS: len(facts.folders),
            Section.REQUESTS: len(facts.requests),
            Section.HELD: len(facts.held),
            Section.SET_ASIDE: len(facts.set_aside),
        }
        for section, count in counts.items():
            self.chips.set_count(section, count)
        self.chips.set_shown(Section.SET_ASIDE, is_shown=bool(facts.set_aside))
        if self.section is Section.SET_ASIDE and not facts.set_aside:
            self.chips.choose(Section.STATIONS)

    def focus_chips(self) -> None:
        """Put the keyboard on the chosen chip."""
        self.chips.chip(self.section).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, key: str) -> None:
        self.section_chosen.emit(Section(key))
