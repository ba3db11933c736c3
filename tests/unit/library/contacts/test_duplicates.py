# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest

from incident_console.library.contacts import (
    KnownContact,
    MatchKind,
    NumberKind,
    ParsedContact,
    ParsedNumber,
    match_contacts,
)
from incident_console.library.contacts.duplicates import are_alike

JANE = KnownContact(
    b"j" * 16, "Jane Okafor", ("+447700900123", "020 7946 0958"), ("jane@x.org",), uid="0123456789abcdef"
)


def a_contact(name: str, *numbers: str, emails: tuple[str, ...] = (), uid: str = "", title: str = "") -> ParsedContact:
    read = tuple(
        ParsedNumber(NumberKind.MOBILE, number, number if number.startswith("+") else None) for number in numbers
    )
    return ParsedContact(name, numbers=read, emails=emails, uid=uid, title=title)


def test_somebody_new_is_added() -> None:
    (match,) = match_contacts([JANE], [a_contact("Bob Lee", "+447700900999")])
    assert (match.kind, match.existing_id, len(match.new_numbers)) == (MatchKind.ADDED, None, 1)


def test_somebody_known_with_nothing_new_stays_the_same() -> None:
    (match,) = match_contacts([JANE], [a_contact("Okafor, Jane", "+442079460958", emails=("JANE@x.org",))], "GB")
    assert (match.kind, match.existing_id, match.differences) == (MatchKind.SAME, JANE.id, ())


def test_what_is_new_about_somebody_known_is_named() -> None:
    contact = a_contact("Jane Okafor", "+447700900123", "+447700900777", emails=("j@y.org",), title="Lead")
    (match,) = match_contacts([JANE], [contact])
    assert match.kind is MatchKind.CHANGED
    assert match.differences == ("number", "email", "title")
    assert [number.number for number in match.new_numbers] == ["+447700900777"]
    assert match.new_emails == ("j@y.org",)


def test_the_same_id_is_the_same_person_under_a_new_name() -> None:
    (match,) = match_contacts([JANE], [a_contact("Jane Smith", uid=JANE.uid)])
    assert (match.kind, match.existing_id, match.differences) == (MatchKind.CHANGED, JANE.id, ("name",))


def test_a_short_id_is_no_id() -> None:
    known = KnownContact(b"k" * 16, "Bob", uid="1")
    assert match_contacts([known], [a_contact("Ann", uid="1")])[0].kind is MatchKind.ADDED
    assert match_contacts([known], [a_contact("Ann")])[0].kind is MatchKind.ADDED


@pytest.mark.parametrize(
    "contact",
    [
        a_contact("Peter Okafor", "+447700900123"),
        a_contact("Jane Okafor"),
        a_contact("Jane Okafor", "+447700900555", emails=("other@x.org",)),
        a_contact("Help desk", emails=("jane@x.org",)),
    ],
    ids=["a shared number", "a like name", "a like name elsewhere", "a shared address"],
)
def test_one_thing_in_common_joins_nobody(contact: ParsedContact) -> None:
    assert match_contacts([JANE], [contact])[0].kind is MatchKind.ADDED


def test_somebody_twice_in_a_file_is_added_once_with_all_numbers() -> None:
    first = a_contact("Bob Lee", "+447700900001", emails=("bob@x.org",))
    second = a_contact("Lee, Bob", "+447700900002", emails=("bob@x.org",), title="Lead")
    added, same = match_contacts([], [first, second])
    assert (added.kind, same.kind, same.existing_id) == (MatchKind.ADDED, MatchKind.SAME, None)
    assert [number.number for number in added.contact.numbers] == ["+447700900001", "+447700900002"]
    assert added.contact.title == "Lead"
    assert added.new_numbers == added.contact.numbers


def test_what_one_card_told_is_not_told_again_by_the_next() -> None:
    contact = a_contact("Jane Okafor", "+447700900123", "+447700900777")
    first, second = match_contacts([JANE], [contact, contact])
    assert (first.kind, second.kind) == (MatchKind.CHANGED, MatchKind.SAME)


def test_the_same_import_again_changes_nothing() -> None:
    contacts = [
        a_contact(f"Person {chr(65 + n)}{chr(65 + n)}", f"+44770090{n:04}", "ext 4711", title="x") for n in range(20)
    ]
    known = [
        KnownContact(bytes([n]) * 16, one.name, tuple(number.number for number in one.numbers), title="x")
        for n, one in enumerate(contacts)
    ]
    assert {match.kind for match in match_contacts(known, contacts)} == {MatchKind.SAME}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Doe, John", "John Doe", True),
        ("Jon Doe", "John Doe", True),
        ("Dr. Jörg Müller", "Jorg Muller", True),
        ("Ann Lee", "Alan Lee", False),
        ("Anna Smith", "Peter Smith", False),
        ("", "", False),
        ("Mr", "Dr", False),
    ],
)
def test_names_are_compared_as_a_person_would(one: str, other: str, expected: bool) -> None:
    assert are_alike(one, other) is expected


def test_thousands_are_compared_in_time_even_behind_one_switchboard() -> None:
    switchboard = "+442079460000"
    names = [f"{chr(97 + n % 26) * 3}{n} {chr(97 + n // 26 % 26) * 4}{n * 7}" for n in range(1_500)]
    known = [KnownContact(n.to_bytes(16), name, (switchboard,)) for n, name in enumerate(names)]
    began = time.process_time()
    matches = match_contacts(known, [a_contact(name, switchboard) for name in names])
    assert time.process_time() - began < 30
    assert {match.kind for match in matches} == {MatchKind.SAME}
