# SPDX-License-Identifier: Apache-2.0
"""The words of a saved mail: who, when, subject, text, and the names of what is attached."""

from __future__ import annotations

import email.header
import email.message
import email.policy
from email.parser import BytesParser

from incident_console.library.decoding import decode_as, tidy
from incident_console.library.limits import MAX_HEADER_CHARS, MAX_MAIL_PARTS, MAX_TEXT_CHARS

from .extracted import TextCollector, UnreadableDocument
from .html import read_html_text

_HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read_mail(data: bytes, out: TextCollector) -> None:
    """Read a mail file (.eml)."""
    try:
        # compat32: the newer policies parse addresses in quadratic time
        message = BytesParser(policy=email.policy.compat32).parsebytes(data)
        out.title = _header(message, "Subject")
        for name in _HEADERS:
            words = _header(message, name)
            if words:
                out.add_line(f"{name}: {words}")
        _read_parts(message, out)
    except RecursionError as problem:
        raise UnreadableDocument("Its parts are nested too deeply: kept as a file.") from problem


def _header(message: email.message.Message, name: str) -> str:
    raw = str(message.get(name, ""))[:MAX_HEADER_CHARS]
    try:
        pieces = email.header.decode_header(raw)
    except (email.errors.HeaderParseError, ValueError):
        return tidy(raw)
    return tidy(" ".join("".join(_decoded(words, charset) for words, charset in pieces).split()))


def _decoded(words: bytes | str, charset: str | None) -> str:
    return words if isinstance(words, str) else decode_as(words, charset)


def _read_parts(message: email.message.Message, out: TextCollector) -> None:
    parts = [part for part, _ in zip(message.walk(), range(MAX_MAIL_PARTS), strict=False) if not part.is_multipart()]
    has_plain = any(part.get_content_type() == "text/plain" and not part.get_filename() for part in parts)
    for part in parts:
        name, kind = part.get_filename(), part.get_content_type()
        if name:
            out.add_line(f"Attached: {tidy(name)}")
        elif kind == "text/plain":
            out.add_line(_body(part))
        elif kind == "text/html" and not has_plain:
            title = out.title
            read_html_text(_body(part), out)
            out.title = title or out.title


def _body(part: email.message.Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return _decoded(content[: MAX_TEXT_CHARS * 4], part.get_content_charset())
