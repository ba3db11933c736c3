# SPDX-License-Identifier: Apache-2.0
"""Adds a shared folder: its path, typed or chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.inline_bar import InlineBar

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.folders import FolderLine
    from incident_console.ui.pages.team.folder_work import FolderWork

_EXPLAINS = (
    "Any folder that other laptops of the team reach too: a share, a folder that a cloud program keeps equal, a stick."
    " What is put there is sealed; whoever looks into it learns no names and no text. A new, empty one is filled."
)


class AddFolderPane(DetailPane):
    """``added(path)`` comes once this laptop syncs through the folder, ``left`` when it is not wanted."""

    added = Signal(str)
    left = Signal()

    def __init__(self, work: FolderWork) -> None:
        super().__init__("add-folder-pane", "Add a folder")
        self._work = work
        self.add_section("Add a folder")
        self._field = FolderField("Folder", "a share, a cloud folder, a stick")
        self._field.submitted.connect(self._on_add_clicked)
        self.add_widget(FormField("Folder", self._field, _EXPLAINS))
        self._bar = InlineBar()
        self.add_widget(self._bar)
        self._add, cancel = PrimaryButton("Add"), SecondaryButton("Cancel", key="Esc", is_key_hint_only=True)
        self.add_buttons([self._add, cancel])
        self._add.setEnabled(False)
        self._field.changed.connect(self._on_changed)
        self._add.clicked.connect(self._on_add_clicked)
        cancel.clicked.connect(self.left)

    def set_path(self, path: Path) -> None:
        """Offer a path."""
        self._field.set_path(path)

    def focus_first(self) -> None:
        """Put the keyboard into the path."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_changed(self) -> None:
        self._add.setEnabled(self._field.path() is not None)

    def _on_add_clicked(self) -> None:
        path = self._field.path()
        if path is not None and self._add.isEnabled():
            self._add.setEnabled(False)
            self._work.add(path, self._on_added, self._on_refused)

    def _on_added(self, line: FolderLine) -> None:
        self._bar.hide()
        self._field.set_path(None)
        self.added.emit(line.path)

    def _on_refused(self, error: KnownError) -> None:
        self._on_changed()
        self._bar.tell_error(error)
