# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import itertools
from datetime import datetime
from email.message import EmailMessage

import pytest

from incident_console.library.formats import DocumentFormat
from incident_console.library.text import extract_text, pdf
from tests.helpers.office_files import a_docx, a_paragraph, a_pptx, a_style, an_xlsx


def test_markdown_is_found_by_a_phrase_across_its_signs() -> None:
    found = extract_text(
        "call.md", b"Standard [voice *procedure*](https://x.y/a_(b)) does **not** need `to` be followed."
    )
    assert "Standard voice procedure does not need to be followed." in found.text


def test_the_title_of_markdown_comes_from_its_front_matter() -> None:
    found = extract_text("x.md", b"---\ntitle: Cooling loss\nvital: true\n---\n# Other\n")
    assert found.title == "Cooling loss"
    assert found.properties == {"title": "Cooling loss", "vital": True}


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Power failure\n## First\n", "Power failure"),
        ("Power failure\n=====\n", "Power failure"),
        ("## Role: Scribe\n### Duties\n", "Role: Scribe"),
        ("## Purpose\n## Steps\n", "During an incident"),
        ("Only words", "During an incident"),
    ],
)
def test_the_title_of_markdown_is_a_heading_only_where_it_names_the_whole(body: str, title: str) -> None:
    assert extract_text("during_an_incident.md", body.encode()).title == title


def test_headings_say_where_they_stand() -> None:
    found = extract_text("x.md", b"# One\ntext\n## Two ##\nmore\n")
    assert [(heading.level, heading.text) for heading in found.headings] == [(1, "One"), (2, "Two")]
    assert found.text[found.headings[1].offset :].startswith("Two\nmore")


def test_tables_task_boxes_and_call_outs_leave_only_their_words() -> None:
    source = b"""!!! warning "Do not hurry"
    Wait 11 minutes.

| Reading | Action |
|---------|--------|
| 28 C    | Shed   |

- [x] Power stable
3. [ ] Start pump
[^1]: A note
<b>bold</b><br>next &amp; last
"""
    lines = [line for line in extract_text("x.md", source).text.split("\n") if line]
    assert lines[:2] == ["Do not hurry", "Wait 11 minutes."]
    assert [line.split() for line in lines[2:4]] == [["Reading", "Action"], ["28", "C", "Shed"]]
    assert lines[4:] == ["Power stable", "Start pump", "A note", "bold next & last"]


def test_code_is_kept_as_it_stands() -> None:
    assert "rm *_old*" in extract_text("x.md", b"```sh\nrm *_old*\n```\nafter").text


def a_pdf(pages: list[str], title: str = "", password: str | None = None) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=password)
    if title:
        canvas.setTitle(title)
    for number, words in enumerate(pages):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Section {number}", f"p{number}", level=0)
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_pdf_tells_on_which_page_its_words_are() -> None:
    found = extract_text("manual.pdf", a_pdf(["Cold restart", "Chiller pump", "Valve"], title="Chiller manual"))
    assert found.title == "Chiller manual"
    starts = [*found.page_starts, len(found.text)]
    assert [found.text[a:b].strip() for a, b in itertools.pairwise(starts)] == [
        "Cold restart",
        "Chiller pump",
        "Valve",
    ]
    assert [(one.text, one.offset) for one in found.headings][1] == ("Section 1", found.page_starts[1])
    assert found.warnings == ()


def test_a_pdf_of_pictures_says_that_only_its_name_can_be_searched() -> None:
    found = extract_text("scan.pdf", a_pdf([""]))
    assert "pictures" in found.warnings[0]
    assert len(found.page_starts) == 1


def test_only_the_beginning_of_an_endless_pdf_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PDF_PAGES", 2)
    found = extract_text("long.pdf", a_pdf(["one", "two", "three"]))
    assert len(found.page_starts) == 2
    assert [heading.text for heading in found.headings] == ["Section 0", "Section 1"]
    assert "very long" in found.warnings[0]


def test_a_pdf_that_takes_too_long_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_EXTRACT_SECONDS", 0.0)
    assert "very long" in extract_text("slow.pdf", a_pdf(["one"])).warnings[0]


def test_a_pdf_with_a_password_says_so() -> None:
    found = extract_text("locked.pdf", a_pdf(["secret"], password="open sesame"))
    assert "password" in found.warnings[0]
    assert found.text == ""


def test_a_word_file_gives_headings_tables_and_notes() -> None:
    table = f"<w:tbl><w:tr><w:tc>{a_paragraph('28 C')}</w:tc><w:tc>{a_paragraph('Shed racks')}</w:tc></w:tr></w:tbl>"
    deleted = "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"{a_paragraph('box')}</mc:Choice><mc:Fallback>{a_paragraph('box')}</mc:Fallback></mc:AlternateContent>"
    )
    notes = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:footnotes>'
    data = a_docx(
        a_paragraph("Kälte fällt aus", "berschrift1") + table + deleted + twice,
        styles=a_style("berschrift1", "heading 1"),
        more={"word/footnotes.xml": notes.format(a_paragraph("See the manual"))},
    )
    found = extract_text("x.docx", data)
    assert found.title == "Kälte fällt aus"
    assert [heading.text for heading in found.headings] == ["Kälte fällt aus"]
    assert "28 C \tShed racks" in found.text
    assert "gone" not in found.text
    assert found.text.count("box") == 1
    assert "See the manual" in found.text


def test_words_split_over_runs_and_tabs_of_a_word_file_stay_together() -> None:
    stops = "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
    runs = "<w:r><w:t>chil</w:t></w:r><w:r><w:t>ler</w:t><w:tab/><w:t>7</w:t></w:r>"
    assert extract_text("x.docx", a_docx(f"<w:p>{stops}{runs}</w:p>")).text == "chiller\t7\n"


def test_the_title_of_a_word_file_is_the_one_it_gives_itself() -> None:
    assert extract_text("x.docx", a_docx(a_paragraph("text"), title="Plan & more")).title == "Plan & more"


def test_slides_are_pages_in_running_order_with_their_notes() -> None:
    data = a_pptx([("Second", "b", "note b"), ("First", "a", "note a")], order=[2, 1])
    found = extract_text("talk.pptx", data)
    assert found.text == "First\na\nnote a\nSecond\nb\nnote b\n"
    assert [found.text[start:].split("\n")[0] for start in found.page_starts] == ["First", "Second"]
    assert [heading.text for heading in found.headings] == ["First", "Second"]


def test_a_workbook_gives_its_sheets_rows_and_dates() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plant contacts"
    sheet.append(["chiller service", "+49 30 1234567", True, 28.5])
    sheet.append([datetime(2026, 3, 12), None, datetime(2026, 3, 12, 14, 5)])  # noqa: DTZ001 - workbooks know no zone
    book.create_sheet("Second").append(["last"])
    stream = io.BytesIO()
    book.save(stream)
    book.close()
    found = extract_text("plant_contacts.xlsx", stream.getvalue())
    assert found.title == "Plant contacts"
    assert found.text.split("\n") == [
        "Plant contacts",
        "chiller service\t+49 30 1234567\tTRUE\t28.5",
        "2026-03-12\t2026-03-12 14:05",
        "Second",
        "last",
        "",
    ]
    assert [found.text[start:].split("\n")[0] for start in found.page_starts] == ["Plant contacts", "Second"]


def test_a_workbook_as_excel_writes_it_names_its_texts_by_number() -> None:
    shared = "<si><t>Jane</t></si><si><r><t>Oka</t></r><r><t>for</t></r><rPh><t>reading</t></rPh></si>"
    row = '<row><c t="s"><v>1</v></c><c/><c t="s"><v>0</v></c><c t="s"><v>9</v></c><c t="e"><v>#N/A</v></c></row>'
    formula = '<row><c t="str"><f>A1</f><v>Duty manager</v></c></row>'
    assert extract_text("x.xlsx", an_xlsx(row + formula, shared)).text == "Contacts\nOkafor\tJane\t#N/A\nDuty manager\n"


@pytest.mark.parametrize(
    ("value", "code", "workbook", "shown"),
    [
        ("46093", "dd\\.mm\\.yyyy", "", "2026-03-12"),
        ("46093.5", "yyyy hh:mm", "", "2026-03-12 12:00"),
        ("0.25", "hh:mm", "", "06:00"),
        ("44631", "yyyy", '<workbookPr date1904="1"/>', "2026-03-12"),
        ("59", "yyyy", "", "1900-02-28"),
        ("46093", '0 "days"', "", "46093 days"),
        ("46093", "[Red]0.00", "", "46093.00"),
        ("9999999999", "yyyy", "", "9999999999"),
        ("2958465", "yyyy", '<workbookPr date1904="1"/>', "2958465"),
        ("soon", "yyyy", "", "soon"),
    ],
)
def test_a_date_of_a_workbook_is_shown_as_a_date(value: str, code: str, workbook: str, shown: str) -> None:
    styles = f"<numFmts><numFmt numFmtId='170' formatCode='{code}'/></numFmts><cellXfs><xf numFmtId='170'/></cellXfs>"
    found = extract_text("x.xlsx", an_xlsx(f'<row><c s="0"><v>{value}</v></c></row>', "", styles, workbook))
    assert found.text == f"Contacts\n{shown}\n"


def test_a_web_page_gives_its_words_without_scripts() -> None:
    page = (
        b"<!doctype html><title>Site &amp; plan</title><style>p{}</style><script>if (a<b) alert('x')</script>"
        b"<h1>Access</h1><p>Gate <b>four</b></p><table><tr><td>a</td><td>b</td></tr></table><!-- hidden --> end"
    )
    found = extract_text("page.html", page)
    assert found.title == "Site & plan"
    assert found.text == "Access\nGate four\na\tb\nend\n"


def test_a_mail_gives_who_when_what_and_what_is_attached() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Jörg <j@x.org>", "team@x.org", "Kälte fällt aus"
    mail.set_content("Der Kühler steht.\n")
    mail.add_alternative("<p>Der Kühler steht.</p>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="manual.pdf")
    found = extract_text("saved.eml", mail.as_bytes())
    assert found.title == "Kälte fällt aus"
    assert "From: Jörg <j@x.org>" in found.text
    assert found.text.count("Der Kühler steht.") == 1
    assert "Attached: manual.pdf" in found.text


def test_a_mail_with_html_alone_is_read_too() -> None:
    mail = EmailMessage()
    mail["Subject"] = "News"
    mail.set_content("<title>Other</title><p>Pump <b>runs</b></p>", subtype="html")
    found = extract_text("saved.eml", mail.as_bytes())
    assert (found.title, "Pump runs" in found.text) == ("News", True)


def test_text_in_windows_encoding_is_read() -> None:
    assert extract_text("a.txt", "Kühler".encode("cp1252")).text == "Kühler\n"


def test_a_picture_and_a_foreign_file_are_kept_under_their_names() -> None:
    found = extract_text("site_plan.png", b"\x89PNG\r\n\x1a\n")
    assert (found.kind.format, found.title, found.text) == (DocumentFormat.IMAGE, "Site plan", "")
    assert extract_text("C:\\plans\\Old.vsd", b"\x00\x01").title == "Old"
