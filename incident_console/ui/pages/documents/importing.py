# SPDX-License-Identifier: Apache-2.0
"""Bringing documents in: choosing them, the work itself with its progress, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from incident_console.resources_path import resource_path
from incident_console.services.documents import DocumentsService, ImportOutcome
from incident_console.services.import_preview import ImportPlan, Step
from incident_console.ui.jobs import JobRunner, Report
from incident_console.ui.pages.documents.import_pane import DocumentImportPane
from incident_console.ui.pages.documents.work_part import WorkPart
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import Button

_MOST_REASONS = 6
_COPY = "Copy the list"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class ImportPart(WorkPart):
    """Progress and outcome, hidden while there is none. ``imported`` comes when files were taken in.

    Folders are looked at first: ``looked`` comes when the ``pane`` shows what their import would do, ``decided`` once
    it was agreed to or not.

    It works beside the store's lane, which a person's entries go through: many files may take minutes, and each is
    saved on its own under the record's lock.
    """

    imported = Signal()
    looked = Signal()
    decided = Signal()

    def __init__(self, documents: DocumentsService, jobs: JobRunner) -> None:
        super().__init__(jobs, "document-import", "Importing")
        self._documents = documents
        self._reasons: list[str] = []
        self._chosen: Sequence[Path] = ()
        self.pane = DocumentImportPane()
        self.bar.action_clicked.connect(self._on_copy_clicked)
        self.pane.agreed.connect(self._on_agreed)
        self.pane.cancelled.connect(self._on_declined)

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

    def look_at(self, paths: Sequence[Path]) -> None:
        """Tell what an import would do, if it is one of a folder or of duplicates; else take the files in at once."""
        if not paths or self.is_busy:
            return
        self._chosen = paths
        self._begin(f"Looking at {_named(paths)}", partial(_look, self._documents, paths), self._on_looked)

    def import_paths(self, paths: Sequence[Path], *, skips_twins: bool = False) -> None:
        """Take in files and folders; one import at a time."""
        if not paths or self.is_busy:
            return
        job = partial(_import, self._documents, paths, skips_twins)
        self._begin(f"Importing {_named(paths)}", job, self._tell_imported)

    def _on_looked(self, answer: tuple[ImportPlan, bool]) -> None:
        plan, has_folder = answer
        if plan.is_whole and not has_folder and not plan.counts[Step.TWIN]:
            self.import_paths(self._chosen)
            return
        if plan.files:
            self.looked.emit()
            self.pane.show_plan(_named(self._chosen), plan)

    def _on_agreed(self, skips_twins: bool) -> None:
        self.decided.emit()
        self.import_paths(self._chosen, skips_twins=skips_twins)

    def _on_declined(self) -> None:
        self.decided.emit()

    def _choose(self, mode: QFileDialog.FileMode, *_checked: bool) -> None:
        dialog = QFileDialog(self.window(), "Import documents", str(Path.home()))
        dialog.setObjectName("import-dialog")
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_files_selected(self, files: Sequence[str]) -> None:
        self.look_at([Path(file) for file in files])

    def _tell_imported(self, answer: tuple[ImportOutcome, bool]) -> None:
        outcome, is_stopped = answer
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


def _named(paths: Sequence[Path]) -> str:
    """What was chosen, within a sentence."""
    one = f"\N{LEFT DOUBLE QUOTATION MARK}{paths[0].name}\N{RIGHT DOUBLE QUOTATION MARK}"
    return one if len(paths) == 1 else f"{len(paths):,} files or folders"


def _look(documents: DocumentsService, paths: Sequence[Path], cancel: Event, report: Report) -> tuple[ImportPlan, bool]:
    plan = documents.preview_import(paths, partial(_report_files, report), cancel)
    return plan, any(path.is_dir() for path in paths)


def _import(
    documents: DocumentsService, paths: Sequence[Path], skips_twins: bool, cancel: Event, report: Report
) -> tuple[ImportOutcome, bool]:
    told = partial(_report_files, report)
    return documents.import_paths(paths, told, cancel, skips_twins=skips_twins), cancel.is_set()


def _report_files(report: Report, _what: str, done: int, total: int) -> None:
    report(done, total, "files")
