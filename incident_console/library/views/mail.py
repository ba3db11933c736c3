# SPDX-License-Identifier: Apache-2.0
"""A mail as a page: who wrote to whom and when, its words, what is attached by name, and the mails inside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import escape

from incident_console.domain.sizes import size_words
from incident_console.library.formats import recognise
from incident_console.library.limits import MAX_PAGE_CHARS
from incident_console.library.reading import Reading
from incident_console.library.safe_html import SafeHtml, make_safe_html
from incident_console.library.text.extracted import EnoughRead, TextCollector
from incident_console.library.text.html import read_html_text
from incident_console.library.text.mail_parts import Mail, open_mail

from .page import PagePictures, page_of, with_warning

_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_COLUMNS = re.compile(r"\S {3,}\S")
"""Blanks that set words in columns, not those at the beginning of a line."""
_WIDE_BLANKS = re.compile(r"(?m)^ +|(?<= ) +")
_NO_BREAK = "\N{NO-BREAK SPACE}"
_CUT = "Only the beginning of this mail is shown: it is very long."


def mail_page(title: str, data: bytes) -> Reading:
    """Lay out a mail file. Raises UnreadableDocument for one that is nested beyond reason."""
    mail = open_mail(data)
    inline = dict(_pictures(mail))
    pictures = PagePictures(lambda address: inline.get(address.removeprefix("cid:")))
    pieces, room = [], MAX_PAGE_CHARS
    for piece in _pieces(mail, pictures):
        if room < 0:
            break
        pieces.append(piece)
        room -= len(piece)
    page = page_of(SafeHtml("".join(pieces), ()), pictures, title)
    return with_warning(page, _CUT if room < 0 else "")


def _pictures(mail: Mail) -> Iterator[tuple[str, bytes]]:
    yield from mail.pictures.items()
    for forwarded in mail.forwarded:
        yield from _pictures(forwarded)


def _pieces(mail: Mail, pictures: PagePictures) -> Iterator[str]:
    """The page piece by piece; what comes from the mail itself is either escaped or cleaned."""
    yield _safe(_headers(mail), pictures)
    if mail.text:
        yield _words(mail.text)
    elif mail.html:
        page = make_safe_html(mail.html, pictures.resolve)
        yield _words(_words_of_html(mail.html)) if page.warning else page.html
    if mail.attachments:
        yield _safe(_attached(mail), pictures)
    for forwarded in mail.forwarded:
        yield _safe("<h2>Mail inside of this one</h2>", pictures)
        yield from _pieces(forwarded, pictures)


def _safe(html: str, pictures: PagePictures) -> str:
    return make_safe_html(html, pictures.resolve).html


def _headers(mail: Mail) -> str:
    rows = (f"<tr><th>{name}</th><td>{escape(words)}</td></tr>" for name, words in mail.headers.items())
    return f"<table>{''.join(rows)}</table>" if mail.headers else ""


def _words(text: str) -> str:
    """Plain words with their line ends; what stands in columns keeps them."""
    return "".join(map(_block, _BLANK_LINES.split(text[:MAX_PAGE_CHARS].strip("\n"))))


def _block(block: str) -> str:
    words = escape(block, quote=False)
    if len(_COLUMNS.findall(block)) > 1:
        return f"<pre>{words}</pre>"
    kept = _WIDE_BLANKS.sub(lambda blanks: _NO_BREAK * len(blanks.group()), words)
    return f"<p>{kept}</p>".replace("\n", "<br>")


def _words_of_html(html: str) -> str:
    collector = TextCollector()
    with suppress(EnoughRead):
        read_html_text(html, collector)
    return collector.finish(recognise("a.html", b""), "").text


def _attached(mail: Mail) -> str:
    rows = (
        f"<tr><td>{escape(each.name)}</td><td>{escape(each.media_type)}</td><td>{size_words(each.size)}</td></tr>"
        for each in mail.attachments
    )
    titles = "<tr><th>Attached, not opened</th><th>Kind</th><th>Size</th></tr>"
    return f"<table>{titles}{''.join(rows)}</table>"
