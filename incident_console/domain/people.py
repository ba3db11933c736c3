# SPDX-License-Identifier: Apache-2.0
"""People and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .errors import KnownError
from .merge import KnownOp, merge_registers, removal_links
from .operation import Draft, Value
from .view import FieldConflict, Stamp, conflicts_of, first_and_last, integer, member, text, with_prefix


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One number as typed, its E.164 form where it could be read, and what it is (mobile, work, home ...)."""

    key: str
    kind: str
    number: str
    e164: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the team may have to reach; ``verified_at_ms`` is when somebody last confirmed the numbers.

    ``email_keys`` are the keys of ``emails``, in the same order.
    """

    id: bytes
    name: str
    organisation: str
    title: str
    note: str
    uid: str
    numbers: tuple[PhoneNumber, ...]
    emails: tuple[str, ...]
    email_keys: tuple[str, ...]
    groups: tuple[str, ...]
    verified_at_ms: int | None
    is_revived: bool
    made: Stamp
    changed: Stamp
    conflicts: tuple[FieldConflict, ...]


def set_person(entity: bytes, fields: Mapping[str, Value], known: Sequence[KnownOp] = ()) -> Draft:
    """Add a person or change some fields; raises KnownError if the name would be blank."""
    merged = merge_registers(known)
    if not text(fields.get("name", merged.value("name"))).strip():
        raise KnownError("A person needs a name", "Nothing was changed.")
    return Draft("person.set", entity, dict(fields), sup=merged.heads_of(fields))


def remove_person(person: Person, known: Sequence[KnownOp]) -> Draft:
    """Take a person off the list; an edit made elsewhere meanwhile brings the person back, marked."""
    return Draft("person.remove", person.id, {}, sup=removal_links(merge_registers(known)))


def project_person(entity: bytes, known: Sequence[KnownOp]) -> Person | None:
    """The person that these operations describe, or None if removed or not accepted."""
    merged = merge_registers(known)
    if not merged.fields:
        return None
    made, changed = first_and_last(known)
    value = merged.value
    return Person(
        id=entity,
        name=text(value("name")),
        organisation=text(value("organisation")),
        title=text(value("title")),
        note=text(value("note")),
        uid=text(value("uid")),
        numbers=tuple(_number(key, number) for key, number in with_prefix(merged, "number.")),
        emails=tuple(text(email) for _, email in with_prefix(merged, "email.")),
        email_keys=tuple(key for key, _ in with_prefix(merged, "email.")),
        groups=tuple(name for name, is_in in with_prefix(merged, "group.") if is_in is True),
        verified_at_ms=integer(value("verified_at_ms")),
        is_revived=merged.is_revived,
        made=made,
        changed=changed,
        conflicts=conflicts_of(merged),
    )


def _number(key: str, value: Value) -> PhoneNumber:
    return PhoneNumber(
        key,
        text(member(value, "kind")),
        text(member(value, "number")),
        text(member(value, "e164")),
        member(value, "wrong") is True,
    )
