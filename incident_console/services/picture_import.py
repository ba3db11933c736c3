# SPDX-License-Identifier: Apache-2.0
"""A picture that comes from no file, such as one on the clipboard, becomes a document."""

from __future__ import annotations

import hashlib

from incident_console.domain.document import Document, document_version
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import derived_entity
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role
from incident_console.library.limits import MAX_FILE_BYTES
from incident_console.sync.blobs import store_blobs
from incident_console.sync.station import Station
from incident_console.wire.packs import Unsealed

from .base import Service
from .free_paths import free_path
from .import_matching import ImportMatching
from .reading_room import ReadingRoom

_MOST_TITLE = 200


class PictureImport(Service):
    """Takes PNG files that are in memory."""

    def __init__(self, station: Station, room: ReadingRoom) -> None:
        super().__init__(station)
        self._room = room

    def twin(self, data: bytes) -> str:
        """What a document is called that is this very picture; empty if there is none."""
        return ImportMatching(self.station).twin(hashlib.sha256(data).digest())

    def add(self, title: str, data: bytes) -> bytes:
        """Make a new document of a picture; returns its id. Raises KnownError without a title or the right."""
        self.station.require(Role.RESPONDER, "import documents")
        called = " ".join(title.split())[:_MOST_TITLE]
        if not called:
            raise KnownError("A picture needs a title", "Nothing was saved.", "Say what it shows.")
        if len(data) > MAX_FILE_BYTES:
            raise KnownError("This picture is too large", "Nothing was saved.")
        hashed = hashlib.sha256(data)
        (reference,) = store_blobs(self.station, [Unsealed(data, hashed, False)])
        with self.station.lock:
            path = free_path(called, ".png", {view.current.path for view in self._all(Document)})
            read = self._room.words(path, data)
            with self.station.index.transaction():
                self.station.index.set_texts([(reference.sha256, read.text)])
            fields: dict[str, Value] = {
                "title": called,
                "file_name": path,
                "path": path,
                "media_type": read.kind.media_type,
                "size": len(data),
                "sha256": reference.sha256,
            }
            key = derived_entity("document", path)
            self._save(document_version(key, fields, reference, self._known(key)))
        return key
