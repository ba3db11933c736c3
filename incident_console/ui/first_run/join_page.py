# SPDX-License-Identifier: Apache-2.0
"""Asks to join a team: its folder, a name, a passphrase for this laptop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from incident_console.domain.errors import KnownError
from incident_console.ui.first_run.form_door import FormDoor
from incident_console.ui.opening import JoinWish
from incident_console.ui.pages.team.bundle_pane import ask_which_to_read
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField

_FOLDER = "A share, a synced folder or a stick. Where none reaches, a bundle that somebody of the team sent."


class JoinPage(FormDoor):
    """``wanted`` comes with a JoinWish."""

    def __init__(self) -> None:
        super().__init__("Join a team", "users", "Ask to join")
        self.setObjectName("join-page")
        self.set_about("an admin lets you in, after comparing eight words by phone")
        self._folder = FolderField("Shared folder", "the one that the team syncs through")
        self._member = QLineEdit()
        self._member.setObjectName("member")
        self._member.setPlaceholderText("Name and surname, as the team knows you")
        add = self.card.add
        self._bundle = SecondaryButton("Bundle…", icon="mail")
        self._bundle.clicked.connect(self._on_bundle_clicked)
        add(FormField("Shared folder", self._folder, _FOLDER, self._bundle))
        add(FormField("Your name", self._member))
        add(self.new_passphrase)
        add(FormField("Where the workspace lies", self.place))
        self.add_buttons()

    def focus_first(self) -> None:
        self._folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_bundle_clicked(self) -> None:
        ask_which_to_read(self, self._on_bundle_chosen)

    def _on_bundle_chosen(self, path: str) -> None:
        self._folder.set_path(Path(path))

    def wish(self) -> JoinWish:
        folder = self._folder.path()
        if folder is None:
            raise KnownError("Which folder does the team use?", what_to_do="Choose the shared folder of the team.")
        if not self._member.text().strip():
            self._member.setFocus()
            raise KnownError("The member needs a name", "The admin sees it beside the eight words.")
        return JoinWish(self.workspace_path(), self.new_passphrase.passphrase(), folder, self._member.text())
