# SPDX-License-Identifier: Apache-2.0
"""Looks into a PDF the way a reader or a stranger's tool would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with closing(_document(pdf)) as document:
        return [_text(page) for page in _pages(document)]


def is_ruled_through(pdf: bytes, text: str) -> bool:
    """Whether a filled bar runs through the middle of this text, wherever it stands on one line."""
    with closing(_document(pdf)) as document:
        return any(_is_ruled_through(page, text) for page in _pages(document))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font that any text is set in, and whether its file is inside the PDF."""
    from pypdfium2 import raw

    found: dict[str, bool] = {}
    with closing(_document(pdf)) as document:
        for page in _pages(document):
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = item.get_font()
                found[font.get_base_name()] = font.is_embedded
    return found


def _document(pdf: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def _pages(document: Any) -> Iterator[Any]:
    for number in range(len(document)):
        with closing(document[number]) as page:
            yield page


def _text(page: Any) -> str:
    with closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def _is_ruled_through(page: Any, text: str) -> bool:
    from pypdfium2 import raw

    with closing(page.get_textpage()) as textpage:
        found = textpage.search(text, match_case=True).get_next()
        if found is None:
            return False
        textpage.count_rects(*found)
        left, bottom, right, top = textpage.get_rect(0)
    middle = (bottom + top) / 2
    bars = [item.get_bounds() for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    return any(
        bar[0] < left + 3 and bar[2] > right - 3 and bar[3] - bar[1] < 1.5 and abs((bar[1] + bar[3]) / 2 - middle) < 3
        for bar in bars
    )
