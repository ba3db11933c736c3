# SPDX-License-Identifier: Apache-2.0
"""All about another station: when it was heard, what it has, who admitted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from incident_console.services.carrier_names import is_stick
from incident_console.services.times import clock
from incident_console.ui.delegates.team_row import heard_role, heard_tip
from incident_console.ui.pages.team.governing_part import GoverningPart
from incident_console.ui.team_words import ago_words, clock_words, holds_words, missing_words, name_words, state_words
from incident_console.ui.theme import Role
from incident_console.ui.widgets.detail_pane import DetailPane

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.status import StationLine
    from incident_console.services.team import MemberLine
    from incident_console.ui.models.team_facts import StationFacts, TeamFacts
    from incident_console.ui.pages.team.decisions import Decisions

_NAMES = ("Member", "Role", "Last heard", "Came by", "State", "Has", "Missing here", "Clock", "Admitted")
_EXPLAINS = (
    "Has: as the station told with its last word, of what is here. Missing here: it told of these, but no folder has"
    " brought them yet."
)


class StationPane(DetailPane):
    """Shows one station and keeps up with it."""

    def __init__(self, decisions: Decisions) -> None:
        super().__init__("station-pane", "Station")
        self._title = self.add_section("")
        self._headline = self.add_headline("")
        self._values = self.add_values()
        for name in _NAMES:
            self._values.add(name, "")
        self.add_gap()
        self.add_text(_EXPLAINS)
        self.governing = GoverningPart(decisions)
        self.add_gap()
        self.add_widget(self.governing)
        self.governing.asked.connect(self._on_asked)
        self.governing.form.typed.connect(self._on_typed)

    def show_station(self, facts: StationFacts, team: TeamFacts) -> None:
        """Show this station as it is now."""
        line, now = facts.line, team.now
        self.governing.show_member(facts.member, team)
        self._title.set_words(f"Station {line.code}")
        self._headline.setText(name_words(line))
        for name, words in _values(facts, now).items():
            self._values.set_value(name, words)
        self._values.set_value("Last heard", _heard(line, now), heard_role(line)).setToolTip(heard_tip(line, now))
        self._values.set_value("State", state_words(line, now), Role.WARN if line.is_silent else Role.TEXT)
        missing, clocks = missing_words(line), clock_words(line, facts.behind_ms)
        self._values.set_value("Missing here", missing or "nothing", Role.WARN if missing else Role.TEXT)
        self._values.set_value("Clock", clocks or "not known to differ", Role.WARN if clocks else Role.TEXT)

    def focus_first(self) -> None:
        """Put the keyboard on what can be done with it."""
        self.governing.focus_first()

    def _on_asked(self) -> None:
        self.reveal_top(self.governing.form)

    def _on_typed(self) -> None:
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None:
            self.ensureWidgetVisible(focused)


def admitted_words(member: MemberLine | None, now: Moment) -> str:
    """Who admitted a station, and when."""
    if member is None:
        return ""
    return f"{clock(member.admitted_at_ms, now)}, {f'by {member.admitted_by}' if member.admitted_by else 'founder'}"


def _values(facts: StationFacts, now: Moment) -> dict[str, str]:
    line = facts.line
    return {
        "Member": line.member,
        "Role": line.role,
        "Came by": _carrier(line),
        "Has": holds_words(line, facts.lacking) or "not heard yet",
        "Admitted": admitted_words(facts.member, now),
    }


def _heard(line: StationLine, now: Moment) -> str:
    if line.last_heard_ms is None:
        return "never"
    at, ago = clock(line.last_heard_ms, now), ago_words(line.last_heard_ms, now)
    return f"{at}, now" if ago == "now" else f"{at}, {ago} ago"


def _carrier(line: StationLine) -> str:
    if not line.carrier:
        return "-"
    return f"{line.carrier} (stick)" if is_stick(line.carrier) else line.carrier
