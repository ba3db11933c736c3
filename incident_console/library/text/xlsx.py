# SPDX-License-Identifier: Apache-2.0
"""The words of a workbook: each sheet is a page that begins with its name, each row a line of its filled cells."""

from __future__ import annotations

from incident_console.library.limits import MAX_SHEET_CELLS, MAX_SHEETS

from .docx import CoreProperties
from .extracted import EnoughRead, TextCollector
from .office_package import IgnoreXml, OfficePackage
from .xlsx_dates import CellFormats

_MAIN = "xl/workbook.xml"


def read_xlsx(data: bytes, out: TextCollector) -> None:
    """Read an Excel file (.xlsx and its sisters): values as they were last calculated, no formulas."""
    package = OfficePackage(data)
    properties, workbook, formats, shared = CoreProperties(), _Workbook(), CellFormats(), _SharedTexts()
    package.read("docProps/core.xml", properties)
    package.read(_MAIN, workbook)
    package.read("xl/styles.xml", formats)
    package.read("xl/sharedStrings.xml", shared)
    out.title = properties.title
    formats.is_1904 = workbook.is_1904
    targets = package.relations(_MAIN)
    for name, relation in workbook.sheets[:MAX_SHEETS]:
        part = targets.get(relation, "")
        if package.has(part) and part.startswith("xl/worksheets/"):
            out.start_page()
            out.add_heading(1, name)
            package.read(part, _Rows(out, shared.texts, formats))


class _Workbook(IgnoreXml):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("r:id", "")))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class _SharedTexts(IgnoreXml):
    """The texts that cells name by number; readings of Japanese words (rPh) are not part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._readings = 0

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        self._is_text = name == "t"
        self._readings += name == "rPh"

    def end(self, name: str, /) -> None:
        self._is_text = False
        self._readings -= name == "rPh"
        if name == "si":
            if len(self.texts) < MAX_SHEET_CELLS:
                self.texts.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str, /) -> None:
        if self._is_text and not self._readings:
            self._pieces.append(text)


class _Rows(IgnoreXml):
    def __init__(self, out: TextCollector, shared: list[str], formats: CellFormats) -> None:
        self._out = out
        self._shared = shared
        self._formats = formats
        self._row: list[str] = []
        self._value: list[str] = []
        self._type = ""
        self._style = ""
        self._is_value = False
        self._cells = 0

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "c":
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._value.clear()
        self._is_value = name in ("v", "t")

    def end(self, name: str, /) -> None:
        self._is_value = False
        if name == "c":
            self._end_cell()
        elif name == "row":
            line = "\t".join(cell for cell in self._row if cell)
            self._row.clear()
            if line:
                self._out.add_line(line)

    def text(self, text: str, /) -> None:
        if self._is_value:
            self._value.append(text)

    def _end_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_SHEET_CELLS:
            raise EnoughRead
        self._row.append(" ".join(self._shown("".join(self._value)).split()))

    def _shown(self, raw: str) -> str:
        if self._type == "s":
            return self._shared[int(raw)] if raw.isdecimal() and int(raw) < len(self._shared) else ""
        if self._type == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return self._formats.shown(raw, self._style) if self._type == "n" else raw
