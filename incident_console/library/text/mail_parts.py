# SPDX-License-Identifier: Apache-2.0
"""A saved mail (RFC 5322, MIME): who, when, subject, its words, and what is attached, by name alone."""

from __future__ import annotations

import email.header
import email.message
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser

from incident_console.library.decoding import decode_as, tidy
from incident_console.library.limits import MAX_HEADER_CHARS, MAX_MAIL_PARTS, MAX_TEXT_CHARS

from .extracted import UnreadableDocument

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_FORWARDED = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is attached: its name, what it says it is, and its size in bytes."""

    name: str
    media_type: str
    size: int


@dataclass
class Mail:
    """One mail; ``text`` where it has plain words, else ``html``; ``forwarded`` are the mails inside of it."""

    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list[Mail] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Pictures that the HTML shows, by their ids in it."""


def open_mail(data: bytes) -> Mail:
    """Take a mail file (.eml) apart. Raises UnreadableDocument for one that is nested beyond reason."""
    try:
        # compat32: the newer policies parse addresses in quadratic time
        message = BytesParser(policy=email.policy.compat32).parsebytes(data)
        return _mail(message, iter(range(MAX_MAIL_PARTS)))
    except RecursionError as problem:
        raise UnreadableDocument("Its parts are nested too deeply: kept as a file.") from problem


def _mail(message: email.message.Message, numbers: Iterator[int]) -> Mail:
    mail = Mail({name: words for name in _HEADERS if (words := _header(message, name))})
    for part, _ in zip(_parts(message), numbers, strict=False):
        _take(mail, part, numbers)
    return mail


def _parts(message: email.message.Message) -> Iterator[email.message.Message]:
    """What it is made of, mails inside of it whole."""
    if message.get_content_type() == _FORWARDED or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, email.message.Message):
            yield from _parts(part)


def _take(mail: Mail, part: email.message.Message, numbers: Iterator[int]) -> None:
    kind, name = part.get_content_type(), tidy(part.get_filename() or "")
    inside = part.get_payload()
    if kind == _FORWARDED and isinstance(inside, list):
        mail.forwarded += [_mail(each, numbers) for each in inside if isinstance(each, email.message.Message)]
    elif kind in ("text/plain", "text/html") and not name:
        if kind == "text/plain":
            mail.text += _body(part)
        else:
            mail.html += _body(part)
    else:
        content = _content(part)
        identity = str(part.get("Content-ID", "")).strip("<> \t\r\n")
        if identity and kind.startswith("image/"):
            mail.pictures[identity[:MAX_HEADER_CHARS]] = content
        mail.attachments.append(Attachment(name or "without a name", kind, len(content)))


def _header(message: email.message.Message, name: str) -> str:
    raw = str(message.get(name, ""))[:MAX_HEADER_CHARS]
    try:
        pieces = email.header.decode_header(raw)
    except (email.errors.HeaderParseError, ValueError):
        return tidy(raw)
    return tidy(" ".join("".join(_decoded(words, charset) for words, charset in pieces).split()))


def _decoded(words: bytes | str, charset: str | None) -> str:
    return words if isinstance(words, str) else decode_as(words, charset)


def _content(part: email.message.Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _body(part: email.message.Message) -> str:
    return _decoded(_content(part)[: MAX_TEXT_CHARS * 4], part.get_content_charset())
