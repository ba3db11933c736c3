# SPDX-License-Identifier: Apache-2.0
"""What founding and joining have in common: a form, a new passphrase, the button that begins, and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from incident_console.domain.errors import KnownError
from incident_console.ui.door import ENCRYPTED, Door
from incident_console.ui.first_run.new_passphrase import NewPassphrase
from incident_console.ui.first_run.places import usual_workspace_place
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.label import Label


class FormDoor(Door):
    """``wanted(wish)`` asks for what was filled in; answer with `tell_error`, or show another page.

    Subclasses add fields, call `add_buttons` at the end, and say by `wish` what is wanted. ``left`` goes back.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, title: str, icon: str, begin: str) -> None:
        super().__init__(title, icon=icon, width=560, foot=ENCRYPTED)
        self.new_passphrase = NewPassphrase()
        self.place = FolderField("Workspace")
        self.place.set_path(usual_workspace_place())
        self._begin = PrimaryButton(begin)
        self._back = SecondaryButton("Back", key="Esc", icon="arrow-left", is_key_hint_only=True)
        self._working = Label("", role=Role.MUTED)
        self._begin.clicked.connect(self._on_begin_clicked)
        self.new_passphrase.submitted.connect(self._on_begin_clicked)
        self._back.clicked.connect(self.left)

    def add_buttons(self) -> None:
        """Put the buttons below the form."""
        self.card.add_foot(self._begin, self._back, self._working)

    def wish(self) -> object:
        """What was filled in. Raises KnownError for what is missing."""
        raise NotImplementedError

    def workspace_path(self) -> Path:
        """Where the workspace shall lie. Raises KnownError where the field is empty."""
        path = self.place.path()
        if path is None:
            raise KnownError("The workspace needs a place", "", "Choose a new directory on this laptop.")
        return path

    def begin_work(self, words: str) -> None:
        """Say what goes on; nothing can be asked meanwhile."""
        self.bar.dismiss()
        self._working.setText(words)
        self._begin.setEnabled(False)
        self._back.setEnabled(False)

    def tell_error(self, error: KnownError) -> None:
        """Say what is wrong; everything typed stays."""
        self._working.setText("")
        self._begin.setEnabled(True)
        self._back.setEnabled(True)
        self.bar.tell_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._back.isEnabled():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_begin_clicked(self) -> None:
        if not self._begin.isEnabled():
            return
        try:
            self.wanted.emit(self.wish())
        except KnownError as error:
            self.tell_error(error)
