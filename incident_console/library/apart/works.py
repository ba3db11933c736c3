# SPDX-License-Identifier: Apache-2.0
"""What a reading process can do, each piece of work with the message that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from incident_console.library.pdf_pages import PdfPages


class FileToRead(msgspec.Struct):
    """A file with its name or place in the library."""

    name: str
    data: bytes
    title: str = ""


class PageToDraw(msgspec.Struct):
    """A page of the open PDF, and the picture wanted of it."""

    number: int
    width: int
    height: int
    quarter_turns: int = 0


class PageToRead(msgspec.Struct):
    """A page of the open PDF."""

    number: int


@dataclass
class Desk:
    """What lies open in a reading process."""

    fetch: Callable[[str], bytes | None]
    pdf: PdfPages | None = None


def _words(_desk: Desk, file: FileToRead) -> object:
    from incident_console.library.text import extract_text

    return extract_text(file.name, file.data)


def _layout(desk: Desk, file: FileToRead) -> object:
    from incident_console.library.views import make_reading

    return make_reading(file.name, file.title, file.data, desk.fetch)


def _open_pdf(desk: Desk, file: FileToRead) -> object:
    from incident_console.library.pdf_pages import PdfPages

    if desk.pdf is not None:
        desk.pdf.close()
        desk.pdf = None
    desk.pdf = PdfPages(file.data)
    return desk.pdf.shape()


def _draw_page(desk: Desk, page: PageToDraw) -> object:
    return _pdf(desk).draw(page.number, page.width, page.height, page.quarter_turns)


def _page_words(desk: Desk, page: PageToRead) -> object:
    return _pdf(desk).words(page.number)


def _pdf(desk: Desk) -> PdfPages:
    if desk.pdf is None:
        raise LookupError("no PDF is open")
    return desk.pdf


Message = TypeVar("Message", bound=msgspec.Struct)
Work = Callable[[Desk, msgspec.Raw], object]


def _asked_by(message: type[Message], work: Callable[[Desk, Message], object]) -> Work:
    def run(desk: Desk, fields: msgspec.Raw) -> Any:
        return work(desk, msgspec.msgpack.decode(fields, type=message))

    return run


WORKS: dict[str, Work] = {
    "words": _asked_by(FileToRead, _words),
    "layout": _asked_by(FileToRead, _layout),
    "open pdf": _asked_by(FileToRead, _open_pdf),
    "draw page": _asked_by(PageToDraw, _draw_page),
    "page words": _asked_by(PageToRead, _page_words),
}
