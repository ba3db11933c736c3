# SPDX-License-Identifier: Apache-2.0
"""The team as one list: its stations, folders, requests and damaged files, with ages that go with the clock."""

from __future__ import annotations

from PySide6.QtCore import QObject

from incident_console.domain.clock import Moment
from incident_console.ui.delegates import Heading, Row
from incident_console.ui.delegates.team_row import team_row, team_tip
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.models.team_facts import TeamFacts
from incident_console.ui.models.team_view import TeamItem, TeamView, Thing, arrange_team


class TeamModel(KeyedRows[TeamItem]):
    """Shows what it is given with `show_team`."""

    def __init__(self, now: Moment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now

    def show_team(self, facts: TeamFacts, view: TeamView) -> None:
        """Show a section of the team as it is now."""
        self._now = facts.now
        self.show_items(arrange_team(facts, view))
        self.refresh_looks()

    def thing(self, key: object) -> Thing | None:
        """What a row shows, None for a heading or a key that none has."""
        return next((item.thing for item in self.items if item.key == key), None)

    def look(self, item: TeamItem) -> Row | Heading:
        return Heading(item.heading) if item.thing is None else team_row(item.thing, self._now)

    def is_heading(self, item: TeamItem) -> bool:
        return item.thing is None

    def tip(self, item: TeamItem) -> str:
        return "" if item.thing is None else team_tip(item.thing, self._now)
