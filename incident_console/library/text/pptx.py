# SPDX-License-Identifier: Apache-2.0
"""The words of a slide show in its running order: each slide is a page, its notes stand below it."""

from __future__ import annotations

from .docx import CoreProperties
from .extracted import EnoughRead, TextCollector
from .office_package import OfficePackage
from .slides import Slide, SlideTable, SlideText, slide_count, slides_of


def read_pptx(data: bytes, out: TextCollector) -> None:
    """Read a PowerPoint file (.pptx and its sisters)."""
    package = OfficePackage(data)
    properties = CoreProperties()
    package.read("docProps/core.xml", properties)
    out.title = properties.title
    number = 0
    for slide in slides_of(package):
        number = slide.number
        out.start_page()
        _read_slide(slide, out)
    if number < slide_count(package):
        raise EnoughRead


def _read_slide(slide: Slide, out: TextCollector) -> None:
    if slide.title:
        out.add_heading(1, slide.title)
    for block in slide.blocks:
        if isinstance(block, SlideText):
            out.add_line(block.text)
        elif isinstance(block, SlideTable):
            for row in block.rows:
                out.add_line("\t".join(row))
    for words in slide.notes:
        out.add_line(words)
