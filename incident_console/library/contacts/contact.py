# SPDX-License-Identifier: Apache-2.0
"""A person as an address book describes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from incident_console.library.decoding import tidy
from incident_console.library.limits import MAX_NUMBER_CHARS, MAX_NUMBERS, MAX_VALUE_CHARS


class NumberKind(StrEnum):
    """What a number is; ``FAX`` and ``PAGER`` are no numbers to talk on."""

    MOBILE = "mobile"
    WORK = "work"
    HOME = "home"
    MAIN = "main"
    OTHER = "other"
    FAX = "fax"
    PAGER = "pager"


_KIND_BY_WORD = (  # the first that fits
    ("fax", NumberKind.FAX),
    ("pager", NumberKind.PAGER),
    *((word, NumberKind.MOBILE) for word in ("cell", "mobile", "iphone", "mobil", "handy", "portable", "móvil")),
    *((word, NumberKind.WORK) for word in ("work", "business", "office", "büro", "arbeit", "travail", "trabajo")),
    *((word, NumberKind.HOME) for word in ("home", "privat", "private", "domicile", "casa")),
    ("main", NumberKind.MAIN),
)


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """One number: as it was typed, its E.164 form where it can be read, and whether the person prefers it."""

    kind: NumberKind
    number: str
    normalized: str | None
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class ParsedContact:
    """One contact; ``title`` is the position in the organisation, ``groups`` are its labels, ``uid`` may be blank."""

    name: str
    given: str = ""
    family: str = ""
    organisation: str = ""
    title: str = ""
    numbers: tuple[ParsedNumber, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    groups: tuple[str, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ParsedContacts:
    """What a file holds: the contacts, and for each one that failed where it stands and why."""

    contacts: tuple[ParsedContact, ...]
    failed: tuple[tuple[str, str], ...]


class UnreadableContact(Exception):
    """One contact cannot be taken; the text is a sentence that says why."""


def kind_from_words(words: Iterable[str]) -> NumberKind:
    """What a number is, from what its label or type says: {"work", "cell"} is a mobile, {"work", "fax"} a fax."""
    known = frozenset(words)
    return next((kind for word, kind in _KIND_BY_WORD if word in known), NumberKind.OTHER)


def value(text: str, limit: int = MAX_VALUE_CHARS) -> str:
    """A name or title: one line, blanks run together, not endless."""
    return " ".join(tidy(text[: limit * 4]).split())[:limit].rstrip()


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Values in order without blanks and repeats (upper and lower case are the same), not endlessly many."""
    kept: dict[str, str] = {}
    for one in values:
        if one and len(kept) < MAX_NUMBERS:
            kept.setdefault(one.casefold(), one)
    return tuple(kept.values())


def distinct_numbers(numbers: Iterable[ParsedNumber]) -> tuple[ParsedNumber, ...]:
    """Numbers in order, each once; the preferred ones first."""
    kept: dict[str, ParsedNumber] = {}
    for number in sorted(numbers, key=lambda number: not number.is_preferred):
        key = number.normalized or number.number
        if number.number and len(number.number) <= MAX_NUMBER_CHARS and len(kept) < MAX_NUMBERS:
            kept.setdefault(key, number)
    return tuple(kept.values())


def a_name(full: str, given: str, family: str, *others: str) -> str:
    """What to call somebody: the full name, else its parts, else the first other thing known."""
    for name in (full, f"{given} {family}", *others):
        if value(name):
            return value(name)
    raise UnreadableContact("It has neither a name nor an organisation, a number or an address.")
