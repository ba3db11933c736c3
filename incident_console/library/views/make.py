# SPDX-License-Identifier: Apache-2.0
"""The right view for a file, and words instead of a crash when it is damaged or monstrous."""

from __future__ import annotations

from collections.abc import Callable

from incident_console.domain.errors import KnownError
from incident_console.library.decoding import decode_text
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.library.limits import MAX_TEXT_CHARS
from incident_console.library.pictures import decode_picture
from incident_console.library.reading import ReadFile, Reading, ReadingForm, Sheet, path_of_link
from incident_console.library.text import extract_text
from incident_console.library.text.extracted import UnreadableDocument

from .page import PagePictures, page_of


def make_reading(path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
    """Prepare a file for reading, with what its pages show of the library; one that is too long as far as it goes.

    Raises KnownError for a file that is damaged, locked or a bomb.
    """
    kind = recognise(path, data).format
    if kind is DocumentFormat.MARKDOWN:
        return _markdown(path, title, data, read_file)
    if kind is DocumentFormat.HTML:
        return _html(path, title, data, read_file)
    try:
        return _VIEWS[kind](title, data)
    except UnreadableDocument as problem:
        raise KnownError("This document cannot be shown", str(problem), "Have it saved anew.") from problem


def _markdown(path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
    from incident_console.library.markdown_html import markdown_to_html

    pictures, text = _library_pictures(path, read_file), decode_text(data).text
    page = markdown_to_html(text, pictures.resolve)
    if page.warning:
        return Reading(ReadingForm.TEXT, text=text, warning=page.warning)
    return page_of(page, pictures, title)


def _html(path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
    from incident_console.library.safe_html import make_safe_html

    pictures = _library_pictures(path, read_file)
    page = make_safe_html(decode_text(data).text, pictures.resolve)
    if page.warning:
        return Reading(ReadingForm.TEXT, text=extract_text(path, data).text, warning=page.warning)
    return page_of(page, pictures, title)


def _library_pictures(path: str, read_file: ReadFile) -> PagePictures:
    """Pictures that a page names by their place in the library, never by an address outside."""
    return PagePictures(lambda address: None if ":" in address else read_file(path_of_link(path, address)))


def _word(title: str, data: bytes) -> Reading:
    from .word import word_page

    return word_page(title, data)


def _sheets(title: str, data: bytes) -> Reading:
    from .sheets import workbook_tables

    return workbook_tables(title, data)


def _slides(title: str, data: bytes) -> Reading:
    from .slides import slides_page

    return slides_page(title, data)


def _mail(title: str, data: bytes) -> Reading:
    from .mail import mail_page

    return mail_page(title, data)


def _table(_title: str, data: bytes) -> Reading:
    from incident_console.library.table import read_table

    rows, warning = read_table(data)
    return Reading(ReadingForm.TABLE, sheets=(Sheet(rows, has_titles=len(rows) > 1),), warning=warning)


def _image(_title: str, data: bytes) -> Reading:
    return Reading(ReadingForm.IMAGE, pictures={"": decode_picture(data)})


def _text(_title: str, data: bytes) -> Reading:
    text = decode_text(data[: MAX_TEXT_CHARS * 4]).text
    cut = "Only the beginning of this document is shown: it is very long." if len(text) > MAX_TEXT_CHARS else ""
    return Reading(ReadingForm.TEXT, text=text[:MAX_TEXT_CHARS], warning=cut)


def _pdf(_title: str, _data: bytes) -> Reading:
    return Reading(ReadingForm.PDF)


def _kept(_title: str, _data: bytes) -> Reading:
    return Reading(ReadingForm.KEPT)


_VIEWS: dict[DocumentFormat, Callable[[str, bytes], Reading]] = {
    DocumentFormat.PDF: _pdf,
    DocumentFormat.IMAGE: _image,
    DocumentFormat.DOCX: _word,
    DocumentFormat.XLSX: _sheets,
    DocumentFormat.PPTX: _slides,
    DocumentFormat.EML: _mail,
    DocumentFormat.CSV: _table,
    DocumentFormat.TEXT: _text,
    DocumentFormat.OTHER: _kept,
}
