# SPDX-License-Identifier: Apache-2.0
"""HTML cut into tags and text in one pass: each search for an end that fails ends the document.

The standard library's parser starts such a search again at every "<", which takes hours for a hostile megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

RAW_TEXT_TAGS = frozenset(("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"))
"""Elements whose content is text up to their own end tag, whatever it holds (HTML standard, 13.2.5)."""

_TAG_NAME = re.compile(r"(/?)([a-zA-Z][^\s/>]{0,60})")


@dataclass(frozen=True, slots=True)
class HtmlToken:
    """A start tag ("start", name in lower case), an end tag ("end"), or "text" with its raw text."""

    kind: str
    value: str


def html_tokens(html: str) -> Iterator[HtmlToken]:
    """The tags and texts of a page in order; comments, declarations and what is never closed are left out."""
    at = 0
    while at < len(html):
        opening = html.find("<", at)
        if opening != at:
            yield HtmlToken("text", html[at : opening if opening >= 0 else None])
        if opening < 0:
            return
        found = _TAG_NAME.match(html, opening + 1)
        if found is None:
            skipped = _after_markup(html, opening)
            if skipped == opening:
                yield HtmlToken("text", "<")
            at = max(skipped, opening + 1)
            continue
        end = html.find(">", found.end())
        if end < 0:
            return
        name = found.group(2).lower()
        yield HtmlToken("end" if found.group(1) else "start", name)
        at = end + 1
        if name in RAW_TEXT_TAGS and not found.group(1):
            closing = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
            stop = closing.start() if closing else len(html)
            if stop > at:
                yield HtmlToken("text", html[at:stop])
            at = stop


def _after_markup(html: str, opening: int) -> int:
    """Where a comment or declaration ends: the end of the document if nowhere, ``opening`` if it is only a "<"."""
    if html.startswith("<!--", opening):
        end, width = html.find("-->", opening + 4), 3
    elif html.startswith(("<!", "<?", "</"), opening):
        end, width = html.find(">", opening + 2), 1
    else:
        return opening
    return end + width if end >= 0 else len(html)
