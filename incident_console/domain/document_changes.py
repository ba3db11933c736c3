# SPDX-License-Identifier: Apache-2.0
"""Changing what a document is called and how it is kept, and when it has to be reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from .document_properties import (
    CONFIDENTIAL,
    OPEN,
    READER,
    RESTRICT,
    RESTRICTED,
    SET,
    TAG,
    Properties,
    merge_properties,
    merge_restriction,
)
from .errors import KnownError
from .merge import KnownOp, Merged
from .operation import Draft, Value

CATEGORIES = ("plan", "runbook", "checklist", "contact sheet", "form", "map", "policy", "reference")
CLASSIFICATIONS = (OPEN, CONFIDENTIAL, RESTRICTED)
SOON_DAYS = 30
"""A review is due so many days before its day, so that there is time for it; of a short interval, a quarter of it."""
MAX_INTERVAL_DAYS = 36_500
_MAX_WORDS = 200
_NOTHING = "Nothing was changed."


class Review(StrEnum):
    """How a document stands with its review."""

    NONE = "none"
    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"


def next_review_on(properties: Properties) -> str:
    """The ISO day by which a document has to be reviewed again; empty where none was agreed, or it never was."""
    if properties.review_interval_days is None:
        return ""
    try:
        day = date.fromisoformat(properties.reviewed_on) + timedelta(days=properties.review_interval_days)
    except (ValueError, OverflowError):
        return ""
    return day.isoformat()


def review_state(properties: Properties, today: str) -> Review:
    """Whether a review is due; one that was agreed and never done is overdue."""
    if properties.review_interval_days is None:
        return Review.NONE
    by = next_review_on(properties)
    if by <= today:
        return Review.OVERDUE
    ahead = min(SOON_DAYS, properties.review_interval_days // 4)
    soon = (date.fromisoformat(today) + timedelta(days=ahead)).isoformat()
    return Review.DUE if by <= soon else Review.CURRENT


def set_properties(entity: bytes, fields: Mapping[str, Value], known: Sequence[KnownOp]) -> Draft | None:
    """Set properties that are not so yet or in conflict; None if none is. Raises KnownError for a bad value."""
    return _draft(SET, entity, {name: _checked(name, value) for name, value in fields.items()}, merge_properties(known))


def restrict(
    entity: bytes, classification: str, readers: Sequence[str], known: Sequence[KnownOp], shown: Properties
) -> Draft | None:
    """Say who may read a document; None if that is so already. Raises KnownError for an unknown word.

    A restriction that names no role is for coordinators and admins.
    """
    word = classification.strip().casefold()
    if word not in CLASSIFICATIONS:
        raise KnownError(f"There is no classification “{word[:40]}”", _NOTHING, f"Use {', '.join(CLASSIFICATIONS)}.")
    merged = merge_restriction(known)
    wanted = {f"{READER}{_words(role)}" for role in readers if role.strip()} if word == RESTRICTED else set()
    before = {name for name in merged.fields if name.startswith(READER)}
    fields: dict[str, Value] = {name: name in wanted for name in sorted(before | wanted)}
    is_said = merged.value("classification") is None and (shown.classification or OPEN) == word != RESTRICTED
    return None if is_said else _draft(RESTRICT, entity, {**fields, "classification": word}, merged)


def tag_fields(before: Sequence[str], after: Sequence[str]) -> dict[str, Value]:
    """The fields that make these tags of those, one for each tag, so that what two people add comes together."""
    wanted = [_words(tag) for tag in after if tag.strip()]
    gone: dict[str, Value] = {f"{TAG}{tag}": False for tag in before if tag not in wanted}
    return gone | {f"{TAG}{tag}": True for tag in wanted if tag not in before}


def _draft(kind: str, entity: bytes, fields: Mapping[str, Value], merged: Merged) -> Draft | None:
    news = {name: value for name, value in fields.items() if merged.is_news(name, value)}
    return Draft(kind, entity, news, sup=merged.heads_of(news)) if news else None


def _checked(name: str, value: Value) -> Value:
    """A value as it is kept: words without needless blanks, None for none."""
    value = _words(value) if isinstance(value, str) else value
    if name == "title" and not value:
        raise KnownError("A document needs a title", _NOTHING)
    if isinstance(value, str):
        if name == "reviewed_on" and value and not _is_day(value):
            raise KnownError(f"“{value[:40]}” is no day", _NOTHING, "Write it as 2026-11-28.")
        return value.casefold() if name == "category" else value
    if name == "review_interval_days" and isinstance(value, int) and not 0 < value <= MAX_INTERVAL_DAYS:
        raise KnownError("A review comes after at least one day", _NOTHING, "Give a number of days, such as 180.")
    return value


def _words(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > _MAX_WORDS:
        raise KnownError(f"“{words[:40]}…” is too long", _NOTHING, f"Use at most {_MAX_WORDS} characters.")
    return words


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
