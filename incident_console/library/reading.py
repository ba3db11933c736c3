# SPDX-License-Identifier: Apache-2.0
"""A document made ready for the eye: laid out as a page, or what the window needs to show it. All of it in memory."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from incident_console.domain.errors import KnownError

from .decoding import decode_text
from .formats import DocumentFormat, recognise
from .pictures import Picture, decode_picture
from .safe_html import SafeHtml, make_safe_html
from .text import extract_text

_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 256 << 20
_MOST_WIDE = 2_000
"""Pixels across a picture on a page."""
_FIRST_HEADING = re.compile(r"\s*<h1\b[^>]*>.*?</h1>", re.DOTALL)


class ReadingForm(StrEnum):
    """How a document is shown."""

    PAGE = "page"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    TABLE = "table"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader shows of one version of a document.

    PAGE has ``html`` and its ``pictures`` by the addresses in it, IMAGE has its own under no name, TEXT has ``text``,
    TABLE has ``rows``; a PDF is drawn page by page (see ``OpenPdf``); KEPT is a file without a reading view yet, with
    such ``text`` as could be read from it.
    ``warning`` is a sentence where not all of it is shown.
    """

    form: ReadingForm
    html: str = ""
    pictures: dict[str, Picture] = field(default_factory=dict)
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    warning: str = ""


ReadFile = Callable[[str], bytes | None]
"""Reads the current file of the document with this path in the library; None where there is none here."""


def make_reading(path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
    """Prepare a file for reading; one that is damaged or monstrous is shown as far as it goes.

    Raises KnownError for a picture that cannot be shown.
    """
    kind = recognise(path, data).format
    if kind is DocumentFormat.PDF:
        return Reading(ReadingForm.PDF)
    if kind is DocumentFormat.IMAGE:
        return Reading(ReadingForm.IMAGE, pictures={"": decode_picture(data)})
    if kind is DocumentFormat.MARKDOWN:
        return _page(path, title, data, read_file)
    if kind is DocumentFormat.HTML:
        pictures = _Pictures(path, read_file)
        return _page_of(make_safe_html(decode_text(data).text, pictures.resolve), pictures, title)
    if kind is DocumentFormat.CSV:
        from .table import read_table

        rows, warning = read_table(data)
        return Reading(ReadingForm.TABLE, rows=rows, warning=warning)
    is_plain = kind in (DocumentFormat.TEXT, DocumentFormat.EML)
    return Reading(ReadingForm.TEXT if is_plain else ReadingForm.KEPT, text=extract_text(path, data).text)


def path_of_link(path: str, link: str) -> str:
    """Where a link in the document at ``path`` leads inside the library: "plans/a.md" + "../b.md#x" is "b.md"."""
    target = unquote(link.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path


class _Pictures:
    """The pictures that a page shows, as far as the library holds them and there is room."""

    def __init__(self, path: str, read_file: ReadFile) -> None:
        self._path, self._read_file = path, read_file
        self._left = _MOST_PICTURE_BYTES
        self._names: dict[str, str] = {}
        self.found: dict[str, Picture] = {}

    def resolve(self, address: str) -> str | None:
        """The name under which the window finds a picture; None for one that is elsewhere or one too many."""
        if ":" in address or len(self.found) >= _MOST_PICTURES:
            return None
        path = path_of_link(self._path, address)
        if path in self._names:
            return self._names[path]
        picture = self._decoded(path)
        if picture is None or len(picture.pixels) > self._left:
            return None
        self._left -= len(picture.pixels)
        name = self._names[path] = f"picture:{len(self._names)}"
        self.found[name] = picture
        return name

    def _decoded(self, path: str) -> Picture | None:
        data = self._read_file(path)
        if data is None or recognise(path, data).format is not DocumentFormat.IMAGE:
            return None
        try:
            return decode_picture(data, _MOST_WIDE)
        except KnownError:
            return None


def _page(path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
    from .markdown_html import markdown_to_html

    pictures, text = _Pictures(path, read_file), decode_text(data).text
    page = markdown_to_html(text, pictures.resolve)
    if page.warning:
        return Reading(ReadingForm.TEXT, text=text, warning=page.warning)
    return _page_of(page, pictures, title)


def _page_of(page: SafeHtml, pictures: _Pictures, title: str) -> Reading:
    """The page without a first heading that only says the title again: that stands above the page already."""
    html = page.html
    if page.headings and page.headings[0].level == 1 and page.headings[0].text.casefold() == title.casefold():
        html = _FIRST_HEADING.sub("", html, count=1)
    return Reading(ReadingForm.PAGE, html=html, pictures=pictures.found, warning=page.warning)
