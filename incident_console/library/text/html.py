# SPDX-License-Identifier: Apache-2.0
"""The words of a web page: no scripts, no styles, one line for each block."""

from __future__ import annotations

from html import unescape

from incident_console.library.decoding import decode_text
from incident_console.library.html_tokens import HtmlToken, html_tokens
from incident_console.library.limits import MAX_HTML_CHARS

from .extracted import TextCollector

_BLOCK_NAMES = """
    address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset(("script", "style", "iframe", "noembed", "noframes"))


def read_html(data: bytes, out: TextCollector) -> None:
    """Read a web page that was saved as a file."""
    text = decode_text(data[: MAX_HTML_CHARS * 4]).text
    if len(text) > MAX_HTML_CHARS:
        out.warn("Only the beginning of this document can be searched: it is very long.")
    read_html_text(text[:MAX_HTML_CHARS], out)


def read_html_text(html: str, out: TextCollector) -> None:
    """Read HTML that is text already, such as the body of a mail."""
    page = _Page(out)
    for token in html_tokens(html):
        page.take(token)
    page.end_line()


class _Page:
    """Collects the words of the line that is being read."""

    def __init__(self, out: TextCollector) -> None:
        self._out = out
        self._line: list[str] = []
        self._inside = ""
        self._level = 0

    def take(self, token: HtmlToken) -> None:
        """Go on by one tag or text."""
        if token.kind == "text":
            self._take_text(token.value)
            return
        self._inside = token.value if token.kind == "start" else ""
        if token.value in _BLOCKS:
            self.end_line()
        elif token.value in ("td", "th") and token.kind == "end":
            self._line.append("\t")
        if token.value in _HEADINGS:
            self._level = _HEADINGS[token.value] if token.kind == "start" else 0

    def end_line(self) -> None:
        """The block ends: its words become one line."""
        words = "\t".join(" ".join(cell.split()) for cell in "".join(self._line).split("\t")).strip()
        self._line.clear()
        if words and self._level:
            self._out.add_heading(self._level, words)
        elif words:
            self._out.add_line(words)

    def _take_text(self, raw: str) -> None:
        if self._inside == "title" and not self._out.title:
            self._out.title = unescape(raw)
        elif self._inside not in _SILENT and self._inside != "title":
            self._line.append(unescape(raw).replace("\t", " "))
