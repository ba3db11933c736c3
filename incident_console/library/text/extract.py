# SPDX-License-Identifier: Apache-2.0
"""The text of any file: the right reader for it, and a sentence instead of a crash when the file is damaged."""

from __future__ import annotations

from collections.abc import Callable

from incident_console.library.decoding import decode_text
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.library.limits import MAX_TEXT_CHARS

from .docx import read_docx
from .extracted import EnoughRead, ExtractedText, TextCollector, UnreadableDocument, one_line
from .html import read_html
from .mail import read_mail
from .markdown import read_markdown
from .pdf import read_pdf
from .pptx import read_pptx
from .xlsx import read_xlsx

_TITLED_BY_HEADING = (DocumentFormat.MARKDOWN, DocumentFormat.DOCX, DocumentFormat.PPTX, DocumentFormat.HTML)
_Reader = Callable[[bytes, TextCollector], None]


def extract_text(name: str, data: bytes) -> ExtractedText:
    """Read the title, text, pages and headings of a file; what cannot be read gives a warning and empty text."""
    kind = recognise(name, data)
    collector = TextCollector()
    try:
        _READERS[kind.format](data, collector)
    except EnoughRead:
        collector.warn("Only the beginning of this document can be searched: it is very long.")
    except UnreadableDocument as problem:
        collector.warn(str(problem))
    if kind.format in _TITLED_BY_HEADING:
        collector.title = one_line(collector.title) or collector.title_among_headings()
    return collector.finish(kind, title_from_name(name))


def unread(name: str, data: bytes, warning: str) -> ExtractedText:
    """A file of which nothing could be read: found by its name alone."""
    collector = TextCollector()
    collector.warn(warning)
    return collector.finish(recognise(name, data), title_from_name(name))


def title_from_name(name: str) -> str:
    """A title for a document that has none: its file name without folder and ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    title = one_line(stem.replace("_", " ")) or "Untitled"
    return title[0].upper() + title[1:] if title.islower() else title


def _read_plain(data: bytes, out: TextCollector) -> None:
    out.add_line(decode_text(data[: MAX_TEXT_CHARS * 4]).text)


def _read_nothing(data: bytes, out: TextCollector) -> None:
    """A picture or a file of another program: found by its name."""


_READERS: dict[DocumentFormat, _Reader] = {
    DocumentFormat.MARKDOWN: read_markdown,
    DocumentFormat.PDF: read_pdf,
    DocumentFormat.DOCX: read_docx,
    DocumentFormat.XLSX: read_xlsx,
    DocumentFormat.PPTX: read_pptx,
    DocumentFormat.IMAGE: _read_nothing,
    DocumentFormat.TEXT: _read_plain,
    DocumentFormat.CSV: _read_plain,
    DocumentFormat.HTML: read_html,
    DocumentFormat.EML: read_mail,
    DocumentFormat.OTHER: _read_nothing,
}
