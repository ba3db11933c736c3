# SPDX-License-Identifier: Apache-2.0
"""A page with its pictures, as far as they are at hand and there is room; the window fetches nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from incident_console.domain.errors import KnownError
from incident_console.library.deadline import Deadline
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.library.pictures import Picture, decode_picture
from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.safe_html import SafeHtml
from incident_console.library.text.extracted import UnreadableDocument

_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 256 << 20
_MOST_WIDE = 2_000
"""Pixels across a picture on a page."""
_MOST_SECONDS = 15.0
_NOT_ALL = "Not all of its pictures are shown: they are too many, too large or damaged."
_FIRST_HEADING = re.compile(r"\s*<h1\b[^>]*>.*?</h1>", re.DOTALL)


class PagePictures:
    """The pictures that a page shows; ``read`` gives the file at an address as the page has it, None for none."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._left = _MOST_PICTURE_BYTES
        self._names: dict[str, str | None] = {}
        self._deadline = Deadline(_MOST_SECONDS)
        self.found: dict[str, Picture] = {}
        self.warning = ""

    def resolve(self, address: str) -> str | None:
        """The name under which the window finds a picture; None for one that is elsewhere or one too many."""
        if address not in self._names:
            self._names[address] = self._take(address)
        return self._names[address]

    def _take(self, address: str) -> str | None:
        if len(self.found) >= _MOST_PICTURES or self._deadline.is_over():
            self.warning = _NOT_ALL
            return None
        picture = self._decoded(address)
        if picture is None:
            return None
        if len(picture.pixels) > self._left:
            self.warning = _NOT_ALL
            return None
        self._left -= len(picture.pixels)
        name = f"picture:{len(self.found)}"
        self.found[name] = picture
        return name

    def _decoded(self, address: str) -> Picture | None:
        try:
            data = self._read(address)
            if data is None or recognise("", data).format is not DocumentFormat.IMAGE:
                return None
            return decode_picture(data, _MOST_WIDE)
        except (KnownError, UnreadableDocument):  # too large, damaged, or no more is unpacked of this file
            self.warning = _NOT_ALL
            return None


def page_of(page: SafeHtml, pictures: PagePictures, title: str) -> Reading:
    """The page without a first heading that only says the title again: that stands above the page already."""
    html = page.html
    if page.headings and page.headings[0].level == 1 and page.headings[0].text.casefold() == title.casefold():
        html = _FIRST_HEADING.sub("", html, count=1)
    return Reading(ReadingForm.PAGE, html, pictures.found, warning=pictures.warning)


def with_warning(reading: Reading, warning: str) -> Reading:
    """The same, with one more sentence about what is not shown."""
    return replace(reading, warning=" ".join(filter(None, (reading.warning, warning))))
