# SPDX-License-Identifier: Apache-2.0
"""Bringing files into the document library: which document each one is, and what changed."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from incident_console.domain.document import BlobRef, document_version
from incident_console.domain.errors import KnownError
from incident_console.library.importing import FileFound, FileRefused, read_marked, walk
from incident_console.storage.held_documents import HeldDocument
from incident_console.sync.blobs import store_blobs
from incident_console.sync.station import Station
from incident_console.wire.packs import Unsealed

from .base import Service
from .folders import Progress
from .import_group import FileTaken, ImportGroup
from .import_matching import ImportMatching
from .reading_room import ReadingRoom


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """A file that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many documents are new, have a new version, or are the same as before; and what was left out.

    ``warnings`` are (path, sentence) about files that were taken but could not be read whole; ``documents`` are what
    became of the files, the same ones too. ``twins`` are (path, title) of new files whose very content another document
    has; where they were left out they count as the same.
    """

    added: int
    updated: int
    same: int
    failed: tuple[ImportFailure, ...]
    warnings: tuple[tuple[str, str], ...]
    documents: tuple[bytes, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


class DocumentImport(Service):
    """One import; files are taken in groups, each durable and shown before the next one is begun."""

    def __init__(
        self,
        station: Station,
        room: ReadingRoom,
        progress: Progress | None = None,
        cancel: Event | None = None,
        *,
        skips_twins: bool = False,
    ) -> None:
        super().__init__(station)
        self._room, self._skips_twins = room, skips_twins
        self._progress = progress or (lambda *_: None)
        self._cancel = cancel or Event()
        self._counts = {"added": 0, "updated": 0, "same": 0}
        self._failed: list[ImportFailure] = []
        self._warnings: list[tuple[str, str]] = []
        self._documents: list[bytes] = []
        self._twins: list[tuple[str, str]] = []
        self._matching = ImportMatching(station)

    def run(self, paths: Sequence[Path]) -> ImportOutcome:
        """Take in all files; ends early when cancelled, keeping what was taken."""
        found = deque(walk(paths, cancel=self._cancel))
        total = len(found)
        with self.station.in_bulk():
            while found and not self._cancel.is_set():
                group = ImportGroup()
                self._save_group(group, store_blobs(self.station, self._read_group(group, found, total)))
        told = tuple(self._failed), tuple(self._warnings), tuple(self._documents), tuple(self._twins)
        return ImportOutcome(self._counts["added"], self._counts["updated"], self._counts["same"], *told)

    def _read_group(self, group: ImportGroup, found: deque[FileFound | FileRefused], total: int) -> Iterator[Unsealed]:
        """Read files as they are sealed; another version of a document that the group has ends it."""
        while found and not (group.is_full or self._cancel.is_set()):
            self._progress("importing", total - len(found), total)
            item = found[0]
            read = self._new_content(item)
            if read is not None and isinstance(item, FileFound):
                data, mark = read
                hashed = hashlib.sha256(data)
                group.note_mark(item.path, mark, hashed.digest())
                file = self._taken(item, data, hashed.digest())
                if file is not None and group.may_hold_document_of(file):
                    return
                if file is not None and not self._is_left_out(file):
                    group.add(file)
                    yield Unsealed(data, hashed, file.is_vital)
            found.popleft()

    def _new_content(self, item: FileFound | FileRefused) -> tuple[bytes, str] | None:
        """What is in a file, and its mark, unless it cannot be read or nobody wrote to it since it was imported."""
        if isinstance(item, FileRefused):
            self._failed.append(ImportFailure(item.path, item.reason))
            return None
        if (known := self._matching.untouched(item)) is not None:
            self._note_same(known)
            return None
        try:
            return read_marked(item.path)
        except KnownError as problem:
            self._failed.append(ImportFailure(str(item.path), problem.message))
            return None

    def _taken(self, item: FileFound, data: bytes, digest: bytes) -> FileTaken | None:
        """What a file becomes, or None if its document has this very content."""
        known = self._matching.at(item.relative_name)
        if not (known and known.current.sha256 == digest):
            read = self._room.words(item.path.name, data)
            known = known or self._matching.of_title(item, read)
            if not (known and known.current.sha256 == digest):
                return FileTaken(item, len(data), digest, read, known)
        self._note_same(known)
        return None

    def _note_same(self, known: HeldDocument) -> None:
        self._counts["same"] += 1
        self._documents.append(known.id)

    def _is_left_out(self, file: FileTaken) -> bool:
        """Whether a new file is left out since another document has its content; otherwise its content is known now."""
        twin = "" if file.known else self._matching.twin(file.sha256)
        if twin:
            self._twins.append((file.item.relative_name, twin))
        if twin and self._skips_twins:
            self._counts["same"] += 1
            return True
        self._matching.learn_content(file.sha256, file.read.title)
        return False

    def _save_group(self, group: ImportGroup, references: Sequence[BlobRef]) -> None:
        """Keep and show what was sealed; texts come first, so that documents can be found as soon as they are shown."""
        index, entities = self.station.index, [file.entity for file in group.files]
        with self.station.lock:
            with index.transaction():
                index.set_texts([(file.sha256, file.read.text) for file in group.files])
                index.import_marks.note(group.marks)
            old = index.known_among(entities)
            drafts = [
                document_version(entity, file.fields(), reference, self._known(entity) if entity in old else ())
                for entity, file, reference in zip(entities, group.files, references, strict=True)
            ]
            if drafts:
                self._save(*drafts)
            self._matching.learn(index.documents.among(entities))
        self._documents += entities
        for file in group.files:
            self._counts["updated" if file.known else "added"] += 1
            self._warnings.extend((file.item.relative_name, warning) for warning in file.read.warnings)
