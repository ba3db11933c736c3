# SPDX-License-Identifier: Apache-2.0
"""Leaving the vault, in the window: the question before it, the plain copies outside, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.document_leaving import EXPORT, DocumentLeavingService, suggested_name
from incident_console.services.taking_out import OutsideCopy, OutsideLine, TakingOutService, opening_refusal
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.deliberate_form import DeliberateForm
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents.outside_strip import OutsideStrip, quoted
from incident_console.ui.pages.documents.outside_watch import OutsideWatch
from incident_console.ui.pages.page import PageContext
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.inline_bar import InlineBar

_OPENING = (
    "A plain copy, which anybody at this laptop can read, lies in a private folder until you close it here or lock,"
    " and the record says that you opened it."
)
_EXPORTING = (
    "A plain copy, which anybody who gets at the file can read, leaves the sealed library for good, and the record says"
    " that you exported it."
)
_THROWING_AWAY = "What was changed in the other program is gone for good; the document in the library stays as it is."


class TakingOutPart(QWidget):
    """On top of the documents page. ``saved`` comes when something was written to the record."""

    saved = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("taking-out")
        self._context, self._jobs = context, context.jobs
        self._out: TakingOutService = context.session.taking_out
        self._leaving: DocumentLeavingService = context.session.document_leaving
        self.bar, self.form, self.strip = InlineBar(), DeliberateForm(), OutsideStrip()
        self._watch, self._looks = OutsideWatch(self), Latest(context.jobs, self, Lane.POOL)
        self._agreed: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.strip, self.bar, self.form):
            column.addWidget(part)
        self._connect()
        self.look()

    def _connect(self) -> None:
        self._watch.stirred.connect(self.look)
        self.form.agreed.connect(self._on_agreed)
        self.form.cancelled.connect(partial(self.strip.hush, is_hushed=False))
        self.strip.take_back.connect(self._take_back)
        self.strip.throw_away.connect(self._ask_to_throw_away)
        self.strip.close_copy.connect(self._close)

    def ask(self, opened: OpenedDocument | None, way: str) -> None:
        """Ask before a version leaves in this way."""
        if opened is None:
            return
        title = quoted(opened.version.title)
        note = f"It is restricted to: {', '.join(opened.line.readers)}." if opened.line.readers else ""
        if way == EXPORT:
            choose = partial(self._choose_place, opened)
            self._ask(f"Export {title}?", _EXPORTING, "Choose where to export it", note, choose)
        elif (error := opening_refusal(opened.version.file_name)) is not None:
            self.bar.tell_error(error)
        else:
            open_it = partial(self._open, opened)
            self._ask(f"Open {title} in another program?", _OPENING, "Open it in plain", note, open_it)

    def look(self) -> None:
        """See which copies lie outside and what was changed in them."""
        self._looks.ask(self._out.lines, self._on_looked, self.bar.tell_error)

    # --- questions ---------------------------------------------------------------------------------------------

    def _ask(self, question: str, means: str, button: str, note: str, agreed: Callable[[], None]) -> None:
        self._agreed = agreed
        self.bar.hide()
        self.strip.hush(is_hushed=True)
        self.form.ask(question, means, button, note)

    def _on_agreed(self) -> None:
        self.strip.hush(is_hushed=False)
        agreed, self._agreed = self._agreed, None
        if agreed is not None:
            agreed()

    # --- opening -----------------------------------------------------------------------------------------------

    def _open(self, opened: OpenedDocument) -> None:
        open_it = partial(self._out.open_copy, opened.line.id, opened.version.id)
        self._jobs.ask(open_it, lane=Lane.POOL, on_success=self._on_copied, on_failure=self.bar.tell_error)

    def _on_copied(self, copy: OutsideCopy) -> None:
        self.saved.emit()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy.path))):
            self.bar.tell(Tone.WARN, f"No program on this laptop opens {copy.path.suffix} files", "The copy is closed.")
            self._close(copy.key)
        self.look()

    def _on_looked(self, lines: list[OutsideLine]) -> None:
        self._watch.follow([line.copy.path for line in lines if not line.copy.is_sealed])
        self.strip.show_lines(lines, self._context.session.now())

    # --- exporting ---------------------------------------------------------------------------------------------

    def _choose_place(self, opened: OpenedDocument) -> None:
        dialog = QFileDialog(self.window(), "Export a plain copy", str(Path.home()))
        dialog.setObjectName("export-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever written over
        dialog.selectFile(suggested_name(opened.version.file_name))
        dialog.fileSelected.connect(partial(self._on_place_chosen, opened))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_place_chosen(self, opened: OpenedDocument, file: str) -> None:
        path = Path(file)
        warned = partial(self._on_warned, opened, path)
        ask = partial(self._leaving.warning, path)
        self._jobs.ask(ask, lane=Lane.POOL, on_success=warned, on_failure=self.bar.tell_error)

    def _on_warned(self, opened: OpenedDocument, path: Path, warning: str) -> None:
        export = partial(self._export, opened, path)
        if not warning:
            export()
            return
        means = "A plain copy there leaves this laptop, and whoever gets at that place can read it."
        self._ask(f"{warning[:1].upper()}{warning[1:]}. Export there all the same?", means, "Export there", "", export)

    def _export(self, opened: OpenedDocument, path: Path) -> None:
        export = partial(self._leaving.export, opened.line.id, path, opened.version.id)
        self._jobs.ask(export, lane=Lane.POOL, on_success=self._on_exported, on_failure=self.bar.tell_error)

    def _on_exported(self, path: Path) -> None:
        self.saved.emit()
        self.bar.tell(Tone.OK, f"Exported to {path}", "It is plain there; delete it when it is not needed any more.")

    # --- back --------------------------------------------------------------------------------------------------

    def _take_back(self, key: str) -> None:
        self._run(partial(self._out.take_back, key), self._on_taken_back)

    def _on_taken_back(self, _version: bytes) -> None:
        self.bar.tell(Tone.OK, "The change is a new version of the document")
        self.saved.emit()
        self.look()

    def _ask_to_throw_away(self, key: str) -> None:
        title = next((line.title for line in self.strip.lines if line.copy.key == key), "")
        question = f"Throw the change to {quoted(title)} away?"
        throw = partial(self._run, partial(self._out.throw_away, key), self._on_done)
        self._ask(question, _THROWING_AWAY, "Throw it away", "", throw)

    def _close(self, key: str) -> None:
        self._run(partial(self._out.close_copy, key), self._on_done)

    def _on_done(self, _nothing: object) -> None:
        self.look()

    def _run(self, call: Callable[[], object], on_success: Callable[..., None]) -> None:
        self._jobs.ask(call, lane=Lane.POOL, on_success=on_success, on_failure=self._on_failed)

    def _on_failed(self, error: KnownError) -> None:
        self.bar.tell_error(error)
        self.look()
