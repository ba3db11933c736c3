# SPDX-License-Identifier: Apache-2.0
"""The text of any file: the right reader for it, and a sentence instead of a crash when the file is damaged.

Readers that need more than a page of code are loaded with the first file of their kind.
"""

from __future__ import annotations

from collections.abc import Callable

from incident_console.library.decoding import decode_text
from incident_console.library.formats import DocumentFormat, FileKind, recognise
from incident_console.library.limits import MAX_TEXT_CHARS

from .extracted import EnoughRead, ExtractedText, TextCollector, UnreadableDocument, one_line
from .markdown import read_markdown

_TITLED_BY_HEADING = (DocumentFormat.MARKDOWN, DocumentFormat.DOCX, DocumentFormat.PPTX, DocumentFormat.HTML)
_Reader = Callable[[bytes, TextCollector], None]


def extract_text(name: str, data: bytes, kind: FileKind | None = None) -> ExtractedText:
    """Read the title, text, pages and headings of a file; what cannot be read gives a warning and empty text.

    ``kind`` is what it was recognised as, where that was done already.
    """
    kind = kind or recognise(name, data)
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


def _read_pdf(data: bytes, out: TextCollector) -> None:
    from .pdf import read_pdf

    read_pdf(data, out)


def _read_docx(data: bytes, out: TextCollector) -> None:
    from .docx import read_docx

    read_docx(data, out)


def _read_xlsx(data: bytes, out: TextCollector) -> None:
    from .xlsx import read_xlsx

    read_xlsx(data, out)


def _read_pptx(data: bytes, out: TextCollector) -> None:
    from .pptx import read_pptx

    read_pptx(data, out)


def _read_html(data: bytes, out: TextCollector) -> None:
    from .html import read_html

    read_html(data, out)


def _read_mail(data: bytes, out: TextCollector) -> None:
    from .mail import read_mail

    read_mail(data, out)


_READERS: dict[DocumentFormat, _Reader] = {
    DocumentFormat.MARKDOWN: read_markdown,
    DocumentFormat.PDF: _read_pdf,
    DocumentFormat.DOCX: _read_docx,
    DocumentFormat.XLSX: _read_xlsx,
    DocumentFormat.PPTX: _read_pptx,
    DocumentFormat.IMAGE: _read_nothing,
    DocumentFormat.TEXT: _read_plain,
    DocumentFormat.CSV: _read_plain,
    DocumentFormat.HTML: _read_html,
    DocumentFormat.EML: _read_mail,
    DocumentFormat.OTHER: _read_nothing,
}
