# SPDX-License-Identifier: Apache-2.0
"""The roles of the incident: the list, all about one beside it, handing it over, adding one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from incident_console.services.roles import RoleLine
from incident_console.ui.latest import Latest
from incident_console.ui.models.roles_model import ROLE_COLUMNS, RolesModel, ShownRole
from incident_console.ui.pages.overview.role_detail import RoleDetail
from incident_console.ui.pages.overview.role_facts import IncidentRoles, read_roles
from incident_console.ui.pages.page import PageContext
from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, SecondaryButton
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.inline_editor import InlineEditor
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.visibility import refuse, show_when


class RolesView(QWidget):
    """Asks for everything with `read`. ``left`` comes with Esc from the list."""

    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("roles-view")
        self._context, self._roles = context, context.session.roles
        self._incident: bytes | None = None
        self._facts: IncidentRoles | None = None
        self._wanted: bytes | None = None
        self._reason = ""
        self._latest = Latest(context.jobs, self)
        self.bar, self.model, self.detail = InlineBar(), RolesModel(self), RoleDetail()
        self.rows = RowList(ROLE_COLUMNS, "role-list", "Roles")
        self.rows.setModel(self.model)
        self.title = QLineEdit()
        self.title.setObjectName("new-role")
        self.title.setAccessibleName("Name of the new role")
        self.adding = InlineEditor(self.title, "Which role is missing?", "Add")
        self.add = SecondaryButton("Add role", key="N", icon="plus", is_key_hint_only=True)
        self.back = Button("Overview", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        header = PageHeader("Roles")
        for button in (self.back, self.add):
            header.add_end(button)
        self.split = SplitPage(self.rows, self.detail, "roles", self._context.settings, main_width=470)
        self.split.turn_with_list(header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (header, self.bar, self.adding):
            column.addWidget(part)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.rows.current_key_changed.connect(self._show_role)
        self.rows.row_activated.connect(self._on_row_activated)
        self.split.back_to_list.connect(self.focus_list)
        self.back.clicked.connect(self.left)
        self.add.clicked.connect(self.open_adding)
        self.adding.accepted.connect(self._on_add)
        self.detail.holder_wanted.connect(partial(self._ask, self._roles.assign))
        self.detail.deputies_wanted.connect(self._on_deputies)
        self.detail.taken.connect(partial(self._ask, self._roles.take))
        self.detail.keep_wanted.connect(self._on_keep)

    def show_incident(self, incident: bytes | None) -> None:
        """Show the roles of another incident, or none; what was typed for the one before is given up."""
        self._incident, self._facts, self._wanted = incident, None, None
        self._latest.forget()
        self.adding.close_editor()
        self.model.show_items([])
        self._show_role(None)
        self.bar.dismiss()

    def read(self, role: bytes | None = None) -> None:
        """Read everything again, and choose a role if one is named."""
        self._wanted = role or self._wanted
        if self._incident is not None:
            call = partial(read_roles, self._context.session, self._incident)
            self._latest.ask(call, self._show, self.bar.tell_error)

    def refuse(self, reason: str) -> None:
        """Let nobody hand over anything, for this reason; empty lets them again, as far as their right goes."""
        self._reason = reason
        if self._facts is not None:
            self._show(self._facts)

    def press(self, key: str) -> None:
        """Do what a key stands for, where it may be done now."""
        buttons = {"A": self.detail.holder.pencil, "D": self.detail.deputies.pencil}
        buttons |= {"M": self.detail.take, "V": self.detail.vacate, "N": self.add}
        button = buttons[key]
        if button.isHidden() or (key != "N" and self.detail.role is None):
            return
        if key != "N" and button.isEnabled():
            self.split.show_detail()
        button.click()

    def open_adding(self) -> None:
        """Ask for the name of a role that the plan did not bring."""
        self.split.show_list()
        self.adding.open()

    def focus_list(self) -> None:
        """Put the keyboard on the list."""
        self.split.show_list()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif has_keyboard(self.detail):
            self.focus_list()
        else:
            self.left.emit()

    def _restyle(self) -> None:
        px = theme().px
        self.adding.setContentsMargins(px(16), px(8), px(16), px(10))

    # Showing -------------------------------------------------------------------------------------

    def _refusal(self) -> str:
        return self._reason or (self._facts.refusal if self._facts else "")

    def _show(self, facts: IncidentRoles) -> None:
        self._facts = facts
        self.model.show_items([ShownRole(line) for line in facts.lines.values()])
        if self._wanted is not None and self.rows.select_key(self._wanted):
            self._wanted = None
        if self.rows.current_key() is None and self.model.items:
            self.rows.select_key(self.model.items[0].key)
        refuse(self.add, self._refusal())
        self._show_role(self.rows.current_key())

    def _show_role(self, key: object) -> None:
        role = self._facts.lines.get(key) if self._facts and isinstance(key, bytes) else None
        show_when(self.detail, is_shown=role is not None)
        if role is None or self._facts is None:
            self.detail.show_nothing()
        else:
            self.detail.show_role(role, self._facts, self._refusal())

    def _on_row_activated(self, _key: object) -> None:
        self.split.show_detail()
        self.detail.focus_first()

    # Saving --------------------------------------------------------------------------------------

    def _on_deputies(self, names: str) -> None:
        self._ask(self._roles.set_deputies, names.split(","))

    def _on_keep(self, field: str, change: bytes) -> None:
        if self.detail.role is not None:
            keep = partial(self._context.session.conflicts.keep, self.detail.role.id, field, change)
            self._submit(keep, self._on_kept)

    def _on_add(self, title: str) -> None:
        if self._incident is not None:
            self._submit(partial(self._roles.add_titled, self._incident, title), self._on_added)

    def _ask(self, change: Callable[..., RoleLine], *values: object) -> None:
        """Ask for something to be done to the role that is shown."""
        role = self.detail.role
        if role is not None:
            self._submit(partial(change, role.incident, role.key, *values), self._on_saved)

    def _submit(self, call: Callable[[], object], on_success: Callable[..., None]) -> None:
        self._context.jobs.ask(call, on_success=on_success, on_failure=self.bar.tell_error)

    def _on_saved(self, role: RoleLine) -> None:
        if self.detail.role is not None and self.detail.role.id == role.id:
            self.detail.close_editors()
        self._on_kept(role)

    def _on_added(self, role: RoleLine) -> None:
        self.adding.close_editor()
        self._wanted = role.id
        self._on_kept(role)
        self.focus_list()

    def _on_kept(self, _line: object) -> None:
        self.bar.dismiss()
        self._context.tell_saved()
        self.read()
