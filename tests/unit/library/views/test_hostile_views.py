# SPDX-License-Identifier: Apache-2.0
"""Hostile files on their way to the eye, through a real reading process: words, bounds, and the next one opens.

Each ends as a refusal in words or is shown as far as it goes; nothing that it names is fetched; the process takes no
more memory and processor time than one large honest document, and reads on.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.library.apart import ReadingProcess
from incident_console.library.apart.works import FileToRead
from incident_console.library.reading import Reading, ReadingForm
from tests.helpers.documents import a_pdf, a_picture
from tests.helpers.leftovers import child_processes
from tests.helpers.office_files import W, a_docx, a_paragraph, a_pptx, a_workbook_of, an_xlsx, relations, zipped
from tests.helpers.shown_documents import a_mail, a_roster, a_training, a_word_plan

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at the process through /proc")

MEBIBYTE = 1 << 20
MOST_MEMORY = 900 * MEBIBYTE
MOST_PROCESSOR_SECONDS = 30.0
OFFICE = {"a.docx": "word/document.xml", "a.xlsx": "xl/workbook.xml", "a.pptx": "ppt/presentation.xml"}
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
GOOD = a_docx(a_paragraph("Cold start"))


class Witness:
    """A reading process that is watched while it reads hostile files."""

    def __init__(self) -> None:
        self._reading = ReadingProcess()

    def read(self, name: str, data: bytes) -> Reading | str:
        """What is shown of a file, or the refusal; the bounds are held and an honest document opens after it."""
        answer = self._ask(name, data)
        after = self._ask("good.docx", GOOD)
        assert isinstance(after, Reading)
        assert "Cold start" in after.html
        assert self._reading.starts == 1
        assert self._peak_memory() < MOST_MEMORY
        assert self._processor_seconds() < MOST_PROCESSOR_SECONDS
        return answer

    def refusal(self, name: str, data: bytes) -> str:
        """The words of a refusal."""
        answer = self.read(name, data)
        assert isinstance(answer, str), f"{name} was shown"
        assert "cannot be shown: " in answer
        return answer

    def shown(self, name: str, data: bytes) -> Reading:
        """What is shown."""
        answer = self.read(name, data)
        assert isinstance(answer, Reading), answer
        return answer

    def close(self) -> None:
        """End the process."""
        self._reading.close()

    def _ask(self, name: str, data: bytes) -> Reading | str:
        try:
            return self._reading.ask("layout", FileToRead(name, data, "Title"), Reading, seconds=120)
        except KnownError as error:
            return f"{error.title}: {error.message}"

    def _peak_memory(self) -> int:
        status = (Path("/proc") / str(self._pid()) / "status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))

    def _processor_seconds(self) -> float:
        fields = (Path("/proc") / str(self._pid()) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _pid(self) -> int:
        pids = [pid for pid in child_processes() if b"--read-apart" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return pids[0]


@pytest.fixture
def witness() -> Iterator[Witness]:
    """A watched process that ends with the test."""
    witness = Witness()
    yield witness
    witness.close()


@contextmanager
def nobody_calls() -> Iterator[str]:
    """An address on this machine that a document names; whoever fetches it is caught."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            server.accept()


def a_bomb(member: str, start: bytes, mebibytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as part:
        part.write(start)
        for _ in range(mebibytes):
            part.write(b" " * MEBIBYTE)
    return stream.getvalue()


def a_huge_picture(pixels: int = 100_000) -> bytes:
    """A PNG that promises a square of so many pixels, and begins to give it."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", pixels, pixels, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(10 * MEBIBYTE))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize("name", OFFICE)
def test_a_zip_bomb_is_refused(name: str, witness: Witness) -> None:
    assert "far more" in witness.refusal(name, a_bomb(OFFICE[name], b"<a>", 200))


def test_a_bomb_in_a_part_that_nobody_asks_for_or_in_a_picture_is_refused_or_left_out(witness: Witness) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        honest = {name: archive.read(name) for name in archive.namelist()}
    aside = a_bomb("word/aside.xml", b"<a>", 200)
    stream = io.BytesIO(aside)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in honest.items():
            archive.writestr(name, content)
    assert "far more" in witness.refusal("a.docx", stream.getvalue())
    media = {"word/media/v.png": a_picture(1, 1) + bytes(300 * MEBIBYTE)}
    assert "Cold start" in witness.shown("a.docx", zipped({**honest, **media})).html


@pytest.mark.parametrize("name", OFFICE)
def test_an_xml_bomb_is_refused_before_it_grows(name: str, witness: Witness) -> None:
    assert "document type" in witness.refusal(name, zipped({OFFICE[name]: f"{LAUGHS}]><w {W}>&j;</w>"}))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_no_office_uses_is_refused(method: int, witness: Witness) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (200 * MEBIBYTE))
    assert "damaged" in witness.refusal("a.docx", stream.getvalue())


def test_a_document_that_names_pictures_templates_and_parts_outside_fetches_none(witness: Witness) -> None:
    with nobody_calls() as address:
        kinds = ("image", "attachedTemplate", "aFChunk", "frame", "oleObject", "subDocument", "hyperlink")
        named = "".join(
            f'<Relationship Id="{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
            f' TargetMode="External" Target="{address}/{kind}"/>'
            for kind in kinds
        )
        outside = relations({}).replace("</Relationships>", f"{named}</Relationships>")
        picture = (
            '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships"><v:shape><v:imagedata r:id="image"/></v:shape></w:pict></w:r></w:p>'
        )
        more = {"word/_rels/document.xml.rels": outside, "word/_rels/settings.xml.rels": outside}
        shown = witness.shown("a.docx", a_docx(a_paragraph("Valve") + picture, more=more))
        assert "Valve" in shown.html
        assert "[Picture: linked from outside, not fetched]" in shown.html
        assert address not in shown.html


def test_a_document_of_countless_elements_shows_its_words(witness: Witness) -> None:
    shown = witness.shown("a.docx", a_docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 600_000))
    assert shown.form is ReadingForm.TEXT
    assert "too long" in shown.warning


def test_a_document_nested_beyond_reason_is_refused_or_shows_its_words(witness: Witness) -> None:
    assert "nested" in witness.refusal("a.docx", a_docx("<w:p>" * 100_000))
    inside = "<w:tbl><w:tr><w:tc>" * 80 + a_paragraph("Deep") + "</w:tc></w:tr></w:tbl>" * 80
    assert "Deep" in witness.shown("a.docx", a_docx(inside)).text


def test_a_sheet_of_a_million_columns_and_rows_is_cut_and_says_so(witness: Witness) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 1_100_000 + "</row>"
    shown = witness.shown("a.xlsx", an_xlsx(wide))
    assert "200 columns" in shown.warning
    assert all(len(row) <= 200 for row in shown.sheets[0].rows)
    long = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 1_048_577))
    shown = witness.shown("a.xlsx", an_xlsx(long))
    assert len(shown.sheets[0].rows) == 50_000
    assert "50,000 rows" in shown.warning


def test_a_sheet_that_repeats_one_long_text_without_end_is_cut(witness: Witness) -> None:
    shared = f"<si><t>{'x' * 1_000_000}</t></si>"
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(20_000))
    shown = witness.shown("a.xlsx", an_xlsx(rows, shared))
    assert "very long" in shown.warning
    assert sum(len(cell) for sheet in shown.sheets for row in sheet.rows for cell in row) < 6_000_000


def test_a_workbook_with_formulas_that_reach_outside_shows_them_and_fetches_nothing(witness: Witness) -> None:
    with nobody_calls() as address:
        row = f'<row><c r="A1"><f>WEBSERVICE("{address}/x")</f></c><c r="B1"><f>[1]S!A1</f><v>7</v></c></row>'
        shown = witness.shown("a.xlsx", an_xlsx(row))
    assert shown.sheets[0].rows == ((f'=WEBSERVICE("{address}/x")', "7"),)


def test_merged_cells_over_all_of_a_sheet_cost_nothing(witness: Witness) -> None:
    merges = "".join(f'<mergeCell ref="A1:XFD{1_048_576 - number}"/>' for number in range(20_000))
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert witness.shown("a.xlsx", a_workbook_of({"S": (rows, f"<m>{merges}</m>")})).sheets[0].rows == (("1",),)


def test_a_hundred_thousand_slides_are_refused_or_cut(witness: Witness) -> None:
    stream = io.BytesIO(a_pptx([("One", "a", "n")]))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(100_000):
            archive.writestr(f"ppt/slides/s{number}.xml", b"<a/>")
    assert "far more" in witness.refusal("a.pptx", stream.getvalue())
    shown = witness.shown("a.pptx", a_pptx([("One", "a", "n")], order=[1] * 100_000))
    assert "of 100,000 slides" in shown.warning


def test_a_web_page_runs_opens_and_fetches_nothing(witness: Witness) -> None:
    with nobody_calls() as address:
        page = "".join(
            (
                f'<html><head><meta http-equiv="refresh" content="0;url={address}/m"><base href="{address}/">',
                f'<link rel="stylesheet" href="{address}/c.css"><style>@import url({address}/s.css)</style>',
                f'<script src="{address}/j.js"></script></head><body onload="fetch(\'{address}/o\')"><p>Valve</p>',
                f'<iframe src="{address}/i"></iframe><object data="{address}/d"></object><embed src="{address}/e">',
                f'<img src="{address}/p.png" srcset="{address}/q" onerror="x()">',
                f'<svg onload="x()"><image href="{address}/v"/></svg><video poster="{address}/w"></video>',
                f'<form action="{address}/f"><input type=image src="{address}/n"></form>',
                f'<div style="background:url({address}/b)">x</div><a href="javascript:x()">go</a>',
                f'<table background="{address}/t"><tr><td>c</td></tr></table>',
            )
        )
        shown = witness.shown("a.html", page.encode())
        assert "Valve" in shown.html
        assert address not in shown.html
        for word in ("script", "onload", "onerror", "iframe", 'style="background', "refresh"):
            assert word not in shown.html


def test_a_web_page_without_end_shows_its_words(witness: Witness) -> None:
    shown = witness.shown("a.html", b"<html><body>" + b"<div><b>word " * 300_000)
    assert shown.form is ReadingForm.TEXT
    assert "word" in shown.text
    assert len(shown.text) < 5_000_000


def test_a_mail_nested_without_end_and_one_with_huge_headers_are_bounded(witness: Witness) -> None:
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(3_000)
    )
    start = b"From: a\nTo: b\nSubject: c\n"
    assert "nested" in witness.refusal("a.eml", start + heads)
    inside = b"Content-Type: message/rfc822\n\n" * 150
    witness.read("a.eml", start + inside + b"\nx")
    huge = (
        b"Subject: =?utf-8?q?" + b"=C3=A4" * 500_000 + b"?=\nFrom: " + b"(" * 500_000 + b"\nTo: " + b"<a@b>, " * 200_000
    )
    shown = witness.shown("a.eml", huge + b"\n\nCold start")
    assert "Cold start" in shown.html
    assert len(shown.html) < 100_000


def test_a_mail_of_countless_parts_is_cut(witness: Witness) -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("Cold start")
    for _ in range(400):
        mail.add_attachment(b"x", maintype="image", subtype="png", filename="a.png", cid="<a>")
    shown = witness.shown("a.eml", mail.as_bytes())
    assert shown.html.count("a.png") < 250


@pytest.mark.parametrize("wrong", ["a.xlsx", "a.pptx", "a.pdf", "a.txt", "a.png", "a.md", "a.eml", "a"])
def test_a_wrong_ending_changes_nothing(wrong: str, witness: Witness) -> None:
    assert "Cold start" in witness.shown(wrong, GOOD).html
    assert witness.shown(wrong, a_picture(4, 2)).form is ReadingForm.IMAGE


def test_bytes_of_nothing_are_kept_under_every_name(witness: Witness) -> None:
    noise = bytes(range(256)) * 40
    forms = {witness.shown(name, noise).form for name in ("a.docx", "a.xlsx", "a.png", "a.eml", "a.csv")}
    assert forms == {ReadingForm.KEPT}


def test_a_picture_of_ten_thousand_million_pixels_is_refused_alone_and_left_out_of_a_page(witness: Witness) -> None:
    huge = a_huge_picture()
    assert "larger than memory" in witness.refusal("a.png", huge)
    bitmap = (
        b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 99_999, 99_999, 1, 24, *[0] * 6)
    )
    assert "larger than memory" in witness.refusal("a.bmp", bitmap)
    gif = b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\xf0\x00\x00" + bytes(6) + b"\x2c" + bytes(4)
    assert witness.refusal("a.gif", gif + struct.pack("<HH", 65_535, 65_535) + b"\x00\x02\x00;")
    with zipfile.ZipFile(io.BytesIO(a_word_plan())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    shown = witness.shown("a.docx", zipped({**parts, "word/media/valves.png": huge}))
    assert "[Picture: Plan of the valves]" in shown.html
    assert not shown.pictures


WHOLE: dict[str, Callable[[], bytes]] = {
    "a.docx": a_word_plan,
    "a.xlsx": a_roster,
    "a.pptx": a_training,
    "a.eml": a_mail,
    "a.png": lambda: a_picture(400, 300),
    "a.html": lambda: b"<html><body><p>Valve</p><table><tr><td>28 C</td></tr></table></body></html>",
    "a.csv": lambda: b'Name,Phone\nAnna,"112"\nBen,"113"\n',
    "a.pdf": lambda: a_pdf("Cold start", "Two"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_torn_file_is_told_or_shown_as_far_as_it_goes(name: str, witness: Witness) -> None:
    whole = WHOLE[name]()
    for share in (0.1, 0.5, 0.9):
        answer = witness.read(name, whole[: int(len(whole) * share)])
        assert answer
        torn = bytearray(whole)
        place = int(len(whole) * share)
        torn[place : place + 40] = bytes(40)
        assert witness.read(name, bytes(torn))
