# SPDX-License-Identifier: Apache-2.0
"""Documents of the formats of an office, full enough to look at: a Word plan, a workbook, slides, a mail, a table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from tests.helpers.office_files import W, a_docx, a_paragraph, a_pptx, a_style, a_workbook_of, relations

_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="decimal"/><w:pStyle w:val="h2"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    "</w:numbering>"
)
_STYLES = a_style("h1", "heading 1") + a_style("h2", "heading 2").replace(
    "</w:style>", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
)
_DRAWING = (
    '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>'
    '<wp:docPr descr="Plan of the valves"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="pic"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def write_documents(folder: Path) -> None:
    """One file of each format."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cooling-plan.docx").write_bytes(a_word_plan())
    (folder / "duty-roster.xlsx").write_bytes(a_roster())
    (folder / "cooling-training.pptx").write_bytes(a_training())
    (folder / "maker-about-restart.eml").write_bytes(a_mail())
    (folder / "racks.csv").write_text(RACKS, encoding="utf-8")


def a_word_plan() -> bytes:
    """A plan with numbered headings, steps that go on after a table, a picture and a note."""
    body = (
        a_paragraph("Cooling loss", "h1")
        + a_paragraph("For whoever is in the room when the chillers stop. Times count from the alarm.")
        + a_paragraph("First ten minutes", "h2")
        + _step("Read the hottest rack inlet and say it aloud with the time.")
        + _step("Shed load by the table below:")
        + _step("test systems first,", 1)
        + _step("then everything that has a twin elsewhere.", 1)
        + _table(("Inlet", "Action", "Who decides"), ("28 C", "Shed test racks", "Facilities lead"))
        + _step("Start the stand-by pump from the panel, never from the chiller.")
        + a_paragraph("Where the valves are", "h2")
        + _DRAWING
        + a_paragraph("Stand down", "h2")
        + _step("Wait until the inlet has stayed under 24 C for half an hour.")
    )
    more: dict[str, str | bytes] = {
        "word/numbering.xml": _NUMBERING,
        "word/_rels/document.xml.rels": relations({"pic": "media/valves.png"}),
        "word/media/valves.png": a_drawing(),
    }
    return a_docx(body, "Cooling loss plan", _STYLES, more)


def a_roster() -> bytes:
    """A workbook as people keep it: a title, a table with dates and sums of money, and a hidden sheet."""
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="[$EUR] #,##0.00"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs>'
    )
    names = ("Ann Petrov", "Ben Osei", "Carla Nunez", "Dan Okafor", "Eva Lind", "Farid Haddad")
    rows = [_row(1, ("Who is on duty when the cooling fails, site North",))]
    rows.append(_row(3, ("Name", "Role", "From", "Cost per call", "Answered")))
    for number, name in enumerate(names):
        role = ("Facilities lead", "Chiller service", "Duty manager")[number % 3]
        cells = (name, role, (46_100 + 7 * number, 1), (120 + 12.5 * number, 2), (0.7 + 0.04 * number, 3))
        rows.append(_row(4 + number, cells))
    phones = [_row(1, ("Name", "Phone")), _row(2, ("Gate four", "+44 20 7946 0018"))]
    sheets = {"Roster": "".join(rows), "Phones": "".join(phones), "Old prices": _row(1, (("99", 2),))}
    return a_workbook_of(sheets, styles=styles, hidden={"Old prices"})


def a_training() -> bytes:
    """Three slides with notes."""
    return a_pptx(
        [
            (
                "Cooling loss in ten minutes",
                "What everybody on shift can do before help comes",
                "Ask who has seen one.",
            ),
            ("Shed load first", "Heat rises faster than people walk", "Show the rack table of the plan."),
            ("Never open a chiller", "The stand-by pump starts from the panel", ""),
        ]
    )


def a_mail() -> bytes:
    """A mail with a table in its text and two files attached."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Service desk <service@chiller.example>", "duty@site-north.example"
    mail["Date"], mail["Subject"] = "Thu, 12 Mar 2026 14:05:00 +0000", "Restart of chiller 2 after a trip"
    mail.set_content(
        "Hello,\n\nbefore a restart please read these three and tell us:\n\n"
        "  suction      4.1 bar\n  discharge   17.0 bar\n  oil         52 C\n\n"
        "> May we start it ourselves?\nYes, once, with both pumps running.\n\nThe service desk"
    )
    mail.add_attachment(b"%PDF" * 90_000, maintype="application", subtype="pdf", filename="Restart manual.pdf")
    mail.add_attachment(a_drawing(), maintype="image", subtype="png", filename="panel.png")
    return bytes(mail)


RACKS = "Rack,Owner,Load kW,Reviewed,Note\n" + "".join(
    f"{row}{number:02},{owner},{3.5 + number * 0.7:.1f},2026-0{1 + number % 9}-1{number % 10},{note}\n"
    for row, owner, note in (("A", "Test", "shed first"), ("B", "Mail", "has a twin"), ("C", "Payments", "keep"))
    for number in range(1, 13)
)


def a_drawing() -> bytes:
    """A plan of two pipes with a valve on each, as a picture."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 220), "#f4f6f8")
    pen = ImageDraw.Draw(picture)
    for top, colour in ((60, "#2b6cb0"), (150, "#c05621")):
        pen.rectangle((40, top, 600, top + 16), fill=colour)
        pen.polygon(((300, top - 20), (340, top + 36), (340, top - 20), (300, top + 36)), fill="#2d3748")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _step(text: str, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{a_paragraph(words)}</w:tc>" for words in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def _row(number: int, cells: Sequence[str | tuple[object, int]]) -> str:
    written = ""
    for column, cell in enumerate(cells):
        place = f"{chr(ord('A') + column)}{number}"
        if isinstance(cell, str):
            written += f'<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>'
        else:
            written += f'<c r="{place}" s="{cell[1]}"><v>{cell[0]}</v></c>'
    return f'<row r="{number}">{written}</row>'
