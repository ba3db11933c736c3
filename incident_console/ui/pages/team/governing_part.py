# SPDX-License-Identifier: Apache-2.0
"""What an admin may do with a station, below what is known of it: another role, or its removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.roles import Role as TeamRole
from incident_console.ui.membership_words import MEANS, ROLES
from incident_console.ui.pages.team.removal_form import RemovalForm
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, SecondaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.section_title import SectionTitle
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.team import MemberLine
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.pages.team.decisions import Decisions


class GoverningPart(QWidget):
    """Follows the station that is shown; what was begun for one is dropped when another is shown.

    ``asked`` tells that the form for a removal has come up.
    """

    asked = Signal()

    def __init__(self, decisions: Decisions) -> None:
        super().__init__()
        self.setObjectName("governing-part")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._decisions = decisions
        self._line: MemberLine | None = None
        self._refusal = Label("", role=Role.MUTED, is_wrapped=True)
        self._role, self._means = ChoiceBox("Role"), Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._change = SecondaryButton("Change role")
        self._remove = Button("Remove this station", ButtonKind.DANGER, key="Del")
        self.form = RemovalForm()
        for role in ROLES:
            self._role.addItem(role.word, role)
        self._role_field = FormField("Role", self._role, beside=self._change)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        parts = (SectionTitle("What an admin decides"), self._refusal, self._role_field, self._means)
        for part in (*parts, self._remove, self.form):
            self._column.addWidget(part)
        self.form.hide()
        self._connect()
        follow_theme(self._restyle)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is asked to confirm a removal."""
        return not self.form.isHidden()

    def show_member(self, line: MemberLine | None, facts: TeamFacts) -> None:
        """Show what may be done with this station."""
        is_other = self._line is None or line is None or line.device != self._line.device
        before, self._line = self._line, line
        may = facts.may_admit and line is not None
        admins = ", ".join(facts.admins) or "none was heard of"
        self._refusal.setText(f"Only an admin changes roles or removes a station: {admins}.")
        show_when(self._refusal, is_shown=not may)
        if is_other or not may:
            self._close()
        for part in (self._role_field, self._means):
            show_when(part, is_shown=may and not self.is_asking)
        show_when(self._remove, is_shown=may and not self.is_asking)
        if line is not None and (is_other or before is None or before.role != line.role):
            self._role.setCurrentText(line.role)
        self._say_what_role_means()

    def focus_first(self) -> None:
        """Put the keyboard on the role, or on what is asked."""
        if self.is_asking:
            self.form.focus_first()
        else:
            self._role.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_removal(self) -> None:
        """Say what a removal means and ask for the code."""
        if self._line is not None and not self._remove.isHidden():
            for part in (self._role_field, self._means, self._remove):
                part.hide()
            self.form.ask(self._line)
            show_when(self.form, is_shown=True)
            self.form.focus_first()
            self.asked.emit()

    def tell_failed(self, error: KnownError) -> bool:
        """Say, where a removal was asked for, why it was not done; False where none was."""
        if self.is_asking:
            self.form.tell_failed(error)
        return self.is_asking

    def _connect(self) -> None:
        self._role.currentIndexChanged.connect(self._say_what_role_means)
        self._change.clicked.connect(self._on_change_clicked)
        self._remove.clicked.connect(self.ask_removal)
        self.form.cancelled.connect(self._on_cancelled)
        self.form.confirmed.connect(self._on_confirmed)

    def _say_what_role_means(self) -> None:
        chosen = TeamRole(self._role.currentData())
        self._means.setText(MEANS[chosen])
        self._change.setEnabled(self._line is not None and self._line.role != chosen.word)

    def _on_change_clicked(self) -> None:
        if self._line is not None:
            self._decisions.change_role(self._line, TeamRole(self._role.currentData()))

    def _on_confirmed(self) -> None:
        if self._line is not None:
            self._decisions.remove(self._line)

    def _on_cancelled(self) -> None:
        self._close()
        for part in (self._role_field, self._means, self._remove):
            show_when(part, is_shown=True)
        self._remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.form.hide()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))
