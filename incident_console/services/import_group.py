# SPDX-License-Identifier: Apache-2.0
"""Files of an import that become versions of documents together: sealed, durable and shown in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.domain.ids import derived_entity
from incident_console.domain.operation import Value
from incident_console.library.front_matter import FrontMatterValue
from incident_console.library.importing import FileFound
from incident_console.storage.held_documents import HeldDocument
from incident_console.storage.import_marks import ImportMark

if TYPE_CHECKING:
    from incident_console.library.text import ExtractedText

GROUP_FILES, GROUP_BYTES = 1_000, 64 << 20
"""A group ends with so many files, or so much of content and text: it is durable and shown before the next one."""
_MAX_DAYS = 36_500
_WORDS = ("category", "owner", "classification", "version", "site", "service")


@dataclass(frozen=True, slots=True)
class FileTaken:
    """A file that was read; ``known`` is the document that it is a new version of, None if it is a new one."""

    item: FileFound
    size: int
    sha256: bytes
    read: ExtractedText
    known: HeldDocument | None

    @property
    def path(self) -> str:
        """The place of the document in the library."""
        return self.known.current.path if self.known else self.item.relative_name

    @property
    def entity(self) -> bytes:
        """The document's id: the same on every laptop that imports this place."""
        return self.known.id if self.known else derived_entity("document", self.path)

    @property
    def is_vital(self) -> bool:
        """Whether it says that a team cannot do without it."""
        return self.read.properties.get("vital") is True

    def fields(self) -> dict[str, Value]:
        """What the version says of itself, apart from its content."""
        return {
            "title": self.read.title,
            "file_name": self.item.relative_name.rpartition("/")[2],
            "path": self.path,
            "media_type": self.read.kind.media_type,
            "size": self.size,
            "sha256": self.sha256,
            **front_matter_fields(self.read.properties),
        }


@dataclass
class ImportGroup:
    """The files of one group, each of another document."""

    files: list[FileTaken] = field(default_factory=list)
    marks: list[ImportMark] = field(default_factory=list)
    size: int = 0
    _paths: set[str] = field(default_factory=set)
    _titles: set[tuple[str, str]] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether the next file is one of another group."""
        return len(self.files) >= GROUP_FILES or self.size >= GROUP_BYTES

    def may_hold_document_of(self, file: FileTaken) -> bool:
        """Whether one of these may be a version of the same document: by its place, a single file also by its title."""
        is_lone = "/" not in file.item.relative_name
        return not self._paths.isdisjoint(_paths(file)) or (is_lone and _title(file) in self._titles)

    def note_mark(self, path: Path, mark: str, sha256: bytes) -> None:
        """Know a file's content again by its mark, once this group is saved, unless it was written just now."""
        if mark:
            self.marks.append(ImportMark(str(path), mark, sha256))

    def add(self, file: FileTaken) -> None:
        """One more, of a document of which there is none yet."""
        self.files.append(file)
        self.size += file.size + len(file.read.text)
        self._paths.update(_paths(file))
        self._titles.add(_title(file))


def _paths(file: FileTaken) -> tuple[str, str]:
    return file.path, file.item.relative_name


def _title(file: FileTaken) -> tuple[str, str]:
    return file.read.title, file.read.kind.media_type


def front_matter_fields(given: Mapping[str, FrontMatterValue]) -> dict[str, Value]:
    """What the top of a Markdown document says about it, as far as the library keeps it."""
    fields: dict[str, Value] = {name: str(given[name]) for name in _WORDS if _is_word(given, name)}
    for name in ("tags", "readers"):
        words = given.get(name)
        if isinstance(words, list):
            fields[name] = list(words)
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
