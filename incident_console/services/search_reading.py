# SPDX-License-Identifier: Apache-2.0
"""Makes the text of documents findable that came from other laptops: read in memory, kept in the index alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Event

from incident_console.domain.document import DocumentVersion
from incident_console.domain.errors import KnownError
from incident_console.library.formats import may_have_text
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
        """Read until nothing waits or it is cancelled; returns how many documents were gone through."""
        with self.station.lock:
            waiting = self.station.index.things.documents_without_text()
        versions = [view.current for view in waiting if has_blob(self.station, view.current.blob)]
        texts: list[tuple[bytes, str]] = []
        for done, version in enumerate(versions):
            if cancel.is_set():
                self._keep(texts)
                return done
            progress("reading documents", done, len(versions))
            with suppress(KnownError):  # damaged here: healed by a later sync, then read
                texts.append((version.sha256, self._text(version)))
            if len(texts) == _AT_ONCE or sum(len(text) for _, text in texts) > _CHARACTERS:
                texts = self._keep(texts)
        self._keep(texts)
        return len(versions)

    def _text(self, version: DocumentVersion) -> str:
        """The words of a document; what has none, a picture say, is not even opened."""
        if not may_have_text(version.media_type):
            return ""
        return self._room.words(version.file_name, read_blob(self.station, version.blob)).text

    def _keep(self, texts: Sequence[tuple[bytes, str]]) -> list[tuple[bytes, str]]:
        """Make texts findable; nothing is left to keep."""
        with self.station.lock, self.station.index.transaction():
            self.station.index.set_texts(texts)
        return []
