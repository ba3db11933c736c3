# SPDX-License-Identifier: Apache-2.0
"""Which documents are shown, and in which order: plain functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from incident_console.domain.document_changes import Review
from incident_console.services.documents import DocumentLine
from incident_console.services.search import SearchHit

if TYPE_CHECKING:
    from incident_console.ui.models.library import Library


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


def shown_documents(
    library: Library, view: LibraryView, hits: Sequence[SearchHit], chosen: Collection[bytes] = ()
) -> Sequence[ShownDocument]:
    """The documents to show: by title, reviews by their day, and while words are searched for the best first."""
    found: Sequence[ShownDocument]
    if view.words:
        found = [ShownDocument(library.lines[hit.id], hit) for hit in hits if hit.id in library.lines]
    else:
        found = library.by_review() if view.choice is Choice.REVIEW else library.by_title()
    if view.choice is not Choice.ALL:
        found = [shown for shown in found if is_in(shown.line, view.choice, library.incident_files)]
    if view.category is not None:
        found = [shown for shown in found if category_of(shown.line) is view.category]
    if view.tag:
        found = [shown for shown in found if view.tag in shown.line.tags]
    return [replace(shown, is_chosen=True) if shown.key in chosen else shown for shown in found] if chosen else found
