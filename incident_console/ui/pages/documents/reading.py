# SPDX-License-Identifier: Apache-2.0
"""What happens while somebody reads: documents are opened, links followed, versions chosen, the way back kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.errors import KnownError
from incident_console.services.documents import DocumentLine
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.history import Place, ReadingHistory
from incident_console.ui.pages.documents.opened import OpenedDocument, open_document
from incident_console.ui.pages.page import PageContext

_READ_AFTER_MS = 1_500


class ReadingDesk(QObject):
    """Fills the reader. ``turned(id)`` comes when a link or the way back led to another document.

    ``was_read`` comes when the list of what was read last is another one, ``failed`` with what did not work.
    Files are opened beside the store's lane: a large one must not hold up an entry that somebody saves.
    """

    turned = Signal(object)
    was_read = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext, reader: DocumentReader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        self._documents = context.session.documents
        self.history = ReadingHistory(context.settings)
        self._openings, self._texts = (Latest(context.jobs, self, Lane.POOL) for _ in range(2))
        self._read = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read.timeout.connect(self.note_read)
        reader.link_chosen.connect(self._on_link_chosen)
        reader.latest_wanted.connect(partial(self._on_version_wanted, None))
        reader.page_texts_wanted.connect(self._on_page_texts_wanted)
        reader.head.version_wanted.connect(self._on_version_wanted)
        reader.head.back_wanted.connect(self._go_back)

    @property
    def key(self) -> bytes:
        """The document that is read or being opened; empty before the first."""
        return self.history.now.key

    def open(self, place: Place) -> None:
        """Read a document."""
        self.history.now = place
        load = partial(open_document, self._documents, place.key, place.version)
        self._openings.ask(load, partial(self._on_opened, place), self._on_open_failed)

    def choose(self, key: bytes) -> None:
        """Read a document that was chosen in the list: from there no link leads back."""
        if key != self.key:
            self.history.begin()
            self.open(Place(key))

    def follow(self, line: DocumentLine | None) -> None:
        """Show what became of the document that is read, unless an older version of it is."""
        opened = self._reader.opened
        if opened is not None and line is not None and line != opened.line and opened.is_latest:
            self.open(Place(line.id))

    def note_read(self) -> None:
        """Remember what is read among what was read last."""
        if (opened := self._reader.opened) is not None:
            self.history.note_read(opened.line.id)
            self.was_read.emit()

    def _on_opened(self, place: Place, opened: OpenedDocument) -> None:
        self._reader.show_document(opened, self._context.session.now(), place.anchor)
        self._reader.head.set_back(is_possible=self.history.has_past)
        self._read.start()

    def _on_open_failed(self, error: KnownError) -> None:
        self._reader.clear()
        self.failed.emit(error)

    def _on_version_wanted(self, version: bytes | None) -> None:
        self.open(Place(self.key, version))

    def _on_link_chosen(self, address: str) -> None:
        anchor = address.partition("#")[2]
        if address.startswith("#"):
            self._reader.go_to_heading(anchor)
            return
        ask = partial(self._documents.linked, self.key, address)
        found = partial(self._on_link_found, address, anchor)
        self._context.jobs.ask(ask, on_success=found, on_failure=self.failed.emit)

    def _on_link_found(self, address: str, anchor: str, line: DocumentLine | None) -> None:
        if line is None:
            self._reader.tell_outside(address)
            return
        self.history.go_on(Place(line.id, None, anchor))
        self._turn()

    def _go_back(self) -> None:
        if self.history.go_back() is not None:
            self._turn()

    def _turn(self) -> None:
        self.open(self.history.now)
        self.turned.emit(self.key)

    def _on_page_texts_wanted(self, opened: OpenedDocument) -> None:
        load = partial(self._documents.pages, opened.line.id, opened.version.id)
        self._texts.ask(load, partial(self._reader.set_page_texts, opened), self.failed.emit)
