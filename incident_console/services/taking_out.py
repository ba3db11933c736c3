# SPDX-License-Identifier: Apache-2.0
"""A document is opened in another program: its plain copy, what was changed there, and the end of both."""

from __future__ import annotations

import errno
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from incident_console.domain.document import Document, document_leaving
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.library.importing import read_file
from incident_console.storage.plain_room import PlainRoom, is_abandoned, plain_places, remove_copy
from incident_console.sync.blobs import read_blob
from incident_console.sync.station import Station

from .document_sight import HIDDEN_TITLE, SightedService, sight_of
from .outside_copies import OutsideCopies, OutsideCopy
from .reading_room import ReadingRoom
from .synced_places import synced_place
from .version_saving import save_version

__all__ = ["OPEN", "OutsideCopy", "OutsideLine", "TakingOutService", "opening_refusal"]

OPEN = "open"
OPENABLE = frozenset(
    (
        *(".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".doc", ".xls", ".ppt", ".vsdx"),
        *(".md", ".markdown", ".txt", ".text", ".log", ".csv", ".tsv"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic"),
    )
)
"""What another program shows. Files that run, or that a browser would let run and load what it likes, are not here."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A plain copy as lists show it, or what is left of one that is gone: a change that nobody has decided about."""

    copy: OutsideCopy
    title: str
    is_changed: bool


class TakingOutService(SightedService):
    """Each copy is in the record before it is on the disk; what is changed in it is never just lost."""

    def __init__(self, station: Station, reading: ReadingRoom) -> None:
        super().__init__(station)
        self._reading = reading
        self._room: PlainRoom | None = None
        self._is_closed = False
        self._copies = OutsideCopies(station)

    # --- out ---------------------------------------------------------------------------------------------------

    def open_copy(self, document: bytes, version: bytes | None = None) -> OutsideCopy:
        """Put a plain copy into the private place, for another program to open. Raises KnownError."""
        view, chosen = self._visible_version(document, version)
        if (error := opening_refusal(chosen.file_name)) is not None:
            raise error
        data = read_blob(self.station, chosen.blob)
        with self.station.lock:
            if self._is_closed:
                raise KnownError("The workspace is being locked", "Nothing was written.")
            self._room = self._room or self._new_room()
            self._save(document_leaving(view.id, chosen.id, OPEN))
            path = self._room.new_path(Path(chosen.file_name).suffix.lower())
            key, now = self.station.random(8).hex(), self.station.now().ms
            copy = OutsideCopy(key, view.id, chosen.id, path, chosen.sha256, now)
            self._copies.put(copy)  # before it is there, so that a crash forgets none
            try:
                self._room.put(path, data)
            except OSError as problem:
                self._copies.forget(copy.key)
                raise _not_written(problem) from None
        return copy

    # --- back --------------------------------------------------------------------------------------------------

    def copies(self) -> list[OutsideCopy]:
        """Every copy that lies outside now."""
        return [copy for copy in self._copies.all() if not copy.is_sealed]

    def lines(self) -> list[OutsideLine]:
        """Every copy, and every change in one that is gone since; each change waits for a decision."""
        return [
            OutsideLine(copy, self._title(copy), is_changed=self._written(copy) is not None)
            for copy in self._copies.all()
        ]

    def changes(self) -> list[OutsideLine]:
        """What somebody wrote into copies and nobody has decided about."""
        return [line for line in self.lines() if line.is_changed]

    def take_back(self, key: str) -> bytes:
        """Make a change a new version that follows the one that was opened; returns its id. Raises KnownError."""
        self.station.require(Role.RESPONDER, "change documents")
        copy = self._copy(key)
        view, opened = self._visible_version(copy.document, copy.version)
        data = self._written(copy)
        if data is None:
            raise KnownError("There is no change to take back", "Nothing was changed.")
        version = save_version(self.station, self._reading, view.id, opened, data, "changed in another program")
        self._settle(replace(copy, version=version, sha256=hashlib.sha256(data).digest()))
        return version

    def throw_away(self, key: str) -> None:
        """Let a change go; a copy that is still there stays as it is."""
        copy = self._copy(key)
        data = self._written(copy)
        if data is not None:
            self._settle(replace(copy, sha256=hashlib.sha256(data).digest()))

    def close_copy(self, key: str) -> None:
        """Remove a copy. Raises KnownError while a change in it is undecided, or if another program holds it open."""
        copy = self._copy(key)
        if self._written(copy) is not None:
            words = "Take the change back or throw it away first."
            raise KnownError("The copy was changed in the other program", "It is still there.", words)
        if not remove_copy(copy.path):
            raise KnownError(
                "Another program still holds the copy open",
                "It is removed when you lock, at the latest when this program starts again.",
                "Close it there and try again.",
            )
        self._copies.forget(key)

    def close(self) -> None:
        """Lock: make no copy any more, and remove those there are."""
        with self.station.lock:
            self._is_closed = True
        self.clear()

    def clear(self) -> None:
        """Remove every copy, also those that a crash left behind; what was changed in them is sealed first.

        Copies of a living process, of which this workspace is a copy itself, are left to it.
        """
        room, self._room = self._room, None
        for copy in self.copies():
            if (room is not None and room.holds(copy.path)) or is_abandoned(copy.path):
                with suppress(KnownError):  # what cannot be read or kept is all that there is of the change: it stays
                    self._gather(copy)
        if room is not None:
            room.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _gather(self, copy: OutsideCopy) -> None:
        """Take a copy away, and what was changed in it into the record. Raises KnownError; then it stays."""
        data = _read(copy.path) if copy.path.exists() else None
        is_changed = data is not None and hashlib.sha256(data).digest() != copy.sha256
        if data is not None and is_changed:
            self._copies.seal_change(copy, data)
        if remove_copy(copy.path) and not is_changed:
            self._copies.forget(copy.key)

    def _written(self, copy: OutsideCopy) -> bytes | None:
        """What is in a copy if it is not what this program knows; None also while it is being written, or gone."""
        if copy.is_sealed:
            return self._copies.sealed_change(copy.key)
        try:
            data = read_file(copy.path)
        except KnownError:
            return None
        return data if hashlib.sha256(data).digest() != copy.sha256 else None

    def _settle(self, copy: OutsideCopy) -> None:
        if copy.is_sealed:
            self._copies.forget(copy.key)
        else:
            self._copies.put(copy)

    def _copy(self, key: str) -> OutsideCopy:
        found = next((copy for copy in self._copies.all() if copy.key == key), None)
        if found is None:
            raise KnownError("This copy is gone", "Nothing was changed.")
        return found

    def _title(self, copy: OutsideCopy) -> str:
        view = self._get(Document, copy.document)
        is_shown = view is not None and sight_of(self.station).shows(view.properties)
        return view.properties.title if view is not None and is_shown else HIDDEN_TITLE

    def _new_room(self) -> PlainRoom:
        shared = [row.path for row in self.station.folders.all()]
        return PlainRoom(self.station.random, [each for each in plain_places() if not synced_place(each, shared)])


def opening_refusal(file_name: str) -> KnownError | None:
    """Why a file of this name is not opened in another program, or None if it can be."""
    if Path(file_name).suffix.lower() in OPENABLE:
        return None
    return KnownError(
        "This kind of file is not opened from here",
        "Opened, it could run as a program or load things from the network.",
        "Export it if you know who made it.",
    )


def _read(path: Path) -> bytes:
    """What is in a copy; again if it is being written just now. Raises KnownError."""
    for _ in range(_TRIES - 1):
        with suppress(KnownError):
            return read_file(path)
    return read_file(path)


def _not_written(problem: OSError) -> KnownError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError("There is no room for the plain copy", "The document in the library is as it was.")
    return KnownError("The plain copy could not be written", "The document in the library is as it was.")
