# SPDX-License-Identifier: Apache-2.0
"""Founds a team: two names, a passphrase, where it lies, and whether it is the real thing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from incident_console.domain.errors import KnownError
from incident_console.services.session import NewTeam
from incident_console.ui.first_run.form_door import FormDoor
from incident_console.ui.job import Progress
from incident_console.ui.opening import NewWorkspace
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.choices import CheckBox
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField

REAL, EXERCISE = "real", "exercise"
_FOLDER = "A share, a synced folder or a stick, through which laptops exchange sealed files. It can wait."

_KIT = "A page to print goes there: its words let a laptop in when all others are lost."


class CreatePage(FormDoor):
    """``wanted`` comes with a NewWorkspace."""

    def __init__(self) -> None:
        super().__init__("Create a workspace", "plus", "Create the workspace")
        self.setObjectName("create-page")
        self.set_about("you found the team and become its first admin")
        self._team, self._member = QLineEdit(), QLineEdit()
        self._team.setPlaceholderText("Harbour House crisis team")
        self._member.setPlaceholderText("Name and surname")
        self._folder = FolderField("Shared folder", "none for now")
        self._kind = FilterChips("Real or exercise")
        self._kind.add_chip(REAL, "Real")
        self._kind.add_chip(EXERCISE, "Exercise")
        self._kit = FolderField("Directory for the recovery kit", "none for now")
        self._seed = CheckBox("Bring in the response documents that come with the program")
        self._seed.setChecked(True)
        self._lay_out()

    def focus_first(self) -> None:
        self._team.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, progress: Progress) -> None:
        """Say how far the documents are."""
        self.begin_work(f"{progress.done} of {progress.total} {progress.what}")

    def wish(self) -> NewWorkspace:
        for field, what in ((self._team, "team"), (self._member, "member")):
            if not field.text().strip():
                field.setFocus()
                raise KnownError(f"The {what} needs a name", "Others see it on every screen and report.")
        team = NewTeam(self._team.text(), self._member.text(), self._kind.chosen_key() == EXERCISE)
        passphrase = self.new_passphrase.passphrase()
        is_seeded, kit = self._seed.isChecked(), self._kit.path()
        return NewWorkspace(self.workspace_path(), passphrase, team, self._folder.path(), is_seeded, kit)

    def _lay_out(self) -> None:
        add = self.card.add
        self.card.add_pair(FormField("Team", self._team), FormField("Your name", self._member))
        add(self.new_passphrase)
        add(FormField("Real or exercise", self._kind, "An exercise has its own keys; nothing crosses over."))
        add(FormField("Shared folder", self._folder, _FOLDER))
        add(FormField("Recovery kit", self._kit, _KIT))
        add(FormField("Where the workspace lies", self.place))
        add(self._seed)
        self.add_buttons()
