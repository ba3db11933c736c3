# SPDX-License-Identifier: Apache-2.0
"""What happens while somebody compares: two versions are fetched and set side by side, and one may be kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.services.document_writing import Comparison
from incident_console.services.documents import VersionLine
from incident_console.services.session import Session
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.compare_view import CompareView
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.page import PageContext


class ComparingDesk(QObject):
    """Fills the view.

    ``began`` comes when there is something to show, ``kept(document)`` when one of two versions stands, ``failed``
    when they cannot be compared.
    """

    began = Signal()
    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, context: PageContext, view: CompareView, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._opened: OpenedDocument | None = None
        self._comparisons = Latest(context.jobs, self, Lane.POOL)
        view.keep_wanted.connect(self._on_keep_wanted)

    def open(self, opened: OpenedDocument, version: bytes) -> None:
        """Set another version beside the one that is read, the older one at the left."""
        other = next((each for each in opened.versions if each.id == version), None)
        if other is not None:
            left, right = sorted((opened.version, other), key=opened.versions.index, reverse=True)
            ask = partial(_compare, self._context.session, opened.line.id, left, right)
            self._comparisons.ask(ask, partial(self._on_compared, opened, left, right), self.failed.emit)

    def _on_compared(
        self, opened: OpenedDocument, left: VersionLine, right: VersionLine, answer: tuple[Comparison, str]
    ) -> None:
        comparison, refusal = answer
        self._opened = opened
        self.began.emit()
        self._view.show_versions(opened.version.title, left, right, comparison, self._context.session.now(), refusal)
        self._view.reader.setFocus()

    def _on_keep_wanted(self, version: bytes) -> None:
        if self._opened is not None:
            document = self._opened.line.id
            call = partial(self._context.session.document_properties.keep_version, document, version)
            kept = partial(self._on_kept, document)
            self._context.jobs.ask(call, on_success=kept, on_failure=self._view.tell_error)

    def _on_kept(self, document: bytes, _version: bytes) -> None:
        self.kept.emit(document)


def _compare(session: Session, document: bytes, left: VersionLine, right: VersionLine) -> tuple[Comparison, str]:
    """Both versions compared, and why none may be kept here, empty if one may."""
    refusal = session.document_properties.refusal()
    comparison = session.document_writing.compare(document, left.id, right.id)
    return comparison, refusal.one_line() if refusal else ""
