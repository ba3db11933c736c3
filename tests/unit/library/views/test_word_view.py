# SPDX-License-Identifier: Apache-2.0
"""Word documents as people see them: laid out by the real library from files made on the spot."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from incident_console.domain.errors import KnownError
from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.text import office_package
from incident_console.library.text.office_package import OfficePackage
from incident_console.library.views import make_reading, page, word_copy
from tests.helpers.documents import a_picture
from tests.helpers.office_files import W, a_docx, a_paragraph, a_style, relations, zipped

HEADINGS = a_style("berschrift1", "heading 1") + a_style("berschrift2", "heading 2")
DRAWING = (
    '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>'
    '<wp:docPr descr="{alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:{how}="{id}"/></pic:blipFill>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def read(data: bytes, title: str = "Plan") -> Reading:
    return make_reading("plan.docx", title, data, lambda path: None)


def headings_of(reading: Reading) -> list[str]:
    return [re.sub("<[^>]+>", "", words) for words in re.findall(r"<h\d[^>]*>(.*?)</h\d>", reading.html)]


def words_of(reading: Reading) -> list[str]:
    """What stands on the page, line by line, the signs taken out."""
    lines = re.split(r"</?(?:p|li|h\d|td|th|tr|ul|table|br)\b[^>]*>", reading.html)
    return [words for line in lines if (words := re.sub("<[^>]+>", "", line).strip())]


def a_level(at: int, form: str, label: str, start: int = 1, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
    )


def a_step(text: str, number: str, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(body: str, levels: str, uses: str = "", styles: str = "") -> Reading:
    uses = uses or '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{uses}</w:numbering>'
    return read(a_docx(body, styles=styles, more={"word/numbering.xml": numbering}))


def test_headings_tables_and_links_are_shown_and_lead_on() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>28 C</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    link = '<w:p><w:hyperlink w:anchor="fuel"><w:r><w:t>Fuel</w:t></w:r></w:hyperlink></w:p>'
    mark = '<w:p><w:bookmarkStart w:id="0" w:name="fuel"/><w:r><w:t>For a day</w:t></w:r></w:p>'
    body = a_paragraph("Plan", "berschrift1") + a_paragraph("Restart", "berschrift2") + table + link + mark
    reading = read(a_docx(body, styles=HEADINGS))
    assert reading.form is ReadingForm.PAGE
    assert headings_of(reading) == ["Restart"]
    assert words_of(reading) == ["Restart", "28 C", "Fuel", "For a day"]
    assert 'href="#fuel"' in reading.html
    assert 'id="fuel"' in reading.html


def test_steps_keep_their_numbers_across_what_stands_between_them() -> None:
    body = a_step("Shed racks", "1") + a_step("pumps first", "1", 1) + a_paragraph("Wait.") + a_step("Restart", "1")
    reading = numbered(body, a_level(0, "decimal", "%1.") + a_level(1, "lowerLetter", "%2)"))
    assert words_of(reading) == ["1. Shed racks", "a) pumps first", "Wait.", "2. Restart"]


def test_headings_keep_their_numbers_and_their_place_in_the_contents() -> None:
    levels = a_level(0, "upperRoman", "%1", 4, "berschrift1") + a_level(1, "decimal", "%1.%2", 1, "berschrift2")
    of_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = "".join(
        a_paragraph(words, f"berschrift{level}")
        for words, level in (("Power", 1), ("Fuel", 2), ("Load", 2), ("Water", 1), ("Leak", 2))
    )
    reading = numbered(body, levels, styles=HEADINGS.replace("</w:style>", of_style))
    assert headings_of(reading) == ["IV Power", "IV.1 Fuel", "IV.2 Load", "V Water", "V.1 Leak"]


def test_a_list_begun_anew_counts_anew_and_bullets_have_no_number() -> None:
    uses = (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = a_step("a", "1") + a_step("b", "1") + a_step("c", "2") + a_step("d", "2") + a_step("e", "1", 1)
    reading = numbered(body, a_level(0, "decimal", "%1.") + a_level(1, "bullet", "\u2022"), uses)
    assert words_of(reading) == ["1. a", "2. b", "1. c", "2. d", "e"]
    assert reading.html.count("list-style-type:none") == 4


@pytest.mark.parametrize(
    ("form", "count", "label"),
    [
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 26, "z"),
        ("decimalZero", 3, "03"),
        ("japaneseCounting", 3, "3"),
        ("upperRoman", 0, "0"),
        ("none", 3, ""),
    ],
)
def test_numbers_are_written_as_their_list_says(form: str, count: int, label: str) -> None:
    reading = numbered(a_step("x", "1"), a_level(0, form, "%1", count))
    assert words_of(reading) == [f"{label} x".strip()]


def test_a_number_that_leads_nowhere_or_in_circles_is_left_out() -> None:
    body = a_step("x", "9") + a_step("y", "1", 5)
    assert words_of(numbered(body, a_level(0, "decimal", "%1."))) == ["x", "y"]
    circle = '<w:numStyleLink w:val="loop"/>'
    style = (
        '<w:style w:type="numbering" w:styleId="loop"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert words_of(numbered(a_step("x", "1"), circle, styles=style)) == ["x"]


def test_pictures_in_the_file_are_shown_and_those_outside_are_named_and_never_fetched() -> None:
    body = DRAWING.format(alt="Valve", how="embed", id="in") + DRAWING.format(alt="Map", how="link", id="out")
    outside = '<Relationship Id="out" Type="i" TargetMode="External" Target="http://127.0.0.1:9/map.png"/>'
    more: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations({"in": "media/v.png"}).replace("</R", f"{outside}</R"),
        "word/media/v.png": a_picture(4, 2),
    }
    reading = read(a_docx(body, more=more))
    assert [(each.width, each.height) for each in reading.pictures.values()] == [(4, 2)]
    assert 'alt="Valve"' in reading.html
    assert "[Picture: Map, linked from outside, not fetched]" in reading.html
    assert "127.0.0.1" not in reading.html


def test_headers_footers_and_comments_stand_once_at_the_end() -> None:
    header = f"<w:hdr {W}>{a_paragraph('Site North <2>')}</w:hdr>"
    more = {
        "word/header1.xml": header,
        "word/header2.xml": header,
        "word/comments.xml": f"<w:c {W}>{a_paragraph('Ask Ann')}</w:c>",
    }
    reading = read(a_docx(a_paragraph("Cold start"), more=more))
    assert words_of(reading) == ["Cold start", "Headers and footers", "Site North &lt;2&gt;", "Comments", "Ask Ann"]


def test_pictures_that_are_too_many_or_damaged_are_left_out_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = DRAWING.format(alt="Valve", how="embed", id="a") + DRAWING.format(alt="Map", how="embed", id="b")
    more: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations({"a": "media/a.png", "b": "media/b.png"}),
        "word/media/a.png": a_picture(40, 30),
        "word/media/b.png": a_picture(40, 30)[:60],
    }
    reading = read(a_docx(body, more=more))
    assert len(reading.pictures) == 1
    assert "[Picture: Map]" in reading.html
    assert reading.warning == "Not all of its pictures are shown: they are too many, too large or damaged."
    monkeypatch.setattr(office_package, "MAX_UNPACKED_BYTES", 20_000)
    large = read(a_docx(body, more={**more, "word/media/a.png": a_picture(40, 30) + bytes(30_000)}))
    assert "[Picture: Valve]" in large.html
    assert large.warning == reading.warning
    monkeypatch.setattr(page, "_MOST_PICTURES", 0)
    assert not read(a_docx(body, more=more)).pictures


def test_the_library_is_given_no_file_of_the_document_but_its_xml() -> None:
    data = a_docx(a_paragraph("x"), more={"word/vbaProject.bin": b"macro", "word/media/v.png": a_picture()})
    with zipfile.ZipFile(io.BytesIO(word_copy.checked_copy(OfficePackage(data)))) as archive:
        assert {name: archive.read(name) for name in archive.namelist() if not name.endswith(".xml")} == {
            "word/vbaProject.bin": b"word/vbaProject.bin",
            "word/media/v.png": b"word/media/v.png",
        }


def test_a_document_that_is_too_long_or_too_odd_to_be_laid_out_shows_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr></w:tc>'
    odd = read(a_docx(f"{a_paragraph('Cold start')}<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert (odd.form, odd.text.strip()) == (ReadingForm.TEXT, "Cold start")
    assert "could not be laid out" in odd.warning
    monkeypatch.setattr(word_copy, "MAX_LAYOUT_NODES", 5)
    long = read(a_docx(a_paragraph("Cold start")))
    assert (long.form, long.text.strip()) == (ReadingForm.TEXT, "Cold start")
    assert "too long" in long.warning


def test_a_damaged_document_is_told_in_words() -> None:
    with pytest.raises(KnownError, match="cannot be shown") as told:
        read(a_docx(a_paragraph("x"))[:200])
    assert "damaged" in told.value.message
    with pytest.raises(KnownError, match="cannot be shown"):
        read(zipped({"word/document.xml": "<!DOCTYPE x><x/>"}))


def test_a_document_of_tables_without_end_shows_its_words() -> None:
    row = f"<w:tr>{'<w:tc><w:p><w:r><w:t>28 C</w:t></w:r></w:p></w:tc>' * 20}</w:tr>"
    reading = read(a_docx(f"<w:tbl>{row * 500}</w:tbl>"))
    assert reading.form is ReadingForm.TEXT
    assert "28 C" in reading.text
    assert "too long" in reading.warning
