# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.library.contacts import NumberKind, ParsedContact, ParsedContacts, parse_contacts


def parsed(text: str, region: str | None = None, encoding: str = "utf-8") -> ParsedContacts:
    return parse_contacts("team.csv", text.encode(encoding), region)


def only(text: str, region: str | None = None) -> ParsedContact:
    found = parsed(text, region)
    assert found.failed == ()
    (contact,) = found.contacts
    return contact


def kinds(contact: ParsedContact) -> list[tuple[NumberKind, str]]:
    return [(number.kind, number.number) for number in contact.numbers]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_plain_table_is_read_with_any_separator_and_encoding(separator: str, encoding: str) -> None:
    text = f"name{separator}phone\nJörg Müller{separator}+44 20 7946 0958\nAnn Lee{separator}+44 20 7946 0959\n"
    found = parsed(text, encoding=encoding)
    assert [(one.name, one.numbers[0].normalized) for one in found.contacts] == [
        ("Jörg Müller", "+442079460958"),
        ("Ann Lee", "+442079460959"),
    ]


def test_a_google_export_is_read() -> None:
    contact = only(
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        "Greg,,Dart,TheCo,Boss,Has keys,Crisis ::: * myContacts,* ,g@x.y ::: h@x.y,* Mobile,+1 555 555 1111,Work Fax,"
        "+1 212 555 0100 ::: +1 212 555 0101\n"
    )
    assert (contact.name, contact.given, contact.family) == ("Greg Dart", "Greg", "Dart")
    assert (contact.organisation, contact.title, contact.note, contact.groups) == (
        "TheCo",
        "Boss",
        "Has keys",
        ("Crisis",),
    )
    assert contact.emails == ("g@x.y", "h@x.y")
    assert kinds(contact) == [
        (NumberKind.MOBILE, "+1 555 555 1111"),
        (NumberKind.FAX, "+1 212 555 0100"),
        (NumberKind.FAX, "+1 212 555 0101"),
    ]
    assert contact.numbers[0].is_preferred


def test_an_outlook_export_is_read_and_mr_is_no_position() -> None:
    contact = only(
        '"Title","First Name","Middle Name","Last Name","Company","Department","Job Title","Business Fax",'
        '"Business Phone","Home Phone","Mobile Phone","E-mail Address","Notes","Categories"\r\n'
        '"Mr","Ann","B","Lee","Acme","IT","Engineer","","=""+44 20 7946 0958""","","\'+447700900123","a@x.org",'
        '"line 1\r\nline 2","Crisis;IT"\r\n'
    )
    assert (contact.name, contact.title, contact.organisation) == ("Ann B Lee", "Engineer", "Acme, IT")
    assert kinds(contact) == [(NumberKind.WORK, "+44 20 7946 0958"), (NumberKind.MOBILE, "+447700900123")]
    assert (contact.note, contact.groups) == ("line 1\nline 2", ("Crisis", "IT"))


def test_a_thunderbird_export_and_an_old_google_export_are_read() -> None:
    assert kinds(
        only(
            "First Name,Last Name,Display Name,Primary Email,Work Phone,Fax Number,Mobile Number\n"
            "A,B,A B,a@b.c,+44 163 2,,5 55\n"
        )
    ) == [(NumberKind.WORK, "+44 163 2"), (NumberKind.MOBILE, "5 55")]
    old = only(
        "Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value\n"
        "A B,A,B,* My Contacts,Home,12345\n"
    )
    assert (old.name, kinds(old), old.groups) == ("A B", [(NumberKind.HOME, "12345")], ())


def test_headings_in_other_languages_are_understood() -> None:
    german = only(
        "Vorname;Name;Firma;Telefon geschäftlich;Mobiltelefon\nJörg;Müller;Nord;030 1234567;0171/1234567\n", "DE"
    )
    assert (german.name, german.family, german.organisation) == ("Jörg Müller", "Müller", "Nord")
    assert [number.normalized for number in german.numbers] == ["+49301234567", "+491711234567"]
    assert only("Nom;Prénom;Téléphone\nDupont;Anne;01 23 45 67 89\n", "FR").name == "Anne Dupont"


def test_a_table_without_headings_is_understood_by_its_look() -> None:
    found = parsed("Jane Doe;Facilities;+44 20 7946 0958;j@x.org\nBob Lee;IT;020 7946 0959;b@x.org\n", "GB")
    assert [(one.name, one.note, one.numbers[0].normalized, one.emails) for one in found.contacts] == [
        ("Jane Doe", "Facilities", "+442079460958", ("j@x.org",)),
        ("Bob Lee", "IT", "+442079460959", ("b@x.org",)),
    ]


def test_headings_nobody_knows_are_not_taken_for_a_person() -> None:
    found = parsed("Wer;Durchwahl intern\nJane Doe;+44 20 7946 0958\nBob Lee;+44 20 7946 0959\nC D;+44 20 7946 0950\n")
    assert [one.name for one in found.contacts] == ["Jane Doe", "Bob Lee", "C D"]


def test_lines_above_the_headings_and_the_line_of_excel_are_passed_over() -> None:
    assert only("Emergency contacts 2026,\n,\nname,phone\nJane,+441632960001\n").name == "Jane"
    assert only("sep=|\nname|phone\nJane|+441632960001\n").name == "Jane"


def test_several_numbers_in_one_cell_are_several_numbers() -> None:
    contact = only("name,phone\nJane,+44 20 7946 0958 / +44 7700 900123\n")
    assert [number.normalized for number in contact.numbers] == ["+442079460958", "+447700900123"]


def test_a_row_that_is_nobody_is_named_by_its_place() -> None:
    found = parsed("name,phone,note\nJane,+441632960001,\n,,only a note\n\n,,\nBob,,\n")
    assert [one.name for one in found.contacts] == ["Jane", "Bob"]
    assert found.failed == (("team.csv, row 3", "It has neither a name nor an organisation, a number or an address."),)


def test_an_open_quotation_mark_never_swallows_people_silently() -> None:
    found = parsed('name,phone\nJane,1\n"Bob,2\nCarl,3\nDora,4\n')
    assert [one.name for one in found.contacts] == ["Jane"]
    assert found.failed[0][0] == "team.csv, row 3"
    assert "never closed" in found.failed[0][1]
    assert parsed('name,note\nJane,5" pipe\nBob,x\n').failed == ()


def test_a_cell_that_never_ends_is_told() -> None:
    found = parsed("name,phone\nJane,1\n" + "x" * 200_000 + ",2\n")
    assert [one.name for one in found.contacts] == ["Jane"]
    assert "never ends" in found.failed[0][1]


def test_a_table_of_something_else_says_what_is_missing() -> None:
    assert "Name the columns" in parsed("a,b\nc,d\n").failed[0][1]
    assert parsed(" \n").failed == (("team.csv", "No contact was found in it."),)


@settings(max_examples=150)
@given(st.text(alphabet='name,phone;"\n\r\t|+1 @.ab', max_size=300), st.binary(max_size=80))
def test_no_table_is_ever_a_crash(text: str, junk: bytes) -> None:
    found = parse_contacts("x.csv", text.encode() + junk, "GB")
    assert found.contacts or found.failed
    assert all(one.name.strip() and repr(one).encode("utf-8") for one in found.contacts)
