# SPDX-License-Identifier: Apache-2.0
"""People and their numbers: add, change, remove, confirm that they are right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Draft, Value
from incident_console.domain.people import Person, PhoneNumber, remove_person, set_person
from incident_console.domain.roles import Role

from .base import Service
from .finding import find_one

STALE_AFTER_MS = 90 * 24 * 3600 * 1000
"""Numbers that nobody confirmed for this long are flagged."""
_NOT_TO_TALK_ON = ("fax", "pager")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number to dial: ``shown`` as people read it, ``key`` to change it, ``is_callable`` unless a fax or wrong."""

    key: str
    kind: str
    shown: str
    e164: str
    is_wrong: bool
    is_callable: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as lists show them; ``is_stale`` when the numbers were not confirmed for 90 days or never."""

    id: bytes
    name: str
    organisation: str
    title: str
    note: str
    numbers: tuple[NumberLine, ...]
    emails: tuple[str, ...]
    groups: tuple[str, ...]
    verified_at_ms: int | None
    is_stale: bool
    is_revived: bool
    changed_at_ms: int
    changed_by: str
    conflict_fields: tuple[str, ...]

    @property
    def about(self) -> str:
        """Position and organisation in a line."""
        return ", ".join(part for part in (self.title, self.organisation) if part)


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """All that a form says of a person; ``numbers`` are (key, kind, number), with a blank key for a new one.

    Where ``emails`` is None the addresses stay as they are.
    """

    name: str
    title: str = ""
    organisation: str = ""
    note: str = ""
    groups: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str, str], ...] = ()
    emails: tuple[str, ...] | None = None


class PeopleService(Service):
    """The people whom the team may have to reach."""

    def lines(self) -> list[PersonLine]:
        """Everyone, by name."""
        return sorted((self.line(view) for view in self._all(Person)), key=lambda p: (p.name.casefold(), p.id))

    def get(self, person: bytes) -> PersonLine:
        """One person; raises KnownError if they are not here."""
        return self.line(self._person(person))

    def find(self, named: str) -> PersonLine:
        """The person with this id, beginning of an id, or name; raises KnownError for none or several."""
        return self.line(find_one(named, "people", self._all(Person), lambda v: v.id.hex(), lambda v: (v.name,)))

    def add(self, name: str, **fields: str) -> PersonLine:
        """Add somebody, with organisation, title and note as known; raises KnownError for a blank name."""
        self.station.require(Role.RESPONDER, "add a person")
        entity = self._new_id()
        self._save(set_person(entity, {"name": name.strip(), **_tidy(fields)}))
        return self.get(entity)

    def change(self, person: bytes, **fields: str) -> PersonLine:
        """Change name, organisation, title or note; raises KnownError for a blank name."""
        self.station.require(Role.RESPONDER, "change a person")
        if not fields.get("name", "-").strip():
            raise KnownError("A person needs a name", "Nothing was changed.")
        return self._write(person, _tidy(fields))

    def save(self, person: bytes | None, edit: PersonEdit) -> PersonLine:
        """Add somebody (None) or make a person as a form says, all at once; raises KnownError and changes nothing.

        Numbers, addresses and groups that the form does not name are taken away; an unchanged number keeps its mark as
        wrong.
        """
        self.station.require(Role.RESPONDER, "change a person" if person else "add a person")
        _check_edit(edit)
        with self.station.lock:
            view = self._person(person) if person else None
            entity = person or self._new_id()
            fields: dict[str, Value] = {
                **_tidy({"name": edit.name, "title": edit.title, "organisation": edit.organisation, "note": edit.note}),
                **_edited_groups(view, edit),
                **_edited_numbers(view, edit),
                **_edited_emails(view, edit),
            }
            self._change("person.set", entity, fields)
            return self.get(entity)

    def remove(self, person: bytes) -> None:
        """Take somebody off the list; an edit made elsewhere meanwhile brings them back, marked."""
        self.station.require(Role.RESPONDER, "remove a person")
        with self.station.lock:
            self._save(remove_person(self._person(person), self._known(person)))

    def set_number(self, person: bytes, number: str, kind: str = "mobile", key: str = "") -> PersonLine:
        """Add a number, or correct the one under ``key``; raises KnownError if it has no digit."""
        self.station.require(Role.RESPONDER, "change a number")
        if not any(char.isdigit() for char in number):
            raise KnownError("A number needs digits", "Nothing was changed.")
        with self.station.lock:
            taken = [int(one.key) for one in self._person(person).numbers if one.key.isdecimal()]
            place = key or f"{max(taken, default=0) + 1:02d}"
            return self._write(person, {f"number.{place}": number_value(kind, number.strip(), _e164(number))})

    def remove_number(self, person: bytes, key: str) -> PersonLine:
        """Take a number off a person."""
        self.station.require(Role.RESPONDER, "change a number")
        return self._write(person, {f"number.{key}": None})

    def set_group(self, person: bytes, group: str, is_in: bool = True) -> PersonLine:
        """Put somebody into a group such as crisis-team, or take them out; call lists are made of groups."""
        self.station.require(Role.RESPONDER, "change a person")
        if not group_key(group):
            raise KnownError("A group needs a name", "Nothing was changed.")
        return self._write(person, {f"group.{group_key(group)}": True if is_in else None})

    def verify(self, person: bytes) -> PersonLine:
        """Say that the numbers were confirmed just now."""
        self.station.require(Role.RESPONDER, "confirm numbers")
        return self._write(person, {"verified_at_ms": self.station.now().ms})

    def wrong_number_draft(self, person: bytes, number: str) -> Draft | None:
        """The change that marks a dialled number as wrong, or None if the person has no such number."""
        view = self._person(person)
        found = next((one for one in view.numbers if number in (one.number, one.e164, shown_number(one))), None)
        if found is None or found.is_wrong:
            return None
        value = {**number_value(found.kind, found.number, found.e164), "wrong": True}
        return set_person(person, {f"number.{found.key}": value}, self._known(person))

    def line(self, view: Person) -> PersonLine:
        """A person of the record, ready to show."""
        verified = view.verified_at_ms
        return PersonLine(
            id=view.id,
            name=view.name,
            organisation=view.organisation,
            title=view.title,
            note=view.note,
            numbers=tuple(_number_line(number) for number in view.numbers),
            emails=view.emails,
            groups=view.groups,
            verified_at_ms=verified,
            is_stale=verified is None or self.station.now().ms - verified > STALE_AFTER_MS,
            is_revived=view.is_revived,
            changed_at_ms=view.changed.wall_ms,
            changed_by=self._author(view.changed),
            conflict_fields=tuple(conflict.field for conflict in view.conflicts),
        )

    def _write(self, person: bytes, fields: Mapping[str, Value]) -> PersonLine:
        with self.station.lock:
            self._person(person)
            self._change("person.set", person, fields)
            return self.get(person)

    def _person(self, person: bytes) -> Person:
        return self._need(Person, person, "person")


def _check_edit(edit: PersonEdit) -> None:
    if not edit.name.strip():
        raise KnownError("A person needs a name", "Nothing was changed.")
    for email in edit.emails or ():
        if email.strip() and "@" not in email:
            raise KnownError(f"“{email.strip()[:40]}” is not a mail address", "Nothing was changed.")
    for _, _, number in edit.numbers:
        if number.strip() and not any(char.isdigit() for char in number):
            raise KnownError(
                f"“{number.strip()[:40]}” is not a number", "Nothing was changed.", "A number needs digits."
            )


def _edited_groups(view: Person | None, edit: PersonEdit) -> dict[str, Value]:
    wanted = {group_key(group) for group in edit.groups if group_key(group)}
    gone = set(view.groups) - wanted if view else set()
    return {**{f"group.{group}": True for group in wanted}, **{f"group.{group}": None for group in gone}}


def _edited_numbers(view: Person | None, edit: PersonEdit) -> dict[str, Value]:
    before = {number.key: number for number in view.numbers} if view else {}
    last = max((int(key) for key in before if key.isdecimal()), default=0)
    fields: dict[str, Value] = {f"number.{key}": None for key in before}
    for key, kind, typed in edit.numbers:
        number, known = typed.strip(), before.get(key)
        if not number:
            continue
        if known is not None and (known.kind, shown_number(known)) == (kind, number):
            fields.pop(f"number.{key}")
            continue
        last += not key
        fields[f"number.{key or f'{last:02d}'}"] = number_value(kind, number, _e164(number))
    return fields


def _edited_emails(view: Person | None, edit: PersonEdit) -> dict[str, Value]:
    """An address that stays keeps its key, so that two people who edit apart do not disagree about it."""
    if edit.emails is None:
        return {}
    before = dict(zip(view.emails, view.email_keys, strict=True)) if view else {}
    wanted = list(dict.fromkeys(filter(None, (email.strip() for email in edit.emails))))
    gone: dict[str, Value] = {f"email.{key}": None for email, key in before.items() if email not in wanted}
    last = max((int(key) for key in before.values() if key.isdecimal()), default=0)
    new = [email for email in wanted if email not in before]
    return {**gone, **{f"email.{place:02d}": email for place, email in enumerate(new, start=last + 1)}}


def group_key(name: str) -> str:
    """The key of a group of contacts: "Crisis team" and "crisis_team" are both crisis-team."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-")


def number_value(kind: str, number: str, e164: str) -> dict[str, Value]:
    """A number as it stands in the record."""
    return {"kind": kind, "number": number, "e164": e164}


def shown_number(number: PhoneNumber) -> str:
    """A number as people read it: as it was typed, else in its international form."""
    return number.number or number.e164


def _number_line(number: PhoneNumber) -> NumberLine:
    is_callable = not number.is_wrong and number.kind not in _NOT_TO_TALK_ON
    return NumberLine(number.key, number.kind, shown_number(number), number.e164, number.is_wrong, is_callable)


def _tidy(fields: Mapping[str, str]) -> dict[str, Value]:
    unknown = sorted(set(fields) - {"name", "organisation", "title", "note"})
    if unknown:
        raise ValueError(f"a person has no field {unknown[0]}")
    return {name: value.strip() for name, value in fields.items()}


def _e164(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    return digits if re.fullmatch(r"\+\d{7,15}", digits) else ""
