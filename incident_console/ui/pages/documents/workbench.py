# SPDX-License-Identifier: Apache-2.0
"""The library, and in its place what needs the whole page: two versions side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from incident_console.services.document_writing import Comparison
from incident_console.services.documents import VersionLine
from incident_console.services.session import Session
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.compare_view import CompareView
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.page import PageContext
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.inline_bar import InlineBar


class Workbench(QStackedWidget):
    """``left`` comes when the library is shown again; ``bar`` of the library is told what came of the work."""

    left = Signal()

    def __init__(self, context: PageContext, library: QWidget, reader: DocumentReader, bar: InlineBar) -> None:
        super().__init__()
        self.setObjectName("document-workbench")
        self._context, self._library, self._reader, self._bar = context, library, reader, bar
        self._opened: OpenedDocument | None = None
        self.compare = CompareView()
        for part in (library, self.compare):
            self.addWidget(part)
        self._comparisons = Latest(context.jobs, self, Lane.POOL)
        reader.compare_wanted.connect(self._on_compare_wanted)
        self.compare.left_wanted.connect(self.show_library)
        self.compare.keep_wanted.connect(self._on_keep_wanted)

    @property
    def is_library_shown(self) -> bool:
        """Whether nothing stands in its place."""
        return self.currentWidget() is self._library

    def show_library(self) -> None:
        """Go back to the library."""
        if not self.is_library_shown:
            self.setCurrentWidget(self._library)
            self.compare.forget()
            self.left.emit()

    def focus_work(self) -> None:
        """Put the keyboard where one goes on, if something stands in place of the library."""
        if not self.is_library_shown:
            self.compare.reader.setFocus()

    def _on_compare_wanted(self, version: bytes) -> None:
        opened = self._reader.opened
        if opened is None:
            return
        other = next((each for each in opened.versions if each.id == version), None)
        if other is not None:
            left, right = sorted((opened.version, other), key=opened.versions.index, reverse=True)
            ask = partial(_compare, self._context.session, opened.line.id, left, right)
            shown = partial(self._on_compared, opened, left, right)
            self._comparisons.ask(ask, shown, self._bar.tell_error)

    def _on_compared(
        self, opened: OpenedDocument, left: VersionLine, right: VersionLine, answer: tuple[Comparison, str]
    ) -> None:
        comparison, refusal = answer
        self._opened = opened
        self.setCurrentWidget(self.compare)
        self.compare.show_versions(opened.version.title, left, right, comparison, self._context.session.now(), refusal)
        self.compare.reader.setFocus()

    def _on_keep_wanted(self, version: bytes) -> None:
        if self._opened is not None:
            call = partial(self._context.session.document_properties.keep_version, self._opened.line.id, version)
            self._context.jobs.ask(call, on_success=self._on_kept, on_failure=self.compare.tell_error)

    def _on_kept(self, _version: bytes) -> None:
        self._context.tell_saved()
        self._bar.tell(Tone.OK, "Settled", "The version that was kept follows both; the other one stays among them.")
        self.show_library()


def _compare(session: Session, document: bytes, left: VersionLine, right: VersionLine) -> tuple[Comparison, str]:
    """Both versions compared, and why none may be kept here, empty if one may."""
    refusal = session.document_properties.refusal()
    comparison = session.document_writing.compare(document, left.id, right.id)
    return comparison, refusal.one_line() if refusal else ""
