# SPDX-License-Identifier: Apache-2.0
"""The properties of one document or of several: how each reads, what its editor begins with, how it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from incident_console.domain.document_changes import Review
from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.services.document_properties import DocumentPropertiesService
from incident_console.services.documents import DocumentLine
from incident_console.ui.document_words import day_words

DIFFERENT = "different"
"""What stands for a property that the chosen documents do not share."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property: its name on the screen, how a document's reads, and the text that its editor begins with."""

    name: str
    title: str
    words: Callable[[DocumentLine], str]
    typed: Callable[[DocumentLine], str]


def _plain(name: str, title: str) -> PropertyView:
    return PropertyView(name, title, lambda line: getattr(line, name), lambda line: getattr(line, name))


def _yes_no(is_so: bool) -> str:
    return YES if is_so else NO


def _days(line: DocumentLine) -> str:
    return f"{line.review_interval_days} days" if line.review_interval_days else ""


PROPERTIES = (
    _plain("title", "Title"),
    _plain("category", "Category"),
    PropertyView("tags", "Tags", lambda line: ", ".join(line.tags), lambda line: ", ".join(line.tags)),
    _plain("owner", "Owner"),
    PropertyView("is_vital", "Vital", lambda line: _yes_no(line.is_vital), lambda line: _yes_no(line.is_vital)),
    _plain("site", "Site"),
    _plain("service", "Service"),
    PropertyView("reviewed_on", "Reviewed", lambda line: day_words(line.reviewed_on), lambda line: line.reviewed_on),
    PropertyView(
        "review_interval_days",
        "Review every",
        _days,
        lambda line: str(line.review_interval_days or ""),
    ),
    PropertyView(
        "classification",
        "Classification",
        lambda line: line.classification or "open",
        lambda line: line.classification or "open",
    ),
    PropertyView(
        "readers", "For the roles", lambda line: ", ".join(line.readers), lambda line: ", ".join(line.readers)
    ),
)


def shared(lines: Iterable[DocumentLine], told: Callable[[DocumentLine], str]) -> str | None:
    """What all of the documents say alike, or None where they differ."""
    said = {told(line) for line in lines}
    return said.pop() if len(said) == 1 else None


def save_property(service: DocumentPropertiesService, lines: Sequence[DocumentLine], name: str, typed: str) -> int:
    """Set a property of documents to what somebody typed; returns how many changed. Raises KnownError."""
    keys = [line.id for line in lines]
    if name == "tags":
        common = set.intersection(*(set(line.tags) for line in lines))
        wanted = names_in(typed)
        return service.change_tags(keys, wanted, [tag for tag in common if tag not in wanted])
    if name == "classification":
        return service.restrict(keys, typed, lines[0].readers)
    if name == "readers":
        return service.restrict(keys, "restricted", names_in(typed))
    return service.change(keys, {name: _value(name, typed)})


def names_in(typed: str) -> list[str]:
    """The names between commas."""
    return [name for each in typed.split(",") if (name := each.strip())]


def review_words(line: DocumentLine) -> str:
    """How a document stands with its review, as a sentence without a full stop; empty where none was agreed."""
    if line.review is Review.NONE:
        return ""
    if not line.next_review_on:
        return "It was never reviewed"
    day = day_words(line.next_review_on)
    return {
        Review.OVERDUE: f"The review was due {day}",
        Review.DUE: f"The review is due {day}",
    }.get(line.review, f"The next review is {day}")


def _value(name: str, typed: str) -> Value:
    if name == "is_vital":
        return typed == YES
    if name != "review_interval_days" or not typed:
        return typed or None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        raise KnownError(f"“{typed[:20]}” is no number of days", "Nothing was changed.", "Type one such as 180.")
    return int(typed)
