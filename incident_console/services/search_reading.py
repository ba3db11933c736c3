# SPDX-License-Identifier: Apache-2.0
"""Makes the text of documents findable that came from other laptops: read in memory, kept in the index alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Event

from incident_console.domain.document import Document
from incident_console.domain.errors import KnownError
from incident_console.library.formats import may_have_text
from incident_console.storage.held_documents import HeldDocument
from incident_console.sync.blobs import has_blob, read_blob
from incident_console.sync.station import Station

from .base import Service
from .folders import Progress
from .reading_room import ReadingRoom

_AT_ONCE, _CHARACTERS = 200, 4_000_000
"""So many texts, or so much of them, become findable in one step; saving waits for no more than that."""


class SearchReading(Service):
    """One reading of all that waits."""

    def __init__(self, station: Station, room: ReadingRoom) -> None:
        super().__init__(station)
        self._room = room

    def run(self, progress: Progress, cancel: Event) -> int:
        """Read until nothing waits or it is cancelled; returns how many documents were read."""
        with self.station.lock:
            waiting = list(self.station.index.documents.without_text())
        texts: list[tuple[bytes, str]] = []
        count = 0
        for done, held in enumerate(waiting):
            if cancel.is_set():
                break
            progress("reading documents", done, len(waiting))
            found = self._text(held)
            texts += found
            count += len(found)
            if len(texts) == _AT_ONCE or sum(len(text) for _, text in texts) > _CHARACTERS:
                texts = self._keep(texts)
        self._keep(texts)
        return count

    def _text(self, held: HeldDocument) -> list[tuple[bytes, str]]:
        """The words of a document under its hash; what has none, a picture say, is not even opened.

        None yet where its file is not here, or is damaged here: it comes with a later sync, and is read then.
        """
        if not may_have_text(held.current.media_type):
            return [(held.current.sha256, "")]
        version = self._need(Document, held.id, "document").current
        if not has_blob(self.station, version.blob):
            return []
        with suppress(KnownError):
            words = self._room.words(version.file_name, read_blob(self.station, version.blob))
            return [(version.sha256, words.text)]
        return []

    def _keep(self, texts: Sequence[tuple[bytes, str]]) -> list[tuple[bytes, str]]:
        """Make texts findable; nothing is left to keep."""
        with self.station.lock, self.station.index.transaction():
            self.station.index.set_texts(texts)
        return []
