# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its content first: a name may lie or be missing, the first bytes rarely do."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from .decoding import decode_text, looks_like_text
from .limits import MAX_ZIP_MEMBERS


class DocumentFormat(StrEnum):
    """The kinds of documents that the library can tell apart; ``OTHER`` is kept as a file and found by its name."""

    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    IMAGE = "image"
    TEXT = "text"
    CSV = "csv"
    HTML = "html"
    EML = "eml"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is: its format for us and its media type (RFC 6838) for the record."""

    format: DocumentFormat
    media_type: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OTHER = FileKind(DocumentFormat.OTHER, "application/octet-stream")
_PDF = FileKind(DocumentFormat.PDF, "application/pdf")
_HTML = FileKind(DocumentFormat.HTML, "text/html")
_EML = FileKind(DocumentFormat.EML, "message/rfc822")
_TEXT = FileKind(DocumentFormat.TEXT, "text/plain")
_SVG = FileKind(DocumentFormat.OTHER, "image/svg+xml")
_DOCX = FileKind(DocumentFormat.DOCX, _OPEN_XML + "wordprocessingml.document")
_XLSX = FileKind(DocumentFormat.XLSX, _OPEN_XML + "spreadsheetml.sheet")
_PPTX = FileKind(DocumentFormat.PPTX, _OPEN_XML + "presentationml.presentation")
_MARKDOWN = FileKind(DocumentFormat.MARKDOWN, "text/markdown")
_CSV = FileKind(DocumentFormat.CSV, "text/csv")

_OFFICE_BY_MEMBER = {"word/document.xml": _DOCX, "xl/workbook.xml": _XLSX, "ppt/presentation.xml": _PPTX}
_OFFICE_BY_ENDING = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), _DOCX),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), _XLSX),
    **dict.fromkeys((".pptx", ".pptm", ".potx", ".ppsx"), _PPTX),
}
_TEXT_BY_ENDING = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), _MARKDOWN),
    **dict.fromkeys((".csv", ".tsv"), _CSV),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _HTML),
    ".eml": _EML,
    ".svg": _SVG,
    **dict.fromkeys(
        (".txt", ".text", ".log", ".ini", ".conf", ".cfg", ".json", ".toml", ".yaml", ".yml", ".xml"), _TEXT
    ),
}
_OTHER_BY_ENDING = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
    ".vsdx": "application/vnd.ms-visio.drawing",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".zip": "application/zip",
    ".rtf": "application/rtf",
}
_PICTURES = (  # only what the program can show: first bytes, bytes at an offset, media type
    (b"\x89PNG\r\n\x1a\n", 0, b"", "image/png"),
    (b"\xff\xd8\xff", 0, b"", "image/jpeg"),
    (b"GIF87a", 0, b"", "image/gif"),
    (b"GIF89a", 0, b"", "image/gif"),
    (b"RIFF", 8, b"WEBP", "image/webp"),
    (b"BM", 6, b"\x00\x00\x00\x00", "image/bmp"),
    (b"II*\x00", 0, b"", "image/tiff"),
    (b"MM\x00*", 0, b"", "image/tiff"),
)
_WITHOUT_TEXT = frozenset(
    (_OTHER.media_type, "image/svg+xml", "image/heic", *_OTHER_BY_ENDING.values(), *(row[3] for row in _PICTURES))
)
_MAIL_HEADER = re.compile(r"(?im)^(from|to|subject|date|message-id|mime-version|received|return-path):[ \t]")
_HTML_START = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_SVG_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE svg[^>]{0,300}>\s*)?<svg[\s>]")


def is_pdf(media_type: str) -> bool:
    """Whether a file that was recognised as this is drawn page by page."""
    return media_type == _PDF.media_type


def may_have_text(media_type: str) -> bool:
    """Whether there may be words to find in a file that was recognised as this; a type not known here may have some."""
    return media_type not in _WITHOUT_TEXT


def recognise(name: str, data: bytes) -> FileKind:
    """What a file is, from its content, and from its name where the content leaves several possibilities."""
    ending = _ending(name)
    if _is_pdf(data):
        return _PDF
    picture = _picture(data)
    if picture is not None:
        return picture
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _archive(ending, data)
    return _text_kind(ending, data) if looks_like_text(data) else _other(ending, data)


def _ending(name: str) -> str:
    stem, dot, last = name.rpartition(".")
    return dot + last.lower() if stem else ""


def _is_pdf(data: bytes) -> bool:
    """A PDF may have up to 1,024 bytes of something else before it (ISO 32000, annex H.3.4.1)."""
    start = data[:1024]
    return start.lstrip().startswith(b"%PDF-") or (b"%PDF-" in start and b"startxref" in data[-2048:])


def _picture(data: bytes) -> FileKind | None:
    for start, offset, inside, media_type in _PICTURES:
        if data.startswith(start) and data[offset : offset + len(inside)] == inside:
            return FileKind(DocumentFormat.IMAGE, media_type)
    return None


def _archive(ending: str, data: bytes) -> FileKind:
    members = _member_names(data)
    for member, kind in _OFFICE_BY_MEMBER.items():
        if member in members:
            return kind
    if not members and ending in _OFFICE_BY_ENDING:  # damaged or monstrous: still what its name says, to be told so
        return _OFFICE_BY_ENDING[ending]
    return FileKind(DocumentFormat.OTHER, _OTHER_BY_ENDING.get(ending, "application/zip"))


def _member_names(data: bytes) -> frozenset[str]:
    if data.count(b"PK\x01\x02") > MAX_ZIP_MEMBERS:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return frozenset()


def _text_kind(ending: str, data: bytes) -> FileKind:
    start = decode_text(data[:8192]).text
    if start.startswith("{\\rtf"):
        return _other(".rtf", data)
    if ending in _TEXT_BY_ENDING:
        return _TEXT_BY_ENDING[ending]
    if _HTML_START.match(start):
        return _HTML
    if _SVG_START.match(start):
        return _SVG
    headers = {found.group(1).lower() for found in _MAIL_HEADER.finditer(start.split("\n\n")[0])}
    return _EML if len(headers) >= 3 else _TEXT


def _other(ending: str, data: bytes) -> FileKind:
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return FileKind(DocumentFormat.OTHER, "image/heic")
    return FileKind(DocumentFormat.OTHER, _OTHER_BY_ENDING[ending]) if ending in _OTHER_BY_ENDING else _OTHER
