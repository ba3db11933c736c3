# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.library.contacts import NumberKind, ParsedContact, ParsedContacts, parse_contacts


def cards(*bodies: str, version: str = "3.0") -> bytes:
    return "".join(f"BEGIN:VCARD\r\nVERSION:{version}\r\n{body}\r\nEND:VCARD\r\n" for body in bodies).encode()


def parsed(data: bytes, region: str | None = None) -> ParsedContacts:
    return parse_contacts("team.vcf", data, region)


def one(body: str, version: str = "3.0", region: str | None = None) -> ParsedContact:
    found = parsed(cards(body, version=version), region)
    assert found.failed == ()
    (contact,) = found.contacts
    return contact


def test_a_card_gives_name_work_and_ways_to_reach_somebody() -> None:
    contact = one(
        "N:Okafor;Jane;Adaeze;Dr.;\r\nFN:Dr. Jane Okafor\r\nORG:Harbour House;Facilities\r\nTITLE:Duty manager\r\n"
        "TEL;TYPE=CELL,PREF:+44 7700 900123\r\nTEL;TYPE=WORK,VOICE:+44 20 7946 0958\r\nEMAIL;TYPE=INTERNET:jo@x.org\r\n"
        "CATEGORIES:Crisis team,myContacts\r\nNOTE:Has the keys\\, both\\nsets\r\nUID:urn:uuid:4f1d2c3b-aaaa"
    )
    assert (contact.name, contact.given, contact.family) == ("Dr. Jane Okafor", "Jane", "Okafor")
    assert (contact.organisation, contact.title) == ("Harbour House, Facilities", "Duty manager")
    assert [(n.kind, n.number, n.normalized, n.is_preferred) for n in contact.numbers] == [
        (NumberKind.MOBILE, "+44 7700 900123", "+447700900123", True),
        (NumberKind.WORK, "+44 20 7946 0958", "+442079460958", False),
    ]
    assert contact.emails == ("jo@x.org",)
    assert contact.groups == ("Crisis team",)
    assert contact.note == "Has the keys, both\nsets"
    assert contact.uid == "4f1d2c3b-aaaa"


def test_an_unescaped_comma_in_a_full_name_cuts_nothing_off() -> None:
    assert one("FN:Mr. John Richter, James Doe Sr.\r\nN:Doe;John;Richter\\, James;Mr.;Sr.").name == (
        "Mr. John Richter, James Doe Sr."
    )


def test_an_old_card_may_choose_its_character_set_line_by_line() -> None:
    data = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\n"
        b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =\r\nM=C3=BCller\r\nTEL;CELL;PREF:0171 1234567\r\n"
        b"NOTE;ENCODING=QUOTED-PRINTABLE:line one=0D=0A=\r\n line two\r\nTITLE;CHARSET=ISO-8859-1:K\xe4lte\r\n"
        b"ORG:C:\\Firma\\Nord\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n ABAQ\r\nAAEA//gA==\r\n\r\nEND:VCARD\r\n"
    )
    (contact,) = parsed(data, "DE").contacts
    assert (contact.name, contact.title, contact.organisation) == ("Jörg Müller", "Kälte", "C:\\Firma\\Nord")
    assert contact.note == "line one\nline two"
    assert [(n.kind, n.normalized, n.is_preferred) for n in contact.numbers] == [
        (NumberKind.MOBILE, "+491711234567", True)
    ]


def test_a_line_folded_inside_a_character_is_put_together_again() -> None:
    data = cards("FN:Jörg Müller\r\nTEL:+441632960001").replace("ö".encode(), b"\xc3\r\n \xb6")
    assert parsed(data).contacts[0].name == "Jörg Müller"


def test_a_new_card_gives_numbers_as_addresses_with_extensions() -> None:
    contact = one(
        'FN:Simon P\r\nTEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102\r\n'
        'TEL;VALUE=uri;TYPE="work,cell,text":tel:+1-418-262-6501\r\nEMAIL:mailto:s@p.ca',
        version="4.0",
    )
    assert [(n.kind, n.number, n.normalized) for n in contact.numbers] == [
        (NumberKind.WORK, "+1-418-656-9254 ext. 102", "+14186569254"),
        (NumberKind.MOBILE, "+1-418-262-6501", "+14182626501"),
    ]
    assert contact.emails == ("s@p.ca",)


def test_labels_of_apple_and_google_say_what_a_number_is() -> None:
    contact = one(
        "FN:Greg\r\nitem1.TEL:+1 555 555 1111\r\nitem1.X-ABLabel:_$!<Mobile>!$_\r\n"
        "item2.TEL;type=pref:+1 555 555 2222\r\n"
        "item2.X-ABLabel:Work Fax\r\nTEL;type=iPhone;type=CELL;type=VOICE:+1 555 555 3333\r\n"
        "TEL;type=MAIN:+1 555 555 4444"
    )
    assert {n.number[-4:]: n.kind for n in contact.numbers} == {
        "1111": NumberKind.MOBILE,
        "2222": NumberKind.FAX,
        "3333": NumberKind.MOBILE,
        "4444": NumberKind.MAIN,
    }
    assert contact.numbers[0].number.endswith("2222")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("N:Doe;Jane;;;", "Jane Doe"),
        ("FN:\r\nN:;;;;\r\nORG:Power company", "Power company"),
        ("EMAIL:desk@x.org", "desk@x.org"),
        ("TEL:+441632960001", "+441632960001"),
        ("NICKNAME:Jo,Johnny", "Jo"),
    ],
)
def test_somebody_without_a_full_name_is_called_by_what_is_known(body: str, name: str) -> None:
    assert one(body).name == name


def test_a_broken_line_costs_that_line_and_a_broken_card_costs_that_card() -> None:
    data = (
        cards("FN:One\r\nthis is no line\r\nTEL:+441632960001")
        + b"BEGIN:VCARD\r\nFN:No end\r\n"
        + cards("NOTE:nobody", "FN:Four")
        + b"BEGIN:VCARD\r\nFN:Cut off\r\nTEL:+44163"
    )
    found = parsed(data)
    assert [contact.name for contact in found.contacts] == ["One", "Four"]
    assert found.contacts[0].numbers[0].normalized == "+441632960001"
    assert [where for where, _ in found.failed] == ["team.vcf, card 2", "team.vcf, card 3", "team.vcf, card 5"]
    assert "no end" in found.failed[0][1]
    assert "neither a name" in found.failed[1][1]
    assert "cut off" in found.failed[2][1]


def test_the_last_card_needs_no_line_end_and_case_does_not_matter() -> None:
    assert parsed(b"begin:vCard\nversion:3.0\nfn:Frank\nend:vCard").contacts[0].name == "Frank"


def test_a_card_within_a_card_is_somebody_else() -> None:
    contact = one("FN:Boss\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Assistant\r\nTEL:+441632960002\r\nEND:VCARD\r\nTITLE:Chief")
    assert (contact.name, contact.title, contact.numbers) == ("Boss", "Chief", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_in_another_encoding_is_read(encoding: str) -> None:
    assert parsed(cards("FN:Jörg").decode().encode(encoding)).contacts[0].name == "Jörg"


def test_a_file_without_contacts_says_so() -> None:
    assert parse_contacts("empty.vcf", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR").failed
    assert parse_contacts("empty.vcf", b"").failed == (("empty.vcf", "No contact was found in it."),)


def test_monstrous_values_are_cut_and_read_in_time() -> None:
    began = time.process_time()
    data = cards(
        "FN:"
        + "x" * 3_000_000
        + "\r\nNOTE:"
        + "\\" * 3_000_000
        + "\r\nTEL;A="
        + '"' * 1_000_000
        + ":1\r\nORG:"
        + ";" * 999_999
    )
    (contact,) = parsed(data).contacts
    assert time.process_time() - began < 20
    assert len(contact.name) <= 300
    assert len(contact.note) <= 4_000


@settings(max_examples=200)
@given(st.text(alphabet='BEGIN:VCARDTL\r\n ;="\\,=C3fnortel.xml+1-', max_size=300), st.binary(max_size=60))
def test_no_card_is_ever_a_crash(text: str, junk: bytes) -> None:
    found = parsed(b"BEGIN:VCARD\r\n" + text.encode() + junk + b"\r\nEND:VCARD\r\n")
    assert found.contacts or found.failed
    for contact in found.contacts:
        assert contact.name.strip()
        assert repr(contact).encode("utf-8")
