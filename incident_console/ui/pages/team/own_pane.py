# SPDX-License-Identifier: Apache-2.0
"""All about this laptop and its team: its name, the team's fingerprint, the passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from incident_console.ui.pages.team.kit_part import KitPart
from incident_console.ui.pages.team.passphrase_form import PassphraseForm
from incident_console.ui.pages.team.station_pane import admitted_words
from incident_console.ui.pages.team.writers_part import WritersPart
from incident_console.ui.team_words import name_words
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.inline_bar import InlineBar

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.pages.page import PageContext

_COMPARE = "Whoever compares this with another laptop's, or with a report's foot, knows that it is the same team."


class OwnPane(DetailPane):
    """Shows this laptop; a name that is being typed stays while the rest follows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("own-pane", "This laptop")
        self._context = context
        self._shown_name = ""
        self.add_section("This laptop")
        self._headline = self.add_headline("")
        self._name, self._rename = QLineEdit(), SecondaryButton("Rename")
        self._name.setObjectName("station-name")
        self._name.setMaxLength(60)
        self.add_gap()
        self.add_widget(FormField("Name of this laptop", self._name, "As the boards show it: Ops-1", self._rename))
        self._bar = InlineBar()
        self.add_widget(self._bar)
        self.add_gap()
        self._values = self.add_values()
        for name in ("Role", "Code", "Admitted"):
            self._values.add(name, "")
        self.add_section("Who works here")
        self.writers = WritersPart(context)
        self.add_widget(self.writers)
        self.add_section("Team")
        self._team = self.add_values()
        for name in ("Name", "Fingerprint"):
            self._team.add(name, "")
        self.add_text(_COMPARE)
        self.add_section("Recovery kit")
        self._kit = KitPart(context.session, context.jobs)
        self.add_widget(self._kit)
        self.add_section("Passphrase")
        self._passphrase = PassphraseForm(context.session, context.jobs)
        self.add_widget(self._passphrase)
        self._connect()

    def show_own(self, facts: TeamFacts) -> None:
        """Show this laptop as it is now."""
        me = facts.me
        self.writers.show_writers(facts.writers)
        if me is None:
            return
        self._headline.setText(name_words(me.line))
        self._team.set_value("Name", facts.name)
        self._team.set_value("Fingerprint", facts.fingerprint)
        self._kit.read()
        values = {"Role": me.line.role, "Code": me.line.code, "Admitted": admitted_words(me.member, facts.now)}
        for name, words in values.items():
            self._values.set_value(name, words)
        self._show_name(me.line.name)

    def focus_first(self) -> None:
        """Put the keyboard into the name."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_writers(self) -> None:
        """Put the keyboard where a person is added."""
        self.writers.focus_name()
        self.reveal(self.writers)

    def _connect(self) -> None:
        self._name.textChanged.connect(self._on_name_changed)
        self._name.returnPressed.connect(self._on_rename_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        for form in (self._passphrase, self._kit):
            form.opened.connect(partial(self.reveal, form))

    def _show_name(self, name: str) -> None:
        """Put the name into its field, unless somebody is typing another one."""
        if self._name.text() == self._shown_name:
            self._name.setText(name)
        self._shown_name = name
        self._on_name_changed()

    def _on_name_changed(self) -> None:
        typed = self._name.text().strip()
        self._rename.setEnabled(bool(typed) and typed != self._shown_name)

    def _on_rename_clicked(self) -> None:
        if self._rename.isEnabled():
            self._rename.setEnabled(False)
            call = partial(self._context.session.team.name_station, self._name.text())
            self._context.jobs.ask(call, on_success=self._on_renamed, on_failure=self._on_refused)

    def _on_renamed(self, _nothing: None) -> None:
        self._bar.hide()
        self._context.tell_saved()

    def _on_refused(self, error: KnownError) -> None:
        self._bar.tell_error(error)
        self._on_name_changed()
