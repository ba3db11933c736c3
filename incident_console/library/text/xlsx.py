# SPDX-License-Identifier: Apache-2.0
"""The words of a workbook: each sheet is a page that begins with its name, each row a line of its filled cells."""

from __future__ import annotations

from .docx import CoreProperties
from .extracted import TextCollector
from .office_package import OfficePackage
from .workbook import Workbook


def read_xlsx(data: bytes, out: TextCollector) -> None:
    """Read an Excel file (.xlsx and its sisters)."""
    package = OfficePackage(data)
    properties = CoreProperties()
    package.read("docProps/core.xml", properties)
    out.title = properties.title
    workbook = Workbook(package)

    def take(_number: int, cells: dict[int, str]) -> None:
        out.add_line("\t".join(" ".join(words.split()) for words in cells.values()))

    for sheet in workbook.sheets:
        out.start_page()
        out.add_heading(1, sheet.name)
        workbook.read(sheet, take)
