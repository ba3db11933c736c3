# SPDX-License-Identifier: Apache-2.0
"""A slide show as one page: the words, tables and pictures of each slide in order, with the speaker's notes below."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from incident_console.library.limits import MAX_PAGE_CHARS
from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.safe_html import make_safe_html
from incident_console.library.text import extract_text
from incident_console.library.text.office_package import OfficePackage
from incident_console.library.text.slides import Slide, SlidePicture, SlideTable, SlideText, slide_count, slides_of

from .page import PagePictures, page_of, with_warning


def slides_page(title: str, data: bytes) -> Reading:
    """Lay out a PowerPoint file. Raises UnreadableDocument for one that is damaged, locked or a bomb."""
    package = OfficePackage(data)
    pieces: list[str] = []
    room, shown = MAX_PAGE_CHARS, 0
    for slide in slides_of(package):
        piece = "".join(_slide(slide))
        room -= len(piece)
        if room < 0:
            break
        pieces.append(piece)
        shown = slide.number
    pictures = PagePictures(package.content)
    page = make_safe_html("".join(pieces), pictures.resolve)
    if page.warning:
        return Reading(ReadingForm.TEXT, text=extract_text("a.pptx", data).text, warning=page.warning)
    count = slide_count(package)
    return with_warning(
        page_of(page, pictures, title),
        f"Only the first {shown:,} of {count:,} slides are shown." if shown < count else "",
    )


def _slide(slide: Slide) -> Iterator[str]:
    number = f"Slide {slide.number}" + (" (hidden)" if slide.is_hidden else "")
    yield f'<h2 id="slide-{slide.number}">{escape(f"{number}: {slide.title}" if slide.title else number)}</h2>'
    for is_listed, blocks in groupby(slide.blocks, lambda block: isinstance(block, SlideText) and block.level > 0):
        if is_listed:
            yield from _list([block for block in blocks if isinstance(block, SlideText)])
        else:
            yield from map(_block, blocks)
    if slide.notes:
        words = "".join(f"<p>{escape(words)}</p>" for words in slide.notes)
        yield f'<div class="admonition note"><p class="admonition-title">Notes</p>{words}</div>'


def _list(texts: list[SlideText]) -> Iterator[str]:
    depth = 0
    for text in texts:
        yield "<ul>" * (text.level - depth) + "</ul>" * (depth - text.level)
        yield f"<li>{escape(text.text)}</li>"
        depth = text.level
    yield "</ul>" * depth


def _block(block: SlideText | SlideTable | SlidePicture) -> str:
    if isinstance(block, SlidePicture):
        return f'<p><img src="{escape(block.part)}" alt="{escape(block.description)}"></p>'
    if isinstance(block, SlideTable):
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    return f"<p>{escape(block.text)}</p>"
