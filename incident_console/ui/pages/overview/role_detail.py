# SPDX-License-Identifier: Apache-2.0
"""All about one role beside the list: who holds it since when, who follows, what it has to do; changed in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from incident_console.domain.clock import Moment
from incident_console.services.roles import RoleGiven, RoleLine
from incident_console.services.times import clock
from incident_console.ui.delegates import Line, Text
from incident_console.ui.delegates.task_row import full_time
from incident_console.ui.pages.overview.role_facts import IncidentRoles
from incident_console.ui.pages.tasks.conflict_box import ConflictBox
from incident_console.ui.pages.tasks.editable_value import EditableValue
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.names_field import NamesField
from incident_console.ui.widgets.row_box import BoxRow, RowBox
from incident_console.ui.widgets.visibility import refuse, show_when


class RoleDetail(DetailPane):
    """Tells what is wanted of the role that is shown; its editors stay open until `close_editors`.

    ``holder_wanted(name)``, empty for vacant; ``deputies_wanted(names with commas)``; ``taken`` by oneself;
    ``keep_wanted(field, change)`` settles two values.
    """

    holder_wanted = Signal(object)
    deputies_wanted = Signal(object)
    taken = Signal()
    keep_wanted = Signal(str, bytes)

    def __init__(self) -> None:
        super().__init__("role-detail", "Role")
        self.role: RoleLine | None = None
        self._holder_field = NameField("Holder")
        self._deputies_field = NamesField("Deputies", "In order, with commas")
        self.holder = EditableValue("Give it to somebody", "A", self._holder_field)
        self.deputies = EditableValue("Say who follows", "D", self._deputies_field)
        self.take = PrimaryButton("Take it myself", key="M", is_key_hint_only=True)
        self.vacate = SecondaryButton("Leave vacant", key="V", is_key_hint_only=True)
        self.conflicts, self._duties = ConflictBox(), RowBox("Duties")
        self._fill()
        self._connect()

    def _fill(self) -> None:
        self.add_section("Role")
        self._title = self.add_headline("")
        self._refusal = self.add_text("", Role.WARN)
        self.add_widget(self.conflicts)
        self._values = self.add_values()
        self._values.add_widget("Holder", self.holder, is_centred=True)
        self._since = self._values.add("Since", "")
        self._values.add_widget("Deputies", self.deputies, is_centred=True)
        self.add_buttons([self.take, self.vacate])
        self.add_widget(self._duties)

    def _connect(self) -> None:
        self.holder.wanted.connect(self.holder_wanted)
        self.deputies.wanted.connect(self.deputies_wanted)
        self.take.clicked.connect(self.taken)
        self.vacate.clicked.connect(partial(self.holder_wanted.emit, ""))
        self.conflicts.keep_wanted.connect(self.keep_wanted)
        for value in (self.holder, self.deputies):
            value.opened.connect(partial(self.reveal, value))

    def show_role(self, role: RoleLine, facts: IncidentRoles, refusal: str) -> None:
        """Show a role; editors that are open stay open while it is the same one."""
        if self.role is None or self.role.id != role.id:
            self.close_editors()
            self.verticalScrollBar().setValue(0)
        self.role = role
        self._title.setText(role.title)
        self._refusal.setText(refusal)
        show_when(self._refusal, is_shown=bool(refusal))
        self._show_people(role, facts, refusal)
        self.conflicts.show_conflicts(facts.conflicts.get(role.id, ()), {}, facts.now, can_change=not refusal)
        self._duties.show_rows([BoxRow(Line((Text(duty),), max_lines=0)) for duty in role.duties])

    def show_nothing(self) -> None:
        """Forget the role; nothing can be done to it any more."""
        self.close_editors()
        self.role = None

    def close_editors(self) -> None:
        """End every question that is open."""
        for value in (self.holder, self.deputies):
            value.close_editor()

    def focus_first(self) -> None:
        """Put the keyboard on the pane, from where its keys work."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_people(self, role: RoleLine, facts: IncidentRoles, refusal: str) -> None:
        for field in (self._holder_field, self._deputies_field):
            field.set_names(facts.names)
        colour = Role.TEXT if role.holder else Role.WARN
        self.holder.show_value(role.holder or "vacant", role.holder, colour, can_change=not refusal)
        names = ", ".join(role.deputies)
        self.deputies.show_value(_in_order(role), names, can_change=not refusal)
        given = facts.given.get(role.id)
        self._values.set_value("Since", _since_words(given, facts.now), Role.MUTED)
        self._since.setToolTip(full_time(given.at_ms, facts.now) if given else "")
        for button in (self.take, self.vacate):
            refuse(button, refusal)
        show_when(self.vacate, is_shown=bool(role.holder))


def _in_order(role: RoleLine) -> str:
    return ", ".join(f"{place}. {name}" for place, name in enumerate(role.deputies, 1)) or "none"


def _since_words(given: RoleGiven | None, now: Moment) -> str:
    return f"{clock(given.at_ms, now)}, by {given.by} on {given.station}" if given else "never given to anybody"
