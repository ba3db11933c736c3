# SPDX-License-Identifier: Apache-2.0
"""What happens while somebody reads: documents are opened, links followed, versions chosen, the way back kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.errors import KnownError
from incident_console.services.documents import DocumentLine
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.history import Place, ReadingHistory
from incident_console.ui.pages.documents.opened import OpenedDocument, open_document
from incident_console.ui.pages.documents.reading_spots import ReadingSpots
from incident_console.ui.pages.page import PageContext

_READ_AFTER_MS, _REST_MS = 1_500, 700


class ReadingDesk(QObject):
    """Fills the reader. ``turned(id)`` comes when a link or the way back led to another document.

    ``shown`` comes when a document is open, ``was_read`` when the list of what was read last is another one,
    ``failed`` with what did not work.
    Files are opened beside the store's lane: a large one must not hold up an entry that somebody saves.
    """

    turned = Signal(object)
    was_read = Signal()
    shown = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext, reader: DocumentReader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        self._documents = context.session.documents
        self.history = ReadingHistory(context.settings)
        self._spots = ReadingSpots(context.settings)
        self._is_read = False
        self._openings, self._texts = (Latest(context.jobs, self, Lane.POOL) for _ in range(2))
        self._read = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read.timeout.connect(self.note_read)
        reader.link_chosen.connect(self._on_link_chosen)
        reader.latest_wanted.connect(partial(self._on_version_wanted, None))
        reader.page_texts_wanted.connect(self._on_page_texts_wanted)
        reader.head.version_wanted.connect(self._on_version_wanted)
        reader.head.back_wanted.connect(self._go_back)
        reader.head.forward_wanted.connect(self._go_forward)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.keep_spot)
        reader.moved.connect(self._rest.start)
        reader.aids.inverted.connect(self._on_inverted)
        reader.aids.set_inverted(is_inverted=self._spots.is_inverted)

    @property
    def key(self) -> bytes:
        """The document that is read or being opened; empty before the first."""
        return self.history.now.key

    def open(self, place: Place) -> None:
        """Read a document."""
        self.keep_spot()
        self._is_read = self._is_read and place.key == self.key
        self.history.now = place
        load = partial(open_document, self._documents, place.key, place.version)
        self._openings.ask(load, partial(self._on_opened, place), self._on_open_failed)

    def choose(self, key: bytes) -> None:
        """Read a document that was chosen in the list; the way back leads to what was read, not to what was passed."""
        if key != self.key:
            if self._is_read:
                self.history.go_on(Place(key))
            self.open(Place(key))

    def follow(self, line: DocumentLine | None) -> None:
        """Show what became of the document that is read, unless an older version of it is."""
        opened = self._reader.opened
        if opened is not None and line is not None and line != opened.line and opened.is_latest:
            self.open(Place(line.id))

    def keep_spot(self) -> None:
        """Remember where in what is read one is."""
        self._rest.stop()
        opened = self._reader.opened
        if opened is not None and opened.error is None:
            self._spots.keep(opened.line.id, opened.version.id, self._reader.spot)

    def note_read(self) -> None:
        """Remember what is read among what was read last."""
        if (opened := self._reader.opened) is not None:
            self._is_read = opened.line.id == self.key
            self.history.note_read(opened.line.id)
            self.was_read.emit()

    def _on_opened(self, place: Place, opened: OpenedDocument) -> None:
        spot = self._spots.find(opened.line.id, opened.version.id)
        self._reader.show_document(opened, self._context.session.now(), place.anchor, spot)
        self.shown.emit()
        self._reader.head.set_ways(is_back=self.history.has_past, is_forward=self.history.has_future)
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
        self._return_to(self.history.go_back())

    def _go_forward(self) -> None:
        self._return_to(self.history.go_forward())

    def _return_to(self, place: Place | None) -> None:
        """Read on where one was, not at the heading that a link led to."""
        if place is not None:
            self.history.now = replace(place, anchor="")
            self._turn()

    def _on_inverted(self, is_inverted: bool) -> None:
        self._spots.keep_inverted(is_inverted=is_inverted)

    def _turn(self) -> None:
        self.open(self.history.now)
        self.turned.emit(self.key)

    def _on_page_texts_wanted(self, opened: OpenedDocument) -> None:
        load = partial(self._documents.pages, opened.line.id, opened.version.id)
        self._texts.ask(load, partial(self._reader.set_page_texts, opened), self.failed.emit)
