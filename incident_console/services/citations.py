# SPDX-License-Identifier: Apache-2.0
"""The document versions that entries and tasks cite: which one is current now, and what became of one cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.citation import Citation
from incident_console.domain.document import Document, DocumentVersion
from incident_console.sync.blobs import has_blob

from .document_sight import HIDDEN_TITLE, SightedService, sight_of

_MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A cited version as it is shown: its own title, and when and by whom it was brought (ms UTC).

    Unless it ``is_known`` nothing of it reached this laptop, and unless it ``is_here`` its file did not. ``has_newer``
    tells that another version is current now; of a restricted document, ``is_hidden``, no name is told.
    """

    cite: Citation
    title: str = ""
    file_name: str = ""
    label: str = ""
    added_at_ms: int = 0
    added_by: str = ""
    station: str = ""
    is_known: bool = False
    is_here: bool = False
    has_newer: bool = False
    is_hidden: bool = False


class CitationsService(SightedService):
    """Answers for versions by their ids, whatever of them is here."""

    def current(self, document: bytes) -> Citation:
        """The version of a document that is current now. Raises KnownError if it is not here or not to be seen."""
        return Citation(document, self._visible(document).current.id)

    def check(self, cites: Sequence[Citation]) -> None:
        """Raise KnownError if a version is not here, or not for whoever is writing here."""
        for each in cites:
            self._visible_version(each.document, each.version)

    def lines(self, cites: Sequence[Citation]) -> list[CitedLine]:
        """What is known of each cited version, in their order."""
        if not cites:
            return []
        with self.station.lock:
            documents = sorted({each.document for each in cites})
            found = {view.id: view for view in self.station.index.things.many(Document, documents)}
            return [self._line(each, found.get(each.document)) for each in cites]

    def offered(self, words: str) -> list[CitedLine]:
        """The current versions of a few documents whose title or file name holds all these words, vital ones first."""
        wanted = words.casefold().split()
        sight = sight_of(self.station)
        views = [view for view in self._all(Document) if sight.shows(view.properties) and _has(view, wanted)]
        views.sort(key=lambda view: (not view.properties.is_vital, view.properties.title.casefold(), view.id))
        return [self._line(Citation(view.id, view.current.id), view) for view in views[:_MOST_OFFERED]]

    def _line(self, cite: Citation, view: Document | None) -> CitedLine:
        version = next((one for one in view.versions if one.id == cite.version), None) if view else None
        if view is None or version is None:
            return CitedLine(cite)
        is_shown = sight_of(self.station).shows(view.properties)
        return CitedLine(
            cite,
            title=version.title if is_shown else HIDDEN_TITLE,
            file_name=version.file_name if is_shown else "",
            label=version.label if is_shown else "",
            added_at_ms=version.made.wall_ms,
            added_by=self._author(version.made),
            station=self.station.station_name(version.made.device),
            is_known=True,
            is_here=has_blob(self.station, version.blob),
            has_newer=_has_newer(view, version),
            is_hidden=not is_shown,
        )


def _has(view: Document, words: Sequence[str]) -> bool:
    names = f"{view.properties.title} {view.current.file_name}".casefold()
    return all(word in names for word in words)


def _has_newer(view: Document, version: DocumentVersion) -> bool:
    """Whether people work by another version now: one of other content, that follows this one."""
    return version.id not in view.heads and version.sha256 != view.current.sha256
