# SPDX-License-Identifier: Apache-2.0
"""Which documents are shown, in which order, and how many each choice means: plain functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from incident_console.domain.document_changes import Review
from incident_console.services.documents import DocumentLine
from incident_console.services.search import SearchHit


class Category(StrEnum):
    """The parts of the library, in the order of the tree; the value is what a document says of itself."""

    PLAN = "plan"
    RUNBOOK = "runbook"
    CHECKLIST = "checklist"
    ROLE_CARD = "role card"
    CONTACT_SHEET = "contact sheet"
    FORM = "form"
    POLICY = "policy"
    REFERENCE = "reference"
    OTHER = "other"

    @property
    def plural(self) -> str:
        """The name of the part."""
        return {Category.POLICY: "Policies", Category.OTHER: "Other", Category.REFERENCE: "Reference"}.get(
            self, f"{self.value.capitalize()}s"
        )


class Choice(StrEnum):
    """What the chips offer."""

    ALL = "all"
    VITAL = "vital"
    INCIDENT = "incident"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class LibraryView:
    """What somebody looks at: a chip, a part of the library (None: all), a tag (empty: any), what is searched for."""

    choice: Choice = Choice.ALL
    category: Category | None = None
    words: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document in the list, with the passage in which the search found it; chosen with others to be changed."""

    line: DocumentLine
    hit: SearchHit | None = None
    is_chosen: bool = False

    @property
    def key(self) -> bytes:
        """What its row stays known by."""
        return self.line.id


def category_of(line: DocumentLine) -> Category:
    """The part of the library a document stands in, by the category its author gave it, in singular or plural."""
    return _category_named(line.category)


@lru_cache(maxsize=256)
def _category_named(name: str) -> Category:
    given = " ".join(name.replace("-", " ").replace("_", " ").split()).casefold()
    return next((part for part in Category if given in (part.value, part.plural.casefold())), Category.OTHER)


def is_in(line: DocumentLine, choice: Choice, incident_files: Collection[str]) -> bool:
    """Whether a chip lets a document through; ``incident_files`` are the file names that the plan names."""
    if choice is Choice.VITAL:
        return line.is_vital
    if choice is Choice.INCIDENT:
        return line.file_name in incident_files
    return is_review_near(line) if choice is Choice.REVIEW else True


def is_review_near(line: DocumentLine) -> bool:
    """Whether a document has to be reviewed now or soon."""
    return line.is_review_due or line.review is Review.DUE


def tag_counts(
    lines: Collection[DocumentLine], choice: Choice, incident_files: Collection[str]
) -> list[tuple[str, int]]:
    """The tags of the chosen chip's documents and how many have each, the most used first."""
    counts = Counter(tag for line in lines if is_in(line, choice, incident_files) for tag in line.tags)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold()))


def choice_counts(lines: Collection[DocumentLine], incident_files: Collection[str]) -> dict[Choice, int]:
    """How many documents each chip means."""
    return {choice: sum(is_in(line, choice, incident_files) for line in lines) for choice in Choice}


def category_counts(
    lines: Collection[DocumentLine], choice: Choice, incident_files: Collection[str]
) -> dict[Category, int]:
    """How many documents of the chosen chip each part of the library holds."""
    counts = dict.fromkeys(Category, 0)
    for line in lines:
        if is_in(line, choice, incident_files):
            counts[category_of(line)] += 1
    return counts


def shown_documents(
    lines: Mapping[bytes, DocumentLine],
    view: LibraryView,
    incident_files: Collection[str],
    hits: Sequence[SearchHit],
    chosen: Collection[bytes] = (),
) -> list[ShownDocument]:
    """The documents to show: by title, reviews by their day, and while words are searched for the best first."""
    if view.words:
        found = [ShownDocument(lines[hit.id], hit, hit.id in chosen) for hit in hits if hit.id in lines]
    else:
        order = _by_review if view.choice is Choice.REVIEW else _by_title
        found = [ShownDocument(line, None, line.id in chosen) for line in sorted(lines.values(), key=order)]
    return [
        shown
        for shown in found
        if is_in(shown.line, view.choice, incident_files)
        and (view.category is None or category_of(shown.line) is view.category)
        and (not view.tag or view.tag in shown.line.tags)
    ]


def _by_review(line: DocumentLine) -> tuple[str, str, bytes]:
    return line.next_review_on, line.title.casefold(), line.id


def _by_title(line: DocumentLine) -> tuple[str, str, bytes]:
    return line.title.casefold(), line.path, line.id
