# SPDX-License-Identifier: Apache-2.0
"""Bringing documents in: choosing them, the work itself with its progress, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.resources_path import resource_path
from incident_console.services.documents import DocumentsService, ImportOutcome
from incident_console.ui.jobs import JobHandle, JobRunner, Lane, Report
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow

_MOST_REASONS = 6
_COPY = "Copy the list"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class ImportPart(QWidget):
    """Progress and outcome, hidden while there is none. ``imported`` comes when files were taken in.

    It works beside the store's lane, which a person's entries go through: many files may take minutes, and each is
    saved on its own under the record's lock.
    """

    imported = Signal()

    def __init__(self, documents: DocumentsService, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("document-import")
        self._documents, self._jobs = documents, jobs
        self._handle: JobHandle | None = None
        self._reasons: list[str] = []
        self.progress, self.bar = ProgressRow("Importing"), InlineBar()
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.progress, self.bar):
            column.addWidget(part)
        self.progress.cancel_clicked.connect(self._on_cancel_clicked)
        self.bar.action_clicked.connect(self._on_copy_clicked)

    @property
    def is_busy(self) -> bool:
        """Whether files are being taken in."""
        return self._handle is not None

    def show_menu(self, below: Button) -> None:
        """Offer what can be imported."""
        menu = QMenu(below)
        menu.setObjectName("import-menu")
        menu.setAccessibleName("Import")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(f"Files{_ELLIPSIS}").triggered.connect(partial(self._choose, QFileDialog.FileMode.ExistingFiles))
        menu.addAction(f"A folder{_ELLIPSIS}").triggered.connect(partial(self._choose, QFileDialog.FileMode.Directory))
        menu.addSeparator()
        menu.addAction("The library that comes with the program").triggered.connect(self.import_shipped)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def import_shipped(self, *_checked: bool) -> None:
        """Take in the documents that come with the program, to be adapted."""
        self.import_paths([resource_path("docs_library")])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Take in files and folders; one import at a time."""
        if not paths or self.is_busy:
            return
        self.bar.hide()
        self.progress.begin("Importing " + (paths[0].name if len(paths) == 1 else f"{len(paths):,} files or folders"))
        self.progress.show()
        self._handle = self._jobs.submit(
            partial(_import, self._documents, paths),
            lane=Lane.POOL,
            on_success=self._on_imported,
            on_failure=self._on_failed,
            on_cancelled=self._end,
            on_progress=self.progress.show_progress,
        )

    def _choose(self, mode: QFileDialog.FileMode, *_checked: bool) -> None:
        dialog = QFileDialog(self.window(), "Import documents", str(Path.home()))
        dialog.setObjectName("import-dialog")
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_files_selected(self, files: Sequence[str]) -> None:
        self.import_paths([Path(file) for file in files])

    def _on_cancel_clicked(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _end(self) -> None:
        self._handle = None
        self.progress.hide()

    def _on_failed(self, error: KnownError) -> None:
        self._end()
        self.bar.tell_error(error)

    def _on_imported(self, answer: tuple[ImportOutcome, bool]) -> None:
        outcome, is_stopped = answer
        self._end()
        self._reasons = [f"{failure.path}: {failure.reason}" for failure in outcome.failed]
        self._reasons += [f"{path}: {sentence}" for path, sentence in outcome.warnings]
        title = ("Stopped; what was taken in stays: " if is_stopped else "") + outcome_words(outcome)
        shown = self._reasons[:_MOST_REASONS]
        more = len(self._reasons) - len(shown)
        rest = [f"and {more:,} more"] if more else []
        tone = Tone.WARN if outcome.failed or is_stopped else Tone.OK
        self.bar.tell(tone, title, "\n".join(shown + rest), "", _COPY if self._reasons else "")
        if outcome.added or outcome.updated:
            self.imported.emit()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._reasons))


def outcome_words(outcome: ImportOutcome) -> str:
    """What came of an import: "12 added, 1 updated, 3 the same, 2 not imported"."""
    counts = (
        (outcome.added, "added"),
        (outcome.updated, "updated"),
        (outcome.same, "the same"),
        (len(outcome.failed), "not imported"),
    )
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "There was nothing to import"


def _import(
    documents: DocumentsService, paths: Sequence[Path], cancel: Event, report: Report
) -> tuple[ImportOutcome, bool]:
    outcome = documents.import_paths(paths, lambda _what, done, of: report(done, of, "files"), cancel)
    return outcome, cancel.is_set()
