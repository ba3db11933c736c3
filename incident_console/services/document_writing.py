# SPDX-License-Identifier: Apache-2.0
"""Writing documents: open a text to write on, see it laid out, save it as a version; compare two versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.document import BlobRef, Document, DocumentVersion, document_version
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import derived_entity
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role
from incident_console.library.compare import Comparison, Row, RowKind, Span, compare_texts
from incident_console.library.decoding import decode_text, tidy
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.library.limits import MAX_MARKDOWN_CHARS
from incident_console.library.text import ExtractedText, extract_text
from incident_console.resources_path import resource_path
from incident_console.sync.blobs import store_blobs
from incident_console.sync.station import Station
from incident_console.wire.packs import Unsealed

from .document_drafts import DocumentDraft, DocumentDraftsService
from .document_sight import SightedService
from .free_paths import free_path
from .import_group import front_matter_fields
from .version_saving import said_by

if TYPE_CHECKING:
    from .documents import DocumentsService

__all__ = ["Comparison", "DocumentWritingService", "Row", "RowKind", "SavedVersion", "Span", "Template", "WritableText"]

MAX_WRITTEN_CHARS = MAX_MARKDOWN_CHARS
"""A longer text is no document that a person writes here: bring it in as a file."""
_WRITABLE = (DocumentFormat.MARKDOWN, DocumentFormat.TEXT)


@dataclass(frozen=True, slots=True)
class WritableText:
    """A version of a document as the editor opens it; ``draft`` is what was written on it and not saved."""

    document: bytes
    version: bytes
    title: str
    file_name: str
    text: str
    is_markdown: bool
    draft: DocumentDraft | None


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """What became of a text; ``is_apart`` says that another version came meanwhile, and both are newest now."""

    document: bytes
    version: bytes
    title: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin a new document with."""

    key: str
    name: str
    text: str


class DocumentWritingService(SightedService):
    """Everything is kept in memory and in the sealed store, never in a plain file."""

    def __init__(self, station: Station, documents: DocumentsService) -> None:
        super().__init__(station)
        self._documents = documents

    def templates(self) -> list[Template]:
        """What comes with the program to begin a document with, by name."""
        files = sorted(resource_path("resources", "templates").glob("*.md"))
        return [_template(file.stem, file.read_text(encoding="utf-8")) for file in files]

    def begin(self, template: Template | None = None) -> DocumentDraft:
        """A draft of a new document, from a template or empty."""
        return DocumentDraft(self._new_id(), b"", "", template.text if template else "")

    def refusal(self) -> KnownError | None:
        """Why this station may not write documents, or None if it may."""
        return self._refusal(Role.RESPONDER, "write a document")

    def open(self, document: bytes, version: bytes | None = None) -> WritableText:
        """A version to write on, the current one if none is named. Raises KnownError for one that is no short text."""
        _, chosen = self._visible_version(document, version)
        data = self._documents.read(document, chosen.id)
        kind, text = recognise(chosen.file_name, data).format, decode_text(data).text
        if kind not in _WRITABLE or len(text) > MAX_WRITTEN_CHARS:
            raise KnownError(
                "This document cannot be written here",
                "Only Markdown and plain text of usual length can.",
                "Change it with its own program and import it again.",
            )
        draft = DocumentDraftsService(self.station).read(document)
        return WritableText(
            document, chosen.id, chosen.title, chosen.file_name, text, kind is DocumentFormat.MARKDOWN, draft
        )

    def save(self, draft: DocumentDraft) -> SavedVersion:
        """Make a version of a text that follows the one that was opened, and forget its draft.

        A version that came meanwhile is not overwritten: both are newest until somebody settles it. Raises KnownError
        without the right, for a text without words, and where nothing is different.
        """
        self.station.require(Role.RESPONDER, "write a document")
        text = tidy(draft.text)
        if not text.strip():
            raise KnownError("There is nothing to save", "Nothing was changed.", "Write something first.")
        if len(text) > MAX_WRITTEN_CHARS:
            raise KnownError("This text is too long to be saved here", "The draft is kept.", "Split it in two.")
        opened = None if draft.is_new else self._opened(draft)
        data = _encoded(text) if opened is None else self._in_the_manner_of(draft.key, opened, text)
        read = extract_text(draft.file_name or "untitled.md", data)
        hashed = hashlib.sha256(data)
        (reference,) = store_blobs(self.station, [Unsealed(data, hashed, self._is_vital(draft.key, opened, read))])
        return self._save_version(draft, opened, read, reference)

    def compare(self, document: bytes, left: bytes, right: bytes) -> Comparison:
        """Two versions side by side: texts as they are written, all else by the words that can be read in it."""
        texts = self._text_of(document, left), self._text_of(document, right)
        return compare_texts(*texts)

    def _text_of(self, document: bytes, version: bytes) -> str:
        _, chosen = self._visible_version(document, version)
        name, data = chosen.file_name, self._documents.read(document, version)
        if recognise(name, data).format in (*_WRITABLE, DocumentFormat.CSV):
            return decode_text(data).text
        return self._documents.text(document, version)

    def _opened(self, draft: DocumentDraft) -> DocumentVersion:
        return self._visible_version(draft.key, draft.version)[1]

    def _in_the_manner_of(self, document: bytes, opened: DocumentVersion, text: str) -> bytes:
        """The bytes of a text with the line ends that the opened version has. Raises KnownError if it is the same."""
        before = self._documents.read(document, opened.id)
        if decode_text(before).text == text:
            raise KnownError("Nothing is different", "No version was made.")
        return _encoded(text.replace("\n", "\r\n") if b"\r\n" in before else text)

    def _is_vital(self, document: bytes, opened: DocumentVersion | None, read: ExtractedText) -> bool:
        if read.properties or opened is None:
            return read.properties.get("vital") is True
        return self._said(document, opened).get("is_vital") is True

    def _said(self, document: bytes, version: DocumentVersion) -> Mapping[str, Value]:
        """What a version says of itself, as its author wrote it."""
        return next(item.op.body for item in self._known(document) if item.op.id == version.id)

    def _save_version(
        self, draft: DocumentDraft, opened: DocumentVersion | None, read: ExtractedText, reference: BlobRef
    ) -> SavedVersion:
        index, why = self.station.index, {"why": draft.why.strip()} if draft.why.strip() else {}
        with self.station.lock:
            if opened is None:
                path = free_path(read.title, ".md", {view.current.path for view in self._all(Document)})
                properties = front_matter_fields(read.properties)
                key, said = derived_entity("document", path), {"path": path, "file_name": path, **properties}
            else:
                key, said = draft.key, said_by(self._said(draft.key, opened), read)
            fields: dict[str, Value] = {
                **said,
                "title": read.title,
                "media_type": read.kind.media_type,
                "size": reference.length,
                "sha256": reference.sha256,
                **why,
            }
            with index.transaction():
                index.set_texts([(reference.sha256, read.text)])
            follows = [opened.id] if opened else []
            (saved,) = self._save(document_version(key, fields, reference, self._known(key), follows))
            DocumentDraftsService(self.station).forget(draft.key)
            heads = self._need(Document, key, "document").heads
        return SavedVersion(key, saved.id, read.title, is_apart=len(heads) > 1)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


def _template(key: str, text: str) -> Template:
    return Template(key, key.replace("-", " ").capitalize(), text)
