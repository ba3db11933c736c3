# SPDX-License-Identifier: Apache-2.0
"""How many documents each chip, part and tag means, counted on as documents come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from incident_console.services.documents import DocumentLine
from incident_console.ui.models.library_view import Category, Choice, category_of, is_in


class Tally:
    """Counts documents; ``incident_files`` are the file names that the plan names."""

    def __init__(self, incident_files: Collection[str] = (), lines: Iterable[DocumentLine] = ()) -> None:
        self._files = incident_files
        self._choices: Counter[Choice] = Counter()
        self._parts: Counter[tuple[Choice, Category]] = Counter()
        self._tags: dict[Choice, Counter[str]] = {choice: Counter() for choice in Choice}
        for line in lines:
            self.count(line)

    def count(self, line: DocumentLine, by: int = 1) -> None:
        """Count a document that came, or with -1 one that went."""
        part = category_of(line)
        for choice in Choice:
            if is_in(line, choice, self._files):
                self._choices[choice] += by
                self._parts[choice, part] += by
                if line.tags:
                    self._count_tags(self._tags[choice], line.tags, by)

    def _count_tags(self, counts: Counter[str], tags: Iterable[str], by: int) -> None:
        for tag in tags:
            counts[tag] += by
            if not counts[tag]:
                del counts[tag]

    def choices(self) -> dict[Choice, int]:
        """How many documents each chip means."""
        return {choice: self._choices[choice] for choice in Choice}

    def categories(self, choice: Choice) -> dict[Category, int]:
        """How many documents of a chip each part of the library holds."""
        return {category: self._parts[choice, category] for category in Category}

    def tags(self, choice: Choice) -> list[tuple[str, int]]:
        """The tags of a chip's documents and how many have each, the most used first."""
        return sorted(self._tags[choice].items(), key=lambda each: (-each[1], each[0].casefold()))
