# SPDX-License-Identifier: Apache-2.0
"""Which document a file of an import is, and whether the library has its content already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from incident_console.domain.document import Document
from incident_console.library.importing import FileFound
from incident_console.storage.held_documents import HeldDocument
from incident_console.sync.station import Station

from .base import Service
from .document_sight import HIDDEN_TITLE, sight_of

if TYPE_CHECKING:
    from incident_console.library.text import ExtractedText


class ImportMatching(Service):
    """What was known when the import began, and what it learned since."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        with station.lock:
            self._by_path = {held.current.path: held for held in station.index.documents.all()}
            self._marks = station.index.import_marks.all()
        self._by_content: dict[bytes, bytes | str] = {held.current.sha256: held.id for held in self._by_path.values()}
        self._sight = sight_of(station)

    def at(self, name: str) -> HeldDocument | None:
        """The document of a place in the library."""
        return self._by_path.get(name)

    def untouched(self, item: FileFound) -> HeldDocument | None:
        """The document of a file that nobody wrote to since it was imported; such a file need not be opened."""
        known, mark = self.at(item.relative_name), self._marks.get(str(item.path))
        is_same = known and mark and mark.mark == item.mark and mark.sha256 == known.current.sha256
        return known if is_same else None

    def of_title(self, item: FileFound, read: ExtractedText) -> HeldDocument | None:
        """Which document a single file is, by its title and format; files of a folder go by their place alone."""
        if "/" in item.relative_name:
            return None
        found = [
            held
            for held in self._by_path.values()
            if held.current.title == read.title and held.current.media_type == read.kind.media_type
        ]
        return found[0] if len(found) == 1 else None

    def twin(self, sha256: bytes) -> str:
        """What another document is called that has this very content; empty if there is none."""
        found = self._by_content.get(sha256, "")
        if isinstance(found, str):
            return found
        view = self._get(Document, found)
        is_shown = view is not None and self._sight.shows(view.properties)
        return view.properties.title if view is not None and is_shown else HIDDEN_TITLE

    def learn(self, documents: Iterable[HeldDocument]) -> None:
        """Know documents that were saved meanwhile."""
        self._by_path.update((held.current.path, held) for held in documents)

    def learn_content(self, sha256: bytes, title: str) -> None:
        """Know what a file of this import holds."""
        self._by_content.setdefault(sha256, title)
