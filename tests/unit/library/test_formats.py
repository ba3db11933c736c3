# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_console.library.formats import DocumentFormat, recognise
from tests.helpers.office_files import a_docx, a_pptx, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("plan.md", b"# Plan", DocumentFormat.MARKDOWN),
        ("PLAN.MARKDOWN", b"", DocumentFormat.MARKDOWN),
        ("plan.pdf", PDF, DocumentFormat.PDF),
        ("map.png", PNG, DocumentFormat.IMAGE),
        ("map.jpg", JPEG, DocumentFormat.IMAGE),
        ("map.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", DocumentFormat.IMAGE),
        ("notes.txt", b"one\ntwo", DocumentFormat.TEXT),
        ("README", b"one\ntwo", DocumentFormat.TEXT),
        ("people.csv", b"name,phone", DocumentFormat.CSV),
        ("page.html", b"<p>x", DocumentFormat.HTML),
        ("mail.eml", b"Subject: x\n\ny", DocumentFormat.EML),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DocumentFormat.OTHER),
        ("tool.exe", b"MZ\x90\x00" + bytes(60), DocumentFormat.OTHER),
    ],
)
def test_a_file_is_what_it_says(name: str, data: bytes, expected: DocumentFormat) -> None:
    assert recognise(name, data).format is expected


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("plan.md", PDF, DocumentFormat.PDF),
        ("plan.docx", PNG, DocumentFormat.IMAGE),
        ("picture.png", b"only words", DocumentFormat.TEXT),
        ("plan.pdf", a_docx("<w:p/>"), DocumentFormat.DOCX),
        ("plan", a_pptx([("a", "b", "c")]), DocumentFormat.PPTX),
        ("book", zipped({"xl/workbook.xml": "<workbook/>"}), DocumentFormat.XLSX),
        ("saved", b"<!doctype html><title>x</title>", DocumentFormat.HTML),
        ("saved", b"From: a@b\r\nTo: c@d\r\nSubject: e\r\n\r\nText", DocumentFormat.EML),
        ("plan.txt", b"\x00\x01\x02binary", DocumentFormat.OTHER),
    ],
)
def test_a_name_that_lies_is_not_believed(name: str, data: bytes, expected: DocumentFormat) -> None:
    assert recognise(name, data).format is expected


def test_a_text_that_only_mentions_pdf_stays_text() -> None:
    assert recognise("notes.md", b"A PDF begins with %PDF-1.7").format is DocumentFormat.MARKDOWN


def test_a_pdf_behind_a_printer_header_is_a_pdf() -> None:
    assert recognise("scan", b"\x1b%-12345X@PJL\n" + PDF + b"startxref\n0\n%%EOF").format is DocumentFormat.PDF


def test_a_damaged_office_file_is_still_what_its_name_says() -> None:
    assert recognise("plan.docx", a_docx("<w:p/>")[:60]).format is DocumentFormat.DOCX


def test_an_open_document_and_a_plain_zip_are_kept_as_files() -> None:
    assert recognise("plan.odt", zipped({"content.xml": "<a/>"})).media_type.endswith("opendocument.text")
    assert recognise("all.zip", zipped({"a.txt": "b"})).media_type == "application/zip"


def test_a_drawing_that_could_name_other_files_is_no_picture_to_show() -> None:
    kind = recognise("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert (kind.format, kind.media_type) == (DocumentFormat.OTHER, "image/svg+xml")


@given(st.text(max_size=20), st.binary(max_size=400))
def test_any_bytes_under_any_name_are_something(name: str, data: bytes) -> None:
    assert recognise(name, data).format in DocumentFormat
