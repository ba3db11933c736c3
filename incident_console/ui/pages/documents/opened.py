# SPDX-License-Identifier: Apache-2.0
"""A document fetched and made ready beside the window's thread, whatever became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import OpenPdf, Reading, ReadingForm
from incident_console.services.documents import DocumentLine, DocumentsService, VersionLine
from incident_console.ui.readers.images import to_image

_TEXTS = ("text/markdown", "text/plain")


@dataclass(frozen=True)
class OpenedDocument:
    """What the reader is given: the document, its versions, the one to read and its content or the ``error``.

    Whoever shows a ``pdf`` closes it.
    """

    line: DocumentLine
    versions: tuple[VersionLine, ...]
    version: VersionLine
    reading: Reading | None = None
    pictures: dict[str, QImage] = field(default_factory=dict)
    pdf: OpenPdf | None = None
    error: KnownError | None = None

    @property
    def is_latest(self) -> bool:
        """Whether this is the version that everyone works by."""
        return self.version.sha256 == self.line.sha256

    @property
    def is_writable(self) -> bool:
        """Whether it is a text that can be written on: one that nobody has followed with another yet."""
        return self.may_have_steps and self.version.is_newest

    @property
    def may_have_steps(self) -> bool:
        """Whether it is a text in which there may be boxes and numbered steps."""
        return self.error is None and self.version.media_type in _TEXTS

    @property
    def other_newest(self) -> VersionLine | None:
        """The version that somebody brought apart from this one, while both are newest."""
        if not (self.version.is_newest and self.line.has_two_versions):
            return None
        others = (each for each in self.versions if each.is_newest and each.sha256 != self.version.sha256)
        return next(others, None)


def open_document(documents: DocumentsService, key: bytes, version: bytes | None) -> OpenedDocument:
    """Fetch a document and decode its pictures. Raises KnownError if the library does not know it, or this version."""
    line, versions = documents.get(key), tuple(documents.versions(key))
    chosen = next((each for each in versions if each.id == version), None)
    if version is not None and chosen is None:
        raise KnownError("This version of the document is not here", what_to_do="It may arrive with the next sync.")
    chosen = chosen or next((each for each in versions if each.sha256 == line.sha256), versions[0])
    try:
        reading = documents.reading(key, chosen.id)
        pictures = {name: to_image(picture) for name, picture in reading.pictures.items()}
        pdf = documents.open_pdf(key, chosen.id) if reading.form is ReadingForm.PDF else None
        return OpenedDocument(line, versions, chosen, reading, pictures, pdf)
    except KnownError as error:
        return OpenedDocument(line, versions, chosen, error=error)
