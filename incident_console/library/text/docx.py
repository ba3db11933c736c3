# SPDX-License-Identifier: Apache-2.0
"""The words of a Word document: paragraphs, headings, tables, notes; deleted text and field codes are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from .extracted import EnoughRead, TextCollector
from .office_package import IgnoreXml, OfficePackage

_MAIN = "word/document.xml"
MARGINS, COMMENTS = ("word/header", "word/footer"), ("word/comments",)
_BESIDE = ("word/footnotes", "word/endnotes", *COMMENTS, *MARGINS)
_MOST_BESIDE = 100_000
_HEADING_NAME = re.compile(r"heading ([1-9])\Z", re.IGNORECASE)


def read_docx(data: bytes, out: TextCollector) -> None:
    """Read a Word file (.docx and its macro and template sisters)."""
    package = OfficePackage(data)
    properties = CoreProperties()
    package.read("docProps/core.xml", properties)
    out.title = properties.title
    styles = _Styles()
    package.read("word/styles.xml", styles)
    package.read(_MAIN, _Paragraphs(out, styles.levels))
    for prefix in _BESIDE:
        for part in package.parts(prefix):
            package.read(part, _Paragraphs(out, {}))


def words_beside(package: OfficePackage, parts: Sequence[str]) -> list[str]:
    """The lines of what stands beside the text, each once: a header is the same on many pages."""
    collector = TextCollector(_MOST_BESIDE)
    with suppress(EnoughRead):
        for prefix in parts:
            for part in package.parts(prefix):
                package.read(part, _Paragraphs(collector, {}))
    return list(dict.fromkeys(line.strip() for line in collector.lines if line.strip()))


class CoreProperties(IgnoreXml):
    """The title that an office file gives itself."""

    def __init__(self) -> None:
        self.title = ""
        self._is_title = False

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        """Notice the title element."""
        self._is_title = name == "title"

    def end(self, _name: str, /) -> None:
        """The title element is over."""
        self._is_title = False

    def text(self, text: str, /) -> None:
        """Keep the words of the title."""
        if self._is_title:
            self.title += text


class _Styles(IgnoreXml):
    """Which paragraph styles are headings: their ids differ by language, their names and outline levels do not."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "name":
            found = _HEADING_NAME.match(value)
            if found or value.lower() == "title":
                self.levels[self._style] = int(found.group(1)) if found else 1
        elif name == "outlineLvl" and value.isdecimal() and int(value) < 9:
            self.levels.setdefault(self._style, int(value) + 1)


class _Paragraphs(IgnoreXml):
    def __init__(self, out: TextCollector, levels: dict[str, int]) -> None:
        self._out = out
        self._levels = levels
        self._line: list[str] = []
        self._level = 0
        self._tables = 0
        self._runs = 0
        self._twins = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "Fallback":  # the same text box once more, for old programs
            self._twins += 1
        elif name == "tbl":
            self._tables += 1
        elif name == "r":
            self._runs += 1
        elif name == "p" and not self._tables:
            self._end_line()
        elif name == "pStyle":
            self._level = self._levels.get(attributes.get("val", ""), 0)
        else:
            self._start_inside_run(name)

    def end(self, name: str, /) -> None:
        if name == "Fallback":
            self._twins -= 1
        elif name == "tbl":
            self._tables -= 1
        elif name == "r":
            self._runs -= 1
        elif name == "t":
            self._is_text = False
        elif name == "tc":
            self._line.append("\t")
        elif name == "p" and self._tables:
            self._line.append(" ")
        elif name in ("p", "tr"):
            self._end_line()

    def text(self, text: str, /) -> None:
        if self._is_text and not self._twins:
            self._line.append(text)

    def _start_inside_run(self, name: str) -> None:
        if name == "t":
            self._is_text = True
        elif self._runs and name in ("tab", "br", "cr"):
            self._line.append("\t" if name == "tab" else " ")
        elif self._runs and name == "noBreakHyphen":
            self._line.append("-")

    def _end_line(self) -> None:
        line = "".join(self._line).strip()
        level, self._level = self._level, 0
        self._line.clear()
        if line and level and not self._tables:
            self._out.add_heading(level, line)
        elif line:
            self._out.add_line(line)
