# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import re
import zipfile

import pytest

from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.text import extract_text, slides
from incident_console.library.views import make_reading
from incident_console.library.views import slides as slides_view
from tests.helpers.documents import a_picture
from tests.helpers.office_files import a_pptx, relations, zipped

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def read(data: bytes) -> Reading:
    return make_reading("show.pptx", "Show", data, lambda path: None)


def headings_of(reading: Reading) -> list[str]:
    return [re.sub("<[^>]+>", "", words) for words in re.findall(r"<h\d[^>]*>(.*?)</h\d>", reading.html)]


def with_parts(show: bytes, more: dict[str, str | bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(show)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | more)


def test_slides_are_shown_in_their_order_with_their_notes() -> None:
    reading = read(a_pptx([("Cold <start>", "Fill first", "Ask Ann"), ("Stop", "Valve V3", "")], order=(2, 1)))
    assert reading.form is ReadingForm.PAGE
    assert headings_of(reading) == ["Slide 1: Stop", "Slide 2: Cold &lt;start&gt;"]
    assert re.findall('<h2 id="([^"]+)"', reading.html) == ["slide-1", "slide-2"]
    words = re.sub("<[^>]+>", " ", reading.html).split()
    assert " ".join(words) == "Slide 1: Stop Valve V3 Slide 2: Cold &lt;start&gt; Fill first Notes Ask Ann"


def test_lists_tables_pictures_and_diagrams_of_a_slide_are_shown() -> None:
    shapes = (
        f'<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {A} {R} show="0"><p:cSld>'
        '<p:sp><p:nvPr><p:ph idx="1"/></p:nvPr><a:p><a:r><a:t>Water</a:t></a:r></a:p>'
        '<a:p><a:pPr lvl="1"/><a:r><a:t>off</a:t></a:r></a:p></p:sp>'
        '<p:sp><p:nvPr><p:ph type="sldNum"/></p:nvPr><a:p><a:r><a:t>17</a:t></a:r></a:p></p:sp>'
        "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>28 C</a:t></a:r></a:p></a:tc><a:tc><a:p/></a:tc></a:tr></a:tbl>"
        '<p:pic><p:cNvPr descr="Valve"/><a:blip r:embed="p"/></p:pic><a:relIds r:dm="d"/></p:cSld></p:sld>'
    )
    diagram = f"<d {A}><a:p><a:r><a:t>Cycle of care</a:t></a:r></a:p></d>"
    show = with_parts(
        a_pptx([("", "", "")]),
        {
            "ppt/slides/slide1.xml": shapes,
            "ppt/slides/_rels/slide1.xml.rels": relations({"p": "../media/v.png", "d": "../diagrams/data1.xml"}),
            "ppt/media/v.png": a_picture(4, 2),
            "ppt/diagrams/data1.xml": diagram,
        },
    )
    reading = read(show)
    assert headings_of(reading) == ["Slide 1 (hidden)"]
    assert "<ul><li>Water</li><ul><li>off</li></ul></ul>" in reading.html
    assert "17" not in reading.html
    assert ">28 C</td>" in reading.html
    assert [(each.width, each.height) for each in reading.pictures.values()] == [(4, 2)]
    assert "<li>Cycle of care</li>" in reading.html
    found = extract_text("show.pptx", show).text
    assert "Cycle of care" in found
    assert "28 C" in found


def test_a_show_that_is_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    show = a_pptx([("One", "a", ""), ("Two", "b", ""), ("Three", "c", "")])
    monkeypatch.setattr(slides, "MAX_SLIDES", 2)
    assert read(show).warning == "Only the first 2 of 3 slides are shown."
    assert "only the beginning" in extract_text("show.pptx", show).warnings[0].lower()
    monkeypatch.setattr(slides_view, "MAX_PAGE_CHARS", 100)
    assert read(show).warning == "Only the first 1 of 3 slides are shown."
