# SPDX-License-Identifier: Apache-2.0
"""Comes back with the recovery kit: a copy of the team's folder, the words, a name, a passphrase for this laptop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from incident_console.domain.errors import KnownError
from incident_console.ui.first_run.form_door import FormDoor
from incident_console.ui.job import Progress
from incident_console.ui.opening import RecoverWish
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.kit_words_field import KitWordsField

_FOLDER = "Any copy will do: the share, a synced folder, a stick."
_WORDS = "In the order of their numbers. They are kept nowhere."


class RecoverPage(FormDoor):
    """``wanted`` comes with a RecoverWish."""

    def __init__(self) -> None:
        super().__init__("Recover with the kit", "key-round", "Recover")
        self.setObjectName("recover-page")
        self.set_about("this laptop becomes an admin's; every other one is told")
        self._folder = FolderField("Copy of the team's folder", "where the team's files lie")
        self._words, self._member = KitWordsField(), QLineEdit()
        self._member.setObjectName("member")
        self._member.setPlaceholderText("Name and surname, as the team knows you")
        add = self.card.add
        add(FormField("The 24 words on the paper", self._words, _WORDS))
        add(FormField("Copy of the team's folder", self._folder, _FOLDER))
        add(FormField("Your name", self._member))
        add(self.new_passphrase)
        add(FormField("Where the workspace lies", self.place))
        self.add_buttons()

    def focus_first(self) -> None:
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, progress: Progress) -> None:
        """Say how much has come."""
        self.begin_work(f"{progress.done} of {progress.total} {progress.what}")

    def wish(self) -> RecoverWish:
        if not self._words.text().strip():
            self._words.setFocus()
            raise KnownError("The words of the kit are missing", "", "Type all 24, in the order of their numbers.")
        folder = self._folder.path()
        if folder is None:
            raise KnownError("Where are the team's files?", _FOLDER, "Choose a copy of the shared folder.")
        if not self._member.text().strip():
            self._member.setFocus()
            raise KnownError("The member needs a name", "Every laptop of the team shows who came in with the kit.")
        passphrase = self.new_passphrase.passphrase()
        return RecoverWish(self.workspace_path(), passphrase, folder, self._words.text(), self._member.text())
