# SPDX-License-Identifier: Apache-2.0
"""Contacts of a file before they come in: what would be added and changed, what is left out and why."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.contacts import ContactsOutcome, ContactsService
from incident_console.ui.delegates.person_row import CONTACT_COLUMNS
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.models.calls_model import ContactsModel
from incident_console.ui.theme import TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList


class ImportPane(QWidget):
    """``previewed`` when there is something to look at, ``ended`` when it was imported (an outcome) or not (None)."""

    previewed = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, contacts: ContactsService, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("contact-import")
        set_ground(self, "surface")
        self._contacts, self._jobs = contacts, jobs
        self._path: Path | None = None
        self._is_busy = False
        self.words = Label("", TextStyle.LEAD, is_bold=True, is_wrapped=True)
        self.take = PrimaryButton("Import", key="Ctrl+Return")
        self.cancel = Button("Cancel", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        self.model = ContactsModel(self)
        self.rows = RowList(CONTACT_COLUMNS, "contact-preview", "What the import would do")
        self.rows.setModel(self.model)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.words, 1)
        for button in (self.cancel, self.take):
            self._foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._foot)
        column.addWidget(self.rows, 1)
        self.take.clicked.connect(self._on_take_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        follow_theme(self._restyle)

    def choose_file(self) -> None:
        """Let somebody choose a file of contacts."""
        dialog = QFileDialog(self.window(), "Import contacts", str(Path.home()))
        dialog.setObjectName("contacts-dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Contacts (*.vcf *.vcard *.csv *.txt)", "All files (*)"])
        dialog.fileSelected.connect(self.preview)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def preview(self, path: str) -> None:
        """Look into a file and change nothing."""
        if not self._is_busy:
            self._run(Path(path), is_dry_run=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel_clicked()
        else:
            super().keyPressEvent(event)

    def _run(self, path: Path, *, is_dry_run: bool) -> None:
        self._path, self._is_busy = path, True
        self.take.setEnabled(False)
        self.words.setText(f"{'Looking into' if is_dry_run else 'Importing'} {path.name}")
        # Beside the store's lane: entries that people save meanwhile do not wait for a long file.
        call = partial(self._contacts.import_file, path, is_dry_run=is_dry_run)
        self._jobs.ask(call, lane=Lane.POOL, on_success=self._on_outcome, on_failure=self._on_failed)

    def _on_outcome(self, outcome: ContactsOutcome) -> None:
        self._is_busy = False
        if not outcome.is_dry_run:
            self.ended.emit(outcome)
            return
        name = self._path.name if self._path else ""
        self.words.setText(f"{name}: {planned_words(outcome)}")
        self.take.setEnabled(bool(outcome.added or outcome.changed))
        self.model.show_outcome(outcome)
        self.previewed.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._is_busy = False
        self.take.setEnabled(True)
        self.failed.emit(error)

    def _on_take_clicked(self) -> None:
        if self._path is not None and not self._is_busy:
            self._run(self._path, is_dry_run=False)

    def _on_cancel_clicked(self) -> None:
        if not self._is_busy:
            self.ended.emit(None)

    def _restyle(self) -> None:
        px = theme().px
        self._foot.setContentsMargins(px(16), px(10), px(16), px(10))
        self._foot.setSpacing(px(8))


def outcome_words(outcome: ContactsOutcome) -> str:
    """The counts of an import: "12 added, 3 changed, 2 the same, 1 left out"."""
    return _counted(outcome, "added", "changed")


def planned_words(outcome: ContactsOutcome) -> str:
    """The counts of what an import would do: "12 to add, 3 to change, 2 the same, 1 left out"."""
    return _counted(outcome, "to add", "to change")


def _counted(outcome: ContactsOutcome, added: str, changed: str) -> str:
    counts = (
        (outcome.added, added),
        (outcome.changed, changed),
        (outcome.same, "the same"),
        (len(outcome.failed), "left out"),
    )
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "no contact in it"
