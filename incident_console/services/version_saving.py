# SPDX-License-Identifier: Apache-2.0
"""A file that was changed outside becomes a version that follows the one that was taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from incident_console.domain.document import DocumentVersion, document_version
from incident_console.domain.operation import Value
from incident_console.sync.blobs import store_blobs
from incident_console.sync.station import Station
from incident_console.wire.packs import Unsealed

from .import_group import front_matter_fields
from .reading_room import ReadingRoom

if TYPE_CHECKING:
    from incident_console.library.text import ExtractedText

_OF_THE_CONTENT = ("blob", "sha256", "size", "why", "media_type")
_OF_THE_PLACE = ("title", "path", "file_name")


def said_by(body: Mapping[str, Value], read: ExtractedText) -> dict[str, Value]:
    """What a changed file says of itself: what stands in it, else what the version before (its body) said."""
    said = {name: value for name, value in body.items() if name not in _OF_THE_CONTENT}
    if read.properties:
        said = {name: said[name] for name in _OF_THE_PLACE if name in said} | front_matter_fields(read.properties)
    return said | ({"title": read.title} if read.text else {})


def save_version(
    station: Station, room: ReadingRoom, document: bytes, opened: DocumentVersion, data: bytes, why: str
) -> bytes:
    """Make a version of these bytes; returns its id. Raises KnownError.

    It follows the opened version and no other: where somebody brought one meanwhile, both are newest until a person
    settles it. A file that says nothing of itself says what the opened version said.
    """
    read = room.words(opened.file_name, data)
    with station.lock:
        known = station.index.known_ops(document)
    body = next(item.op.body for item in known if item.op.id == opened.id)
    said = said_by(body, read)
    hashed = hashlib.sha256(data)
    (reference,) = store_blobs(station, [Unsealed(data, hashed, said.get("is_vital") is True)])
    digest = hashed.digest()
    fields = {**said, "media_type": read.kind.media_type, "size": len(data), "sha256": digest, "why": why}
    with station.lock:
        with station.index.transaction():
            station.index.set_texts([(digest, read.text)])
        known = station.index.known_ops(document)
        (saved,) = station.save([document_version(document, fields, reference, known, [opened.id])])
    return saved.id
