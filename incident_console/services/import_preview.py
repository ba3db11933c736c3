# SPDX-License-Identifier: Apache-2.0
"""What an import would do, file by file: reads marks and hashes, and saves nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Event

from incident_console.domain.errors import KnownError
from incident_console.library.importing import FileFound, FileRefused, read_marked, walk
from incident_console.sync.station import Station

from .document_import import ImportFailure, ImportOutcome
from .folders import Progress
from .import_matching import ImportMatching
from .reading_room import ReadingRoom


class Step(StrEnum):
    """What would become of a file. A twin is new, but another document has its very content."""

    NEW = "new"
    CHANGED = "changed"
    TWIN = "twin"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file: its name below what was chosen, and in ``words`` why it is refused, or the title of its twin."""

    name: str
    step: Step
    size: int = 0
    words: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """Every file, in order of names; ``is_whole`` is false where somebody stopped the look."""

    files: tuple[PlannedFile, ...]
    is_whole: bool

    @cached_property
    def counts(self) -> Counter[Step]:
        """How many files there are of each step."""
        return Counter(file.step for file in self.files)


class ImportPreview:
    """One look at what somebody chose."""

    def __init__(self, station: Station, room: ReadingRoom, progress: Progress | None, cancel: Event | None) -> None:
        self._room = room
        self._progress = progress or (lambda *_: None)
        self._cancel = cancel or Event()
        self._matching = ImportMatching(station)
        self._planned: dict[str, bytes] = {}

    def run(self, paths: Sequence[Path]) -> ImportPlan:
        """Look at all files; ends early when cancelled."""
        found = list(walk(paths, cancel=self._cancel))
        files = []
        for number, item in enumerate(found):
            if self._cancel.is_set():
                break
            self._progress("looking", number, len(found))
            files.append(self._look(item))
        return ImportPlan(tuple(files), is_whole=not self._cancel.is_set())

    def _look(self, item: FileFound | FileRefused) -> PlannedFile:
        if isinstance(item, FileRefused):
            return PlannedFile(item.path, Step.REFUSED, words=item.reason)
        if self._matching.untouched(item):
            return PlannedFile(item.relative_name, Step.SAME, item.size)
        try:
            data, _ = read_marked(item.path)
        except KnownError as problem:
            return PlannedFile(item.relative_name, Step.REFUSED, item.size, problem.message)
        step, words = self._step(item, data, hashlib.sha256(data).digest())
        return PlannedFile(item.relative_name, step, item.size, words)

    def _step(self, item: FileFound, data: bytes, digest: bytes) -> tuple[Step, str]:
        before = self._content_before(item, data)
        self._planned[item.relative_name] = digest
        if before is not None:
            return (Step.SAME if before == digest else Step.CHANGED), ""
        twin = self._matching.twin(digest)
        self._matching.learn_content(digest, item.relative_name)
        return (Step.TWIN if twin else Step.NEW), twin

    def _content_before(self, item: FileFound, data: bytes) -> bytes | None:
        """What the document of a file holds when its turn comes; None if there is no document yet."""
        if item.relative_name in self._planned:
            return self._planned[item.relative_name]
        known = self._matching.at(item.relative_name)
        if known is None and "/" not in item.relative_name:
            known = self._matching.of_title(item, self._room.words(item.path.name, data))
        return known.current.sha256 if known else None


def planned_outcome(plan: ImportPlan, *, skips_twins: bool) -> ImportOutcome:
    """What the import would tell afterwards, as far as it can be known before."""
    counts = plan.counts
    twins = tuple((file.name, file.words) for file in plan.files if file.step is Step.TWIN)
    failed = tuple(ImportFailure(file.name, file.words) for file in plan.files if file.step is Step.REFUSED)
    added, same = counts[Step.NEW], counts[Step.SAME]
    if skips_twins:
        same += len(twins)
    else:
        added += len(twins)
    return ImportOutcome(added, counts[Step.CHANGED], same, failed, (), twins=twins)
