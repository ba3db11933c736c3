# SPDX-License-Identifier: Apache-2.0
"""Contacts of an address book: see what importing them would do, then do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.domain.ids import derived_entity
from incident_console.domain.merge import merge_registers
from incident_console.domain.operation import Draft, Value
from incident_console.domain.people import Person, set_person
from incident_console.domain.roles import Role

from .base import Service, differing
from .folders import Progress
from .people import group_key, number_value

if TYPE_CHECKING:
    from incident_console.library.contacts import ContactMatch, KnownContact, ParsedContact, ParsedNumber

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ContactFailure:
    """A contact that was left out: where it stands in the file, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContactPreview:
    """What importing one contact does: ``kind`` is added, changed or same, ``differences`` what is new or differs."""

    name: str
    about: str
    kind: str
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    groups: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactsOutcome:
    """How many people are new, changed, or the same as before; each of them; and what was left out."""

    added: int
    changed: int
    same: int
    failed: tuple[ContactFailure, ...]
    people: tuple[ContactPreview, ...]
    is_dry_run: bool


class ContactsService(Service):
    """Contacts in from vCard and CSV files; somebody known already is recognised, not doubled."""

    def import_file(
        self, path: Path, *, is_dry_run: bool = False, region: str | None = None, progress: Progress | None = None
    ) -> ContactsOutcome:
        """Bring in the contacts of a file, or only tell what would change. Raises KnownError if it cannot be read.

        ``region`` is the country (GB) of numbers that are written without one.
        """
        from incident_console.library.contacts import match_contacts, parse_contacts
        from incident_console.library.importing import read_file

        self.station.require(Role.RESPONDER, "import contacts")
        parsed = parse_contacts(path.name, read_file(path), region)
        with self.station.lock:
            matches = match_contacts(self._existing(), parsed.contacts, region)
            planned = [self._planned(match) for match in matches]
            if not is_dry_run:
                self._save_all([draft for draft, _ in planned if draft], progress)
        previews = tuple(preview for _, preview in planned)
        kinds = [preview.kind for preview in previews]
        failed = tuple(ContactFailure(where, reason) for where, reason in parsed.failed)
        return ContactsOutcome(
            kinds.count("added"), kinds.count("changed"), kinds.count("same"), failed, previews, is_dry_run
        )

    def _existing(self) -> list[KnownContact]:
        from incident_console.library.contacts import KnownContact

        return [
            KnownContact(
                view.id,
                view.name,
                tuple(number.e164 or number.number for number in view.numbers),
                view.emails,
                view.uid,
                view.organisation,
                view.title,
            )
            for view in self._all(Person)
        ]

    def _planned(self, match: ContactMatch) -> tuple[Draft | None, ContactPreview]:
        """The change that a contact makes, if any, and how to tell of it."""
        entity = match.existing_id or _entity(match.contact)
        is_twin = match.kind == "same" and match.existing_id is None
        known = self._known(entity)
        view = None if is_twin else self._get(Person, entity)
        fields = {} if is_twin else _fields(match, view)
        news = differing(merge_registers(known), fields)
        kind = "same" if not news else "changed" if view else "added"
        draft = set_person(entity, news, known) if news else None
        return draft, _preview(match, kind, news)

    def _save_all(self, drafts: Sequence[Draft], progress: Progress | None) -> None:
        for start in range(0, len(drafts), _AT_ONCE):
            if progress:
                progress("importing contacts", start, len(drafts))
            self._save(*drafts[start : start + _AT_ONCE])


def _entity(contact: ParsedContact) -> bytes:
    """The id of a new person, the same on every laptop, so that an import made twice apart makes nobody twice."""
    if contact.uid:
        return derived_entity("person", "uid", contact.uid)
    numbers = sorted(number.normalized or number.number for number in contact.numbers)
    return derived_entity("person", "card", contact.name, contact.organisation, *numbers, *sorted(contact.emails))


def _fields(match: ContactMatch, view: Person | None) -> dict[str, Value]:
    contact = match.contact
    fields: dict[str, Value] = {"name": contact.name}
    for name in ("organisation", "title"):
        if value := getattr(contact, name):
            fields[name] = value
    if view is None:
        fields |= {name: value for name in ("note", "uid") if (value := getattr(contact, name))}
    fields |= _numbered("number", [_number(one) for one in match.new_numbers], view)
    fields |= _numbered("email", list(match.new_emails), view)
    return fields | {f"group.{group_key(group)}": True for group in contact.groups if group_key(group)}


def _numbered(prefix: str, values: Sequence[Value], view: Person | None) -> dict[str, Value]:
    """New numbers or addresses under keys after those that the person has."""
    taken = 0
    if view is not None:
        keys = [number.key for number in view.numbers] if prefix == "number" else list(view.email_keys)
        taken = max([int(key) for key in keys if key.isdecimal()] + [len(keys)])
    return {f"{prefix}.{place:02d}": value for place, value in enumerate(values, start=taken + 1)}


def _number(number: ParsedNumber) -> Value:
    return number_value(number.kind.value, number.number, number.normalized or "")


def _preview(match: ContactMatch, kind: str, news: dict[str, Value]) -> ContactPreview:
    contact = match.contact
    differs = sorted({name.partition(".")[0] for name in news}) if kind == "changed" else []
    return ContactPreview(
        name=contact.name,
        about=", ".join(part for part in (contact.title, contact.organisation) if part),
        kind=kind,
        numbers=tuple(number.number for number in contact.numbers),
        emails=contact.emails,
        groups=contact.groups,
        differences=tuple(differs),
    )
