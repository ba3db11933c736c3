# SPDX-License-Identifier: Apache-2.0
"""Bringing files into the document library: which document each one is, and what changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event

from incident_console.domain.document import Document, document_version
from incident_console.domain.errors import KnownError
from incident_console.domain.ids import derived_entity
from incident_console.domain.operation import Value
from incident_console.library.front_matter import FrontMatterValue
from incident_console.library.importing import FileFound, FileRefused, read_file, walk
from incident_console.library.text import ExtractedText, extract_text
from incident_console.sync.blobs import store_blob
from incident_console.sync.station import Station

from .base import Service
from .folders import Progress

_MAX_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """A file that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many documents are new, have a new version, or are the same as before; and what was left out.

    ``warnings`` are (path, sentence) about files that were taken but could not be read whole.
    """

    added: int
    updated: int
    same: int
    failed: tuple[ImportFailure, ...]
    warnings: tuple[tuple[str, str], ...]


class DocumentImport(Service):
    """One import; each file is durable before the next one is read."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._counts = {"added": 0, "updated": 0, "same": 0}
        self._failed: list[ImportFailure] = []
        self._warnings: list[tuple[str, str]] = []
        self._by_path = {view.current.path: view for view in self._all(Document)}

    def run(self, paths: Sequence[Path], progress: Progress | None, cancel: Event | None) -> ImportOutcome:
        """Take in all files; ends early when cancelled, keeping what was taken."""
        found = list(walk(paths, cancel=cancel))
        for done, item in enumerate(found):
            if cancel and cancel.is_set():
                break
            if progress:
                progress("importing", done, len(found))
            self._one(item)
        counts = self._counts
        return ImportOutcome(
            counts["added"], counts["updated"], counts["same"], tuple(self._failed), tuple(self._warnings)
        )

    def _one(self, item: FileFound | FileRefused) -> None:
        if isinstance(item, FileRefused):
            self._failed.append(ImportFailure(item.path, item.reason))
            return
        try:
            self._counts[self._take(item)] += 1
        except KnownError as problem:
            if not item.path.exists() or problem.title == "This file was not imported":
                self._failed.append(ImportFailure(str(item.path), problem.message or problem.title))
                return
            raise

    def _take(self, item: FileFound) -> str:
        data = read_file(item.path)
        digest = hashlib.sha256(data).digest()
        known = self._by_path.get(item.relative_name)
        if known and known.current.sha256 == digest:
            return "same"
        read = extract_text(item.path.name, data)
        self._warnings.extend((item.relative_name, warning) for warning in read.warnings)
        known = known or self._same_document(item, read)
        if known and known.current.sha256 == digest:
            return "same"
        self._save_version(item, data, digest, read, known)
        return "updated" if known else "added"

    def _same_document(self, item: FileFound, read: ExtractedText) -> Document | None:
        """Which document a single file is, by its title and format; files of a folder go by their place alone."""
        if "/" in item.relative_name:
            return None
        found = [
            view
            for view in self._by_path.values()
            if view.current.title == read.title and view.current.media_type == read.kind.media_type
        ]
        return found[0] if len(found) == 1 else None

    def _save_version(
        self, item: FileFound, data: bytes, digest: bytes, read: ExtractedText, known: Document | None
    ) -> None:
        path = known.current.path if known else item.relative_name
        entity = known.id if known else derived_entity("document", path)
        fields: dict[str, Value] = {
            "title": read.title,
            "file_name": item.relative_name.rpartition("/")[2],
            "path": path,
            "media_type": read.kind.media_type,
            "size": len(data),
            "sha256": digest,
            **_properties(read.properties),
        }
        blob = store_blob(self.station, io.BytesIO(data).read)
        with self.station.lock:
            self._save(document_version(entity, fields, blob, self._known(entity)))
            with self.station.index.transaction():
                self.station.index.set_text(digest, read.text)
            self._by_path[path] = self._need(Document, entity, "document")


def _properties(given: Mapping[str, FrontMatterValue]) -> dict[str, Value]:
    """What the top of a Markdown document says about it, as far as the library keeps it."""
    fields: dict[str, Value] = {
        name: str(given[name]) for name in ("category", "owner", "classification", "version") if _is_word(given, name)
    }
    tags = given.get("tags")
    if isinstance(tags, list):
        fields["tags"] = list(tags)
    if isinstance(given.get("vital"), bool):
        fields["is_vital"] = given["vital"] is True
    days, reviewed = given.get("review_interval_days"), given.get("reviewed")
    if isinstance(days, int) and not isinstance(days, bool) and 0 < days <= _MAX_DAYS:
        fields["review_interval_days"] = days
    if isinstance(reviewed, str) and _is_day(reviewed):
        fields["reviewed_on"] = reviewed
    return fields


def _is_word(given: Mapping[str, FrontMatterValue], name: str) -> bool:
    return isinstance(given.get(name), (str, int)) and not isinstance(given.get(name), bool)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
