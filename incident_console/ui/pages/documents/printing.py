# SPDX-License-Identifier: Apache-2.0
"""Printing what is read: which printer, the work itself with its progress, and what became of it."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import ReadingForm
from incident_console.services.documents import DocumentsService
from incident_console.ui.jobs import JobRunner, Report
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents.work_part import WorkPart
from incident_console.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from incident_console.ui.printing.paper import Paper

_FILE_PRINTERS = ("pdf", "xps", "onenote", "fax")
_INTO_A_FILE = "Print into the file"


class PrintingPart(WorkPart):
    """Progress and outcome, hidden while there is none. One document is printed at a time."""

    def __init__(self, documents: DocumentsService, jobs: JobRunner) -> None:
        super().__init__(jobs, "document-printing", "Printing")
        self._documents = documents
        self._waiting: tuple[QPrinter, OpenedDocument, int] | None = None
        self.bar.action_clicked.connect(self._on_agreed)
        self.bar.closed.connect(self._on_refused)

    def ask(self, opened: OpenedDocument, turns: int) -> None:
        """Let somebody choose the printer and the pages."""
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        if self.is_busy:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Document")  # the queue of a printer is no place for a title
        dialog = QPrintDialog(printer, self.window())
        dialog.setObjectName("print-dialog")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(partial(self.print_on, printer, opened, turns))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter, opened: OpenedDocument, turns: int) -> None:
        """Print on this printer; into a file only once somebody has read what that means."""
        self.bar.hide()
        self._waiting = (printer, opened, turns)
        if _is_file(printer):
            self.bar.tell(
                Tone.WARN,
                "This prints into a file",
                "It will be a plain copy outside the sealed library: whoever finds the file can read it, and nobody "
                "removes it.",
                "Choose a printer of paper, or agree.",
                _INTO_A_FILE,
            )
        else:
            self._on_agreed()

    def _on_agreed(self) -> None:
        if self._waiting is None or self.is_busy:
            return
        printer, opened, turns = self._waiting
        self._waiting = None
        try:
            paper = _paper_of(opened)
        except KnownError as error:
            self.bar.tell_error(error)
            return
        foot = opened.version.title + (f", version {opened.version.label}" if opened.version.label else "")
        job = partial(_print, self._documents, opened, paper, turns, printer, foot)
        self._begin("Printing", job, self._tell_printed, self._tell_stopped)

    def _on_refused(self) -> None:
        self._waiting = None

    def _tell_printed(self, count: int) -> None:
        self.bar.tell(Tone.OK, f"{count:,} {'page' if count == 1 else 'pages'} given to the printer")

    def _tell_stopped(self) -> None:
        self.bar.tell(Tone.WARN, "Printing was stopped", "Pages that the printer has already may still come out.")


def _is_file(printer: QPrinter) -> bool:
    """Whether it writes a file; systems have printers whose name is all that tells so."""
    from PySide6.QtPrintSupport import QPrinter

    name = printer.printerName().lower()
    is_file = printer.outputFormat() is not QPrinter.OutputFormat.NativeFormat or bool(printer.outputFileName())
    return is_file or any(word in name for word in _FILE_PRINTERS)


def _paper_of(opened: OpenedDocument) -> Paper | None:
    """What was opened, on paper; None for a PDF, which is opened anew where it is printed."""
    from incident_console.ui.printing.drawn_paper import PicturePaper
    from incident_console.ui.printing.text_paper import TextPaper

    reading = opened.reading
    if reading is None or reading.form is ReadingForm.PDF:
        return None
    if reading.form is ReadingForm.IMAGE:
        return PicturePaper(opened.pictures.get("", QImage()))
    if reading.form is ReadingForm.TABLE:
        return TextPaper.of_tables([(sheet.name, sheet.rows) for sheet in reading.sheets if not sheet.is_hidden])
    if reading.form is ReadingForm.TEXT:
        return TextPaper.of_text(reading.text)
    return TextPaper.of_page(opened.version.title, reading.html, opened.pictures)


def _print(
    documents: DocumentsService,
    opened: OpenedDocument,
    paper: Paper | None,
    turns: int,
    printer: QPrinter,
    foot: str,
    cancel: Event,
    report: Report,
) -> int:
    from incident_console.ui.printing.drawn_paper import PdfPaper
    from incident_console.ui.printing.paper import print_paper

    if paper is None:
        paper = PdfPaper(documents.open_pdf(opened.line.id, opened.version.id), turns)
    return print_paper(paper, printer, foot, cancel, report)
