# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import random
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_console.library.limits import MAX_TEXT_CHARS
from incident_console.library.text import ExtractedText, extract_text
from tests.helpers.office_files import W, a_docx, a_paragraph, a_pptx, zipped

LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
NAMES = ("a.md", "a.pdf", "a.docx", "a.xlsx", "a.pptx", "a.html", "a.eml", "a.csv", "a.txt", "a")


def read_within_bounds(name: str, data: bytes) -> ExtractedText:
    """What a file gives, within the bounds of text; a hang would meet the time limit that every test has."""
    found = extract_text(name, data)
    assert len(found.text) <= MAX_TEXT_CHARS + 2
    assert found.text.encode("utf-8").decode("utf-8") == found.text
    assert list(found.page_starts) == sorted(found.page_starts)
    assert all(0 <= heading.offset <= len(found.text) for heading in found.headings)
    return found


def a_bomb(member: str, start: bytes, mebibytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as part:
        part.write(start)
        for _ in range(mebibytes):
            part.write(b" " * 1_048_576)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "member"),
    [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml"), ("a.pptx", "ppt/presentation.xml")],
)
def test_a_zip_bomb_ends_as_one_sentence(name: str, member: str) -> None:
    found = read_within_bounds(name, a_bomb(member, b"<a>", 200))
    assert "far more" in found.warnings[0]


def test_a_bomb_of_one_endless_word_ends_too() -> None:
    body = f"<w:document {W}><w:p><w:r><w:t>".encode()
    found = read_within_bounds("a.docx", a_bomb("word/document.xml", body, 150))
    assert found.warnings


def test_a_zip_with_countless_members_is_not_even_listed() -> None:
    found = read_within_bounds("a.docx", a_docx("<w:p/>") + b"PK\x01\x02" * 30_000)
    assert found.text == ""
    assert found.warnings


def test_an_xml_bomb_is_refused_before_it_grows() -> None:
    bomb = f"{LAUGHS}]><w:document {W}><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:document>"
    found = read_within_bounds("a.docx", zipped({"word/document.xml": bomb}))
    assert "document type" in found.warnings[0]
    assert found.text == ""


def test_an_outside_entity_is_never_opened() -> None:
    outside = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:t>&x;</w:t></w:document>'
    assert read_within_bounds("a.docx", zipped({"word/document.xml": outside})).text == ""


def test_xml_nested_beyond_reason_is_refused() -> None:
    found = read_within_bounds("a.docx", a_docx("<w:p>" * 100_000))
    assert "nested" in found.warnings[0]


def test_an_office_file_that_is_damaged_or_locked_is_told() -> None:
    whole = a_docx(a_paragraph("word " * 5000))
    assert "damaged" in read_within_bounds("a.docx", whole[: len(whole) // 2]).warnings[0]
    assert "damaged" in read_within_bounds("a.docx", zipped({"word/document.xml": "<w:p><not closed"})).warnings[0]
    torn = bytearray(whole)
    torn[60:90] = bytes(30)
    assert read_within_bounds("a.docx", bytes(torn)).warnings
    flagged = whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert "password" in read_within_bounds("a.docx", flagged).warnings[0]


def test_slides_that_point_out_of_the_file_or_nowhere_are_passed_over() -> None:
    with zipfile.ZipFile(io.BytesIO(a_pptx([("One", "a", "n")]))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["ppt/slides/_rels/slide1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="t" Target="../../../../etc/passwd"/>'
        '<Relationship Id="b" Type="t" Target="../notesSlides/gone.xml"/>'
        '<Relationship Id="c" Type="t" TargetMode="External" Target="http://x/ppt/notesSlides/n.xml"/></Relationships>'
    )
    assert read_within_bounds("a.pptx", zipped(parts)).text == "One\na\n"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.txt", b"x"),
        ("a.md", b"x"),
        ("a.md", b"["),
        ("a.md", b"\t"),
        ("a.md", b"*_"),
        ("a.md", b"!!! "),
        ("a.html", b"<"),
        ("a.html", b"<a "),
        ("a.html", b"<!--"),
        ("a.html", b"<div>"),
        ("a.html", b"</"),
        ("a.eml", b"x"),
        ("a.csv", b'"'),
        ("a.txt", b"\x00"),
        ("a.txt", b"a\x00"),
    ],
)
def test_ten_megabytes_in_one_line_are_read_and_bounded(name: str, unit: bytes) -> None:
    read_within_bounds(name, unit * (10_000_000 // len(unit)))


def test_a_mail_in_a_mail_in_a_mail_is_bounded() -> None:
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(3_000)
    )
    read_within_bounds("a.eml", b"From: a\nTo: b\nSubject: c\n" + heads)
    read_within_bounds(
        "a.eml", b"Subject: =?utf-8?q?" + b"=C3=A4" * 200_000 + b"?=\nFrom: " + b"(" * 200_000 + b"\n\nx"
    )


def test_a_mail_that_names_a_wrong_character_set_is_still_read() -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("Kühler")
    raw = mail.as_bytes().replace(b"utf-8", b"no-such")
    assert "hler" in read_within_bounds("a.eml", raw).text


@pytest.mark.parametrize("seed", range(6))
def test_a_pdf_of_garbage_or_torn_in_the_middle_is_told(seed: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number in range(5):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    chance, whole = random.Random(seed), bytearray(stream.getvalue())
    assert read_within_bounds("a.pdf", b"%PDF-1.7\n" + chance.randbytes(5000)).warnings
    read_within_bounds("a.pdf", bytes(whole[: len(whole) // (2 + seed)]))
    for _ in range(60):
        whole[chance.randrange(20, len(whole))] = chance.randrange(256)
    read_within_bounds("a.pdf", bytes(whole))


def test_a_pdf_that_promises_a_million_pages_ends() -> None:
    kids = b" ".join([b"3 0 R"] * 20_000)
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1000000/Kids["
        + kids
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    assert read_within_bounds("a.pdf", body).warnings


@settings(max_examples=200)
@given(st.sampled_from(NAMES), st.binary(max_size=600))
def test_any_bytes_under_any_name_are_kept_without_a_crash(name: str, data: bytes) -> None:
    read_within_bounds(name, data)


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_an_office_file_hit_anywhere_is_kept_without_a_crash(at: int, junk: bytes) -> None:
    whole = a_pptx([("One", "two", "three")])
    place = at % len(whole)
    read_within_bounds("a.pptx", whole[:place] + junk + whole[place + len(junk) :])


@settings(max_examples=150)
@given(st.text(alphabet="<>/!-pbh1 titlescr\"'=&;a\n", max_size=300))
def test_any_markup_is_read_as_words(page: str) -> None:
    read_within_bounds("a.html", page.encode())
