# SPDX-License-Identifier: Apache-2.0
"""The words of a PDF page by page, with its outline as headings."""

from __future__ import annotations

import itertools
import threading
from typing import Any

from incident_console.library.deadline import Deadline
from incident_console.library.limits import MAX_EXTRACT_SECONDS, MAX_HEADINGS, MAX_PDF_PAGES, MAX_TEXT_CHARS

from .extracted import EnoughRead, TextCollector, UnreadableDocument

_ONE_AT_A_TIME = threading.Lock()  # PDFium keeps its state in globals
_LINE_END_HYPHEN = "\ufffe"  # what PDFium gives for a hyphen that only breaks a word at a line's end
_OUTLINE_DEPTH = 6


def read_pdf(data: bytes, out: TextCollector) -> None:
    """Read a PDF from memory; a scan without text layer, a password or damage is told in a sentence."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as problem:
            raise UnreadableDocument(_why_closed(problem)) from problem
        try:
            _read_pages(document, out)
            if out.is_blank:
                out.warn("Its pages are pictures: only its name and title can be searched.")
        finally:
            document.close()


def _why_closed(problem: Exception) -> str:
    if "password" in str(problem).lower():
        return "It is locked with a password: kept as a file, its text is not read."
    return "The file is damaged: kept as it is, its text cannot be read."


def _read_pages(document: Any, out: TextCollector) -> None:
    out.title = _title(document)
    deadline, count = Deadline(MAX_EXTRACT_SECONDS), len(document)
    try:
        for number in range(min(count, MAX_PDF_PAGES)):
            if deadline.is_over():
                raise EnoughRead
            out.start_page()
            out.add_line(_page_text(document, number, out))
        if count > MAX_PDF_PAGES:
            raise EnoughRead
    finally:
        _read_outline(document, out)


def _page_text(document: Any, number: int, out: TextCollector) -> str:
    import pypdfium2

    try:
        page = document[number]
        try:
            text = page.get_textpage()
            try:
                count = min(text.count_chars(), MAX_TEXT_CHARS)
                words: str = text.get_text_range(0, count) if count > 0 else ""
            finally:
                text.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        out.warn("Some of its pages are damaged and cannot be searched.")
        return ""
    return words.replace(f"{_LINE_END_HYPHEN}\r\n", "").replace(_LINE_END_HYPHEN, "")


def _title(document: Any) -> str:
    title: str = document.get_metadata_value("Title").strip()
    title = title.removeprefix("Microsoft Word - ").removesuffix(".docx").removesuffix(".doc")
    return "" if title.lower() in ("untitled", "title") else title


def _read_outline(document: Any, out: TextCollector) -> None:
    import pypdfium2

    starts = out.page_starts
    try:
        for mark in itertools.islice(document.get_toc(max_depth=_OUTLINE_DEPTH), MAX_HEADINGS):
            target = mark.get_dest()
            page = target.get_index() if target else None
            if page is not None and 0 <= page < len(starts):
                out.note_heading(mark.level + 1, mark.get_title(), starts[page])
    except pypdfium2.PdfiumError:
        out.warn("Its table of contents is damaged.")
