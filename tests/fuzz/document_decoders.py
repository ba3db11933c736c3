# SPDX-License-Identifier: Apache-2.0
"""Readers of documents that people bring, for the fuzzer."""

from __future__ import annotations

from incident_console.library.contacts.parse import parse_contacts
from incident_console.library.text.extract import extract_text
from tests.fuzz.watching import Decoder
from tests.helpers import office_files


def document_decoders() -> list[Decoder]:
    """Contacts, office files, mail and Markdown: whatever is in them, they are read or refused in words."""
    vcard = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Brandt;Mia;;;\r\nTEL;TYPE=CELL:+49 421 5550100\r\nEND:VCARD\r\n"
    table = b"Name,Phone,E-mail\nMia Brandt,+49 421 5550100,mia@example.org\nJoy,112,\n"
    docx = office_files.a_docx(office_files.a_paragraph("Power plan"), "Plan")
    pptx = office_files.a_pptx([("Title", "Text", "Notes")])
    xlsx = office_files.an_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    return [
        Decoder("contacts", (vcard, table), lambda data: parse_contacts("x", data, "GB"), lambda *_: True),
        Decoder("office", (docx, pptx, xlsx), _read_office, lambda *_: True),
        Decoder("mail", (_MAIL,), lambda data: extract_text("x.eml", data), lambda *_: True),
        Decoder("markdown", (b"---\ntitle: Plan\ntags: [a, b]\n---\n# Plan\n\n- [ ] Call\n",),
                lambda data: extract_text("x.md", data), lambda *_: True),
    ]  # fmt: skip


_MAIL = (
    b"From: a@example.org\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Power is out\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Power is out</p>\r\n--b--\r\n"
)


def _read_office(data: bytes) -> object:
    return [extract_text(f"x.{ending}", data) for ending in ("docx", "pptx", "xlsx")]
