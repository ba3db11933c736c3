# SPDX-License-Identifier: Apache-2.0
"""Whether a contact is somebody already known: the same address-book id, or a number or address and the name alike.

Careful on purpose: two people kept apart are joined in a moment, two people merged by mistake are called by the wrong
number in a bad night. A shared number alone (a switchboard, a couple) or a like name alone never joins anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .contact import ParsedContact, ParsedNumber, distinct, distinct_numbers
from .phone_numbers import normalized

_ALIKE = 88.0
"""How alike two names must be, of 100, words in any order: "Doe, Jon" and "John Doe" are, Ann and Alan Lee are not."""

_UNIQUE_CHARS = 12
"""Shorter ids are no ids: old phones and tables count 1, 2, 3, and so does the next one."""

_NOT_A_NAME = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "m", "sr", "sra", "ing"))


class MatchKind(StrEnum):
    """What importing a contact would do."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A person that the team has already; numbers as they stand in the record, E.164 or as typed."""

    id: bytes
    name: str
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    uid: str = ""
    organisation: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ContactMatch:
    """What to do with one contact of the file.

    ``existing_id`` is the person it is, None for a new one. ``new_numbers`` and ``new_emails`` are what that person
    lacks; ``differences`` names, for the preview, what is new or differs: name, number, email, organisation, title.
    A contact that stands twice in the file comes once as ADDED, with the numbers of both, and then as SAME.
    """

    kind: MatchKind
    contact: ParsedContact
    existing_id: bytes | None = None
    new_numbers: tuple[ParsedNumber, ...] = ()
    new_emails: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(slots=True)
class _Person:
    """Somebody to compare with: known before, or added earlier in the same file (then ``added_at`` is set)."""

    id: bytes | None
    words: str
    uid: str
    organisation: str
    title: str
    numbers: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    added_at: int = -1


def match_contacts(
    existing: Iterable[KnownContact], parsed: Sequence[ParsedContact], region: str | None = None
) -> list[ContactMatch]:
    """Say for each contact, in order, whether it is new, changes somebody known, or brings nothing new."""
    index = _Index(region)
    for known in existing:
        index.know(known)
    matches: list[ContactMatch] = []
    for contact in parsed:
        person = index.find(contact)
        if person is None:
            index.add(contact, len(matches))
            matches.append(ContactMatch(MatchKind.ADDED, contact, None, contact.numbers, contact.emails))
        elif person.added_at >= 0:
            matches[person.added_at] = _joined(matches[person.added_at], contact)
            index.learn(person, contact)
            matches.append(ContactMatch(MatchKind.SAME, contact))
        else:
            matches.append(_compared(person, contact, index))
            index.learn(person, contact)
    return matches


class _Index:
    """People by id, number and address, so that a contact is compared with few instead of all."""

    def __init__(self, region: str | None) -> None:
        self._region = region
        self._by_key: dict[str, dict[int, _Person]] = {}

    def know(self, known: KnownContact) -> None:
        """Take in somebody that the team has."""
        person = _Person(known.id, _words(known.name), known.uid, known.organisation, known.title)
        self._keep(person, [self.number_key(number) for number in known.numbers], known.emails)

    def add(self, contact: ParsedContact, position: int) -> None:
        """Take in somebody whom this file adds."""
        person = _Person(None, _words(contact.name), contact.uid, contact.organisation, contact.title)
        person.added_at = position
        self._keep(person, [self.contact_key(number) for number in contact.numbers], contact.emails)

    def learn(self, person: _Person, contact: ParsedContact) -> None:
        """Remember what a contact told about somebody, so that the next one is not told again."""
        person.words, person.uid = _words(contact.name), person.uid or contact.uid
        person.organisation = contact.organisation or person.organisation
        person.title = contact.title or person.title
        self._keep(person, [self.contact_key(number) for number in contact.numbers], contact.emails)

    def find(self, contact: ParsedContact) -> _Person | None:
        """Who this is, if somebody: the same id first, else the most alike of those with a number in common."""
        for person in self._by_key.get(f"uid:{contact.uid}", {}).values():
            return person
        keys = [self.contact_key(number) for number in contact.numbers] + [_email_key(one) for one in contact.emails]
        people = {id(person): person for key in keys for person in self._by_key.get(key, {}).values()}
        words = _words(contact.name)
        alike = ((_likeness(person.words, words), person) for person in people.values())
        score, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        return best if score >= _ALIKE else None

    def number_key(self, number: str) -> str:
        """A number in the form in which two of them are compared."""
        return "tel:" + (normalized(number, self._region) or re.sub(r"\D", "", number) or number.casefold())

    def contact_key(self, number: ParsedNumber) -> str:
        """The same for a number that was read from a file."""
        return f"tel:{number.normalized}" if number.normalized else self.number_key(number.number)

    def _keep(self, person: _Person, numbers: Iterable[str], emails: Iterable[str]) -> None:
        person.numbers.update(numbers)
        person.emails.update(_email_key(email) for email in emails)
        keys = {*person.numbers, *person.emails, *([f"uid:{person.uid}"] if len(person.uid) >= _UNIQUE_CHARS else [])}
        for key in keys:
            self._by_key.setdefault(key, {})[id(person)] = person


def are_alike(one: str, other: str) -> bool:
    """Whether two names can be the same person's: forms of address, accents, case and order of words left aside."""
    return _likeness(_words(one), _words(other)) >= _ALIKE


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 100.0
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(sorted(word for word in letters.split() if word not in _NOT_A_NAME))


def _email_key(email: str) -> str:
    return f"mail:{email.casefold()}"


def _compared(person: _Person, contact: ParsedContact, index: _Index) -> ContactMatch:
    numbers = tuple(number for number in contact.numbers if index.contact_key(number) not in person.numbers)
    emails = tuple(email for email in contact.emails if _email_key(email) not in person.emails)
    told = (
        ("name", _words(contact.name) != person.words),
        ("number", bool(numbers)),
        ("email", bool(emails)),
        ("organisation", bool(contact.organisation) and contact.organisation != person.organisation),
        ("title", bool(contact.title) and contact.title != person.title),
    )
    differences = tuple(name for name, differs in told if differs)
    kind = MatchKind.CHANGED if differences else MatchKind.SAME
    return ContactMatch(kind, contact, person.id, numbers, emails, differences)


def _joined(added: ContactMatch, twin: ParsedContact) -> ContactMatch:
    """Somebody whom this file adds, with what a second card of theirs says."""
    first = added.contact
    whole = replace(
        first,
        organisation=first.organisation or twin.organisation,
        title=first.title or twin.title,
        numbers=distinct_numbers((*first.numbers, *twin.numbers)),
        emails=distinct((*first.emails, *twin.emails)),
        note=first.note or twin.note,
        groups=distinct((*first.groups, *twin.groups)),
        uid=first.uid or twin.uid,
    )
    return replace(added, contact=whole, new_numbers=whole.numbers, new_emails=whole.emails)
