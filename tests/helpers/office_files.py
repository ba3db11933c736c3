# SPDX-License-Identifier: Apache-2.0
"""Small office files made on the spot: the parts that a reader looks at, zipped."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></c:coreProperties>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def a_docx(body: str, title: str = "", styles: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file with this body of WordprocessingML."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "docProps/core.xml": _CORE.format(escape(title)),
        **(more or {}),
    }
    return zipped(parts)


def a_paragraph(text: str, style: str = "") -> str:
    """One paragraph of a Word file."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def a_style(style: str, name: str) -> str:
    """A paragraph style of a Word file: its id differs by language, its name does not."""
    return f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'


def a_pptx(slides: Sequence[tuple[str, str, str]], order: Sequence[int] | None = None) -> bytes:
    """A slide show of (title, text, notes); ``order`` is the running order where it differs from the files'."""
    parts: dict[str, str | bytes] = {}
    running = order or range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in running)
    parts["ppt/presentation.xml"] = f"<p:presentation {_P} {_R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    numbers = range(1, len(slides) + 1)
    parts["ppt/_rels/presentation.xml.rels"] = relations({f"rId{n}": f"slides/slide{n}.xml" for n in numbers})
    for number, (title, text, notes) in zip(numbers, slides, strict=True):
        parts[f"ppt/slides/slide{number}.xml"] = _slide(_shape(title, "title") + _shape(text, "body"))
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
            {"rId1": f"../notesSlides/notesSlide{number}.xml"}
        )
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = _slide(_shape(notes, "body"))
    return zipped(parts)


def relations(targets: Mapping[str, str]) -> str:
    """The part that names other parts by their ids."""
    rows = "".join(f'<Relationship Id="{key}" Type="t" Target="{target}"/>' for key, target in targets.items())
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _slide(shapes: str) -> str:
    return f"<p:sld {_P} {_A}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def _shape(text: str, kind: str) -> str:
    place = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{place}<p:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"


_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def an_xlsx(rows: str, shared: str = "", styles: str = "", workbook: str = "") -> bytes:
    """A workbook of one sheet "Contacts" as Excel writes it: texts in a list of their own, named by number."""
    return a_workbook_of({"Contacts": rows}, shared, styles, workbook)


def a_workbook_of(
    sheets: Mapping[str, str | tuple[str, str]],
    shared: str = "",
    styles: str = "",
    workbook: str = "",
    hidden: Collection[str] = (),
) -> bytes:
    """A workbook of these sheets: rows, and what stands below them if there is more."""
    listed, parts = "", {}
    for number, (name, content) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>'
        rows, below = content if isinstance(content, tuple) else (content, "")
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_S}><sheetData>{rows}</sheetData>{below}</worksheet>"
    numbers = range(1, len(sheets) + 1)
    return zipped(
        {
            "xl/workbook.xml": f"<workbook {_S} {_R}>{workbook}<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations({f"rId{n}": f"/xl/worksheets/sheet{n}.xml" for n in numbers}),
            "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
            **parts,
        }
    )
