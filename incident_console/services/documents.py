# SPDX-License-Identifier: Apache-2.0
"""The document library: list it, read a document from memory, bring in files and folders, make their text findable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from incident_console.domain.document import Document, DocumentVersion, Leaving
from incident_console.domain.document_changes import Review, next_review_on, review_state
from incident_console.domain.roles import Role
from incident_console.sync.blobs import has_blob, read_blob
from incident_console.sync.station import Station

from .document_import import DocumentImport, ImportFailure, ImportOutcome
from .document_sight import HIDDEN_TITLE, DocumentSight, SightedService, sight_of
from .finding import find_one
from .folders import Progress
from .import_preview import ImportPlan, ImportPreview
from .picture_import import PictureImport
from .reading_room import OpenPdf, ReadingRoom
from .search_reading import SearchReading
from .times import local_time

if TYPE_CHECKING:
    from incident_console.library.reading import Reading

__all__ = ["DocumentLine", "DocumentsService", "ImportFailure", "ImportOutcome", "VersionLine"]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a document, as its author brought it; ``is_newest`` says that no other one follows it."""

    id: bytes
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: bytes
    label: str
    why: str
    added_at_ms: int
    added_by: str
    station: str
    is_here: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class LeftLine:
    """Once that a document left the sealed library, in plain: ``how`` is a word such as export."""

    version: bytes
    how: str
    by: str
    station: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as lists show it; dates are ISO days, ``folder`` is where it lay when a whole folder was imported.

    ``has_two_versions`` says that two people brought different versions apart. ``is_here`` is false while the file
    itself has not reached this laptop. Of one that is restricted to roles that nobody here has, ``is_hidden``, no name
    is told. ``readers`` are the roles of a restriction, ``reviewed_by`` who said so at ``reviewed_at_ms``, and
    ``conflict_fields`` what two people set differently.
    """

    id: bytes
    title: str
    file_name: str
    path: str
    folder: str
    media_type: str
    size: int
    sha256: bytes
    category: str
    owner: str
    tags: tuple[str, ...]
    classification: str
    is_vital: bool
    version: str
    version_count: int
    reviewed_on: str
    next_review_on: str
    is_review_due: bool
    has_two_versions: bool
    is_here: bool
    added_at_ms: int
    added_by: str
    station: str
    readers: tuple[str, ...] = ()
    site: str = ""
    service: str = ""
    review: Review = Review.NONE
    review_interval_days: int | None = None
    reviewed_by: str = ""
    reviewed_at_ms: int | None = None
    conflict_fields: tuple[str, ...] = ()
    left: tuple[LeftLine, ...] = ()
    is_hidden: bool = False


class DocumentsService(SightedService):
    """The documents of the workspace; nothing of them is ever written in plain."""

    def __init__(self, station: Station, room: ReadingRoom) -> None:
        super().__init__(station)
        self._room = room

    def lines(self) -> list[DocumentLine]:
        """Every document, by title."""
        sight = sight_of(self.station)
        lines = [self.line(view, sight) for view in self._all(Document)]
        return sorted(lines, key=lambda line: (line.title.casefold(), line.path, line.id))

    def some(self, documents: Collection[bytes]) -> list[DocumentLine]:
        """These documents as far as they are here, in no order."""
        with self.station.lock:
            found = self.station.index.things.many(Document, sorted(documents))
        sight = sight_of(self.station)
        return [self.line(view, sight) for view in found]

    def get(self, document: bytes) -> DocumentLine:
        """One document; raises KnownError if it is not here."""
        return self.line(self._document(document))

    def find(self, named: str) -> DocumentLine:
        """The document with this id, beginning of an id, path, title or file name; raises KnownError."""
        sight = sight_of(self.station)
        found = find_one(
            named, "documents", self._all(Document), lambda view: view.id.hex(), lambda view: _names(view, sight)
        )
        return self.line(found, sight)

    def named(self, file_name: str) -> DocumentLine | None:
        """The document of a file name, as a plan or a link in another document names it; None if there is none."""
        found = [view for view in self._all(Document) if view.current.file_name == file_name]
        return self.line(found[0]) if found else None

    def versions(self, document: bytes) -> list[VersionLine]:
        """Every version of a document, the latest first."""
        view = self._document(document)
        is_shown = sight_of(self.station).shows(view.properties)
        return [self._version_line(version, view.heads, is_shown=is_shown) for version in reversed(view.versions)]

    def read(self, document: bytes, version: bytes | None = None) -> bytes:
        """The file of a document's current version, or of another one, in memory. Raises KnownError if not here."""
        return read_blob(self.station, self._version(document, version).blob)

    def text(self, document: bytes, version: bytes | None = None) -> str:
        """The words of a document, without its looks; empty for a picture. Raises KnownError if it is not here."""
        chosen = self._version(document, version)
        return self._room.words(chosen.file_name, read_blob(self.station, chosen.blob)).text

    def reading(self, document: bytes, version: bytes | None = None) -> Reading:
        """A document as the reader shows it. Raises KnownError if its file is not here; safe in any thread."""
        from incident_console.library.formats import is_pdf
        from incident_console.library.reading import Reading, ReadingForm

        chosen = self._version(document, version)
        if is_pdf(chosen.media_type):
            return Reading(ReadingForm.PDF)  # a large one takes a moment to read, which `open_pdf` does
        path, data = chosen.path or chosen.file_name, read_blob(self.station, chosen.blob)
        return self._room.layout(path, chosen.title, data, self._read_path)

    def preview(self, file_name: str, text: str) -> Reading:
        """A text that is being written, as the reader would show it; safe in any thread."""
        return self._room.layout(file_name, "", text.encode(errors="replace"), self._read_path)

    def open_pdf(self, document: bytes, version: bytes | None = None) -> OpenPdf:
        """A PDF to draw page by page. Raises KnownError if it is not here or cannot be opened; close it after use."""
        return self._room.open_pdf(self.read(document, version))

    def pages(self, document: bytes, version: bytes | None = None) -> tuple[str, ...]:
        """The words of a PDF, page by page, to find them in it; takes a while and may be done in any thread."""
        read = self._room.words("document.pdf", self.read(document, version))
        ends = (*read.page_starts[1:], len(read.text))
        return tuple(read.text[start:end] for start, end in zip(read.page_starts, ends, strict=True))

    def linked(self, document: bytes, link: str) -> DocumentLine | None:
        """The document that a link in another one leads to: by its place, else by its file name; None if not here."""
        from incident_console.library.reading import path_of_link

        path = path_of_link(self._document(document).current.path, link)
        views = self._all(Document)
        found = [view for view in views if view.current.path == path]
        found = found or [view for view in views if view.current.file_name == path.rpartition("/")[2]]
        return self.line(found[0]) if found else None

    def preview_import(
        self, paths: Sequence[Path], progress: Progress | None = None, cancel: Event | None = None
    ) -> ImportPlan:
        """Tell what an import of files and folders would do; nothing is saved."""
        self.station.require(Role.RESPONDER, "import documents")
        return ImportPreview(self.station, self._room, progress, cancel).run(paths)

    def import_paths(
        self,
        paths: Sequence[Path],
        progress: Progress | None = None,
        cancel: Event | None = None,
        *,
        skips_twins: bool = False,
    ) -> ImportOutcome:
        """Bring in files and whole folders; what cannot be taken is named with the reason.

        A file of a folder is known by its place in it, a single file by its name or its title: imported again it is a
        new version if it changed. ``skips_twins`` leaves out new files whose very content another document has.
        """
        self.station.require(Role.RESPONDER, "import documents")
        return DocumentImport(self.station, self._room, progress, cancel, skips_twins=skips_twins).run(paths)

    def picture_twin(self, data: bytes) -> str:
        """What a document is called that is this very picture; empty if there is none."""
        return PictureImport(self.station, self._room).twin(data)

    def add_picture(self, title: str, data: bytes) -> bytes:
        """Make a new document of a PNG picture in memory; returns its id. Raises KnownError."""
        return PictureImport(self.station, self._room).add(title, data)

    def read_for_search(self, progress: Progress | None = None, cancel: Event | None = None) -> int:
        """Make the text of documents findable that came from other laptops; returns how many were read."""
        return SearchReading(self.station, self._room).run(progress or (lambda *_: None), cancel or Event())

    def line(self, view: Document, sight: DocumentSight | None = None) -> DocumentLine:
        """A document of the record, ready to show to whoever is writing here."""
        now, told, today = view.current, view.properties, self._today()
        review = review_state(told, today)
        heads = {version.sha256 for version in view.versions if version.id in view.heads}
        line = DocumentLine(
            id=view.id,
            title=told.title,
            file_name=now.file_name,
            path=now.path,
            folder=now.path.rpartition("/")[0],
            media_type=now.media_type,
            size=now.size,
            sha256=now.sha256,
            category=told.category,
            owner=told.owner,
            tags=told.tags,
            classification=told.classification,
            is_vital=told.is_vital,
            version=now.label,
            version_count=len({version.sha256 for version in view.versions}),
            reviewed_on=told.reviewed_on,
            next_review_on=next_review_on(told),
            is_review_due=review is Review.OVERDUE,
            has_two_versions=len(heads) > 1,
            is_here=has_blob(self.station, now.blob),
            added_at_ms=now.made.wall_ms,
            added_by=self._author(now.made),
            station=self.station.station_name(now.made.device),
            readers=told.readers,
            site=told.site,
            service=told.service,
            review=review,
            review_interval_days=told.review_interval_days,
            reviewed_by=self._author(told.reviewed) if told.reviewed else "",
            reviewed_at_ms=told.reviewed.wall_ms if told.reviewed else None,
            conflict_fields=tuple(conflict.field for conflict in told.conflicts),
            left=tuple(self._left(leaving) for leaving in view.leavings),
        )
        return line if (sight or sight_of(self.station)).shows(told) else _hidden(line)

    def _left(self, leaving: Leaving) -> LeftLine:
        made = leaving.made
        station = self.station.station_name(made.device)
        return LeftLine(leaving.version, leaving.how, self._author(made), station, made.wall_ms)

    def _version_line(self, version: DocumentVersion, heads: Collection[bytes], *, is_shown: bool) -> VersionLine:
        return VersionLine(
            id=version.id,
            title=version.title if is_shown else HIDDEN_TITLE,
            file_name=version.file_name if is_shown else "",
            media_type=version.media_type,
            size=version.size,
            sha256=version.sha256,
            label=version.label,
            why=version.why if is_shown else "",
            added_at_ms=version.made.wall_ms,
            added_by=self._author(version.made),
            station=self.station.station_name(version.made.device),
            is_here=has_blob(self.station, version.blob),
            is_newest=version.id in heads,
        )

    def _document(self, document: bytes) -> Document:
        return self._need(Document, document, "document")

    def _version(self, document: bytes, version: bytes | None) -> DocumentVersion:
        """A version to read. Raises KnownError if it is not here, or is not for whoever is writing here."""
        return self._visible_version(document, version)[1]

    def _read_path(self, path: str) -> bytes | None:
        view = next((view for view in self._all(Document) if view.current.path == path), None)
        if view is None or not has_blob(self.station, view.current.blob):
            return None
        if not sight_of(self.station).shows(view.properties):
            return None
        return read_blob(self.station, view.current.blob)

    def _today(self) -> str:
        now = self.station.now()
        return local_time(now.ms, now).date().isoformat()


def _names(view: Document, sight: DocumentSight) -> set[str]:
    """What a document may be called by whoever is writing here."""
    now = view.current
    return {now.path, now.title, now.file_name, view.properties.title} if sight.shows(view.properties) else set()


def _hidden(line: DocumentLine) -> DocumentLine:
    """A document without its names and words, but with what it takes to keep it."""
    blank = dict.fromkeys(("file_name", "path", "folder", "owner", "version", "site", "service"), "")
    return replace(line, title=HIDDEN_TITLE, tags=(), conflict_fields=(), is_hidden=True, **blank)  # type: ignore[arg-type]
