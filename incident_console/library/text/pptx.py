# SPDX-License-Identifier: Apache-2.0
"""The words of a slide show in its running order: each slide is a page, its notes stand below it."""

from __future__ import annotations

from incident_console.library.limits import MAX_SLIDES

from .docx import CoreProperties
from .extracted import TextCollector
from .office_package import IgnoreXml, OfficePackage

_MAIN = "ppt/presentation.xml"


def read_pptx(data: bytes, out: TextCollector) -> None:
    """Read a PowerPoint file (.pptx and its sisters)."""
    package = OfficePackage(data)
    properties = CoreProperties()
    package.read("docProps/core.xml", properties)
    out.title = properties.title
    for slide in _slides(package)[:MAX_SLIDES]:
        out.start_page()
        package.read(slide, _Shapes(out))
        for notes in sorted(package.relations(slide).values()):
            if notes.startswith("ppt/notesSlides/"):
                package.read(notes, _Shapes(out, is_notes=True))


def _slides(package: OfficePackage) -> list[str]:
    order = _Order()
    package.read(_MAIN, order)
    targets = package.relations(_MAIN)
    shown = [targets[slide] for slide in order.slides if slide in targets and package.has(targets[slide])]
    return shown or package.parts("ppt/slides/slide")


class _Order(IgnoreXml):
    def __init__(self) -> None:
        self.slides: list[str] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sldId":
            self.slides.append(attributes.get("r:id", ""))


class _Shapes(IgnoreXml):
    def __init__(self, out: TextCollector, is_notes: bool = False) -> None:
        self._out = out
        self._is_notes = is_notes
        self._line: list[str] = []
        self._is_text = False
        self._is_title = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sp":
            self._is_title = False
        elif name == "ph":
            self._is_title = attributes.get("type") in ("title", "ctrTitle") and not self._is_notes
        elif name == "t":
            self._is_text = True
        elif name == "br":
            self._line.append(" ")

    def end(self, name: str, /) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            self._end_line()

    def text(self, text: str, /) -> None:
        if self._is_text:
            self._line.append(text)

    def _end_line(self) -> None:
        line = "".join(self._line).strip()
        self._line.clear()
        if line and self._is_title:
            self._out.add_heading(1, line)
        elif line:
            self._out.add_line(line)
