# SPDX-License-Identifier: Apache-2.0
"""Cleaned HTML brought into the forms that Qt's text browser lays out well.

It knows no boxes but tables, no ``mark``, no ``details``; a picture is loaded at once, and a huge colspan eats memory.
The input must come from the sanitiser: well formed, only the elements and attributes that it lets pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

_VOID = frozenset(("br", "col", "hr", "img"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPAN_LIMITS = {"colspan": 50, "rowspan": 500, "start": 99_999}
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_TABLE = 'border="1" cellspacing="0" cellpadding="5" style="margin-top:6px; margin-bottom:8px"'
_BOX_START = f'<table class="{{}}" width="100%" {_TABLE}><tr><td>'
_BOX_END = "</td></tr></table>"
_WITHOUT_BULLET = frozenset(("task-list-item", "numbered"))
_RENAMED = {"mark": "span", "summary": "p", "figcaption": "p", "figure": "div"}


@dataclass(frozen=True, slots=True)
class HtmlHeading:
    """A heading and the id to jump to: level 1 to 6."""

    level: int
    text: str
    anchor: str


def rewrite(clean: str, resolve_image: Callable[[str], str | None]) -> tuple[str, tuple[HtmlHeading, ...]]:
    """The same page for Qt, and its headings; a picture that is not resolved leaves its description."""
    writer = _Rewriter(resolve_image)
    writer.feed(clean)
    writer.close()
    return "".join(writer.pieces), tuple(writer.headings)


class _Rewriter(HTMLParser):
    def __init__(self, resolve_image: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.headings: list[HtmlHeading] = []
        self._resolve_image = resolve_image
        self._endings: list[tuple[str, str]] = []
        self._heading: list[str] | None = None
        self._heading_id = ""
        self._ids: set[str] = set()
        self._copies: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element that begins, in Qt's form."""
        attributes = {key: value or "" for key, value in attrs}
        if tag == "img":
            self.pieces.append(self._picture(attributes))
            return
        if tag in _HEADINGS:
            self._heading, self._heading_id = [], self._free_id(attributes.get("id", ""))
            attributes["id"] = self._heading_id
        start, ending = self._forms(tag, attributes)
        self.pieces.append(start)
        if tag not in _VOID:
            self._endings.append((tag, ending))

    def handle_endtag(self, tag: str) -> None:
        """Write what closes the element."""
        if not self._endings or self._endings[-1][0] != tag:
            return
        if tag in _HEADINGS:
            self._end_heading(_HEADINGS[tag])
        self.pieces.append(self._endings.pop()[1])

    def handle_data(self, data: str) -> None:
        """Write text."""
        if self._heading is not None:
            self._heading.append(data)
        self.pieces.append(escape(data, quote=False))

    def _forms(self, tag: str, attributes: dict[str, str]) -> tuple[str, str]:
        classes = attributes.get("class", "").split()
        if tag == "details" or "admonition" in classes:
            return _BOX_START.format(" ".join(dict.fromkeys(["admonition", *classes]))), _BOX_END
        if tag == "summary" or "admonition-title" in classes:
            return '<p class="admonition-title"><b>', "</b></p>"
        if tag == "table":
            return f"<table {_TABLE}>", "</table>"
        if tag == "mark":
            attributes["class"] = "mark"
        if tag == "a":
            _mark_outside(attributes)
        if tag == "li" and not _WITHOUT_BULLET.isdisjoint(classes):
            _without_bullet(attributes, is_numbered=any(open_tag == "ol" for open_tag, _ in self._endings[-1:]))
        name = _RENAMED.get(tag, tag)
        return f"<{name}{_written(attributes)}>", f"</{name}>"

    def _picture(self, attributes: dict[str, str]) -> str:
        address = unquote(attributes.get("src", ""))
        resolved = self._resolve_image(address) if address else None
        description = attributes.get("alt", "").strip() or address.rpartition("/")[2]
        if resolved is None:
            return f'<span class="missing-picture">[Picture: {escape(description)}]</span>' if description else ""
        return f'<img src="{escape(resolved)}" alt="{escape(description)}">'

    def _free_id(self, wanted: str) -> str:
        free = name = wanted or "section"
        while free in self._ids:
            self._copies[name] += 1
            free = f"{name}_{self._copies[name]}"
        self._ids.add(free)
        return free

    def _end_heading(self, level: int) -> None:
        words = " ".join("".join(self._heading or ()).split())
        self._heading = None
        if words:
            self.headings.append(HtmlHeading(level, words, self._heading_id))


def _without_bullet(attributes: dict[str, str], is_numbered: bool) -> None:
    """A box, or a number written out, takes the place of a bullet; a numbered step keeps its number before the box."""
    if not is_numbered:
        attributes["style"] = "list-style-type:none"


def _mark_outside(attributes: dict[str, str]) -> None:
    """A link that leaves the library says where to, so that the window can show it and ask before it opens."""
    address = attributes.get("href", "")
    if _OUTSIDE.match(address):
        attributes["class"] = "external"
        attributes["title"] = address


def _written(attributes: dict[str, str]) -> str:
    kept = {key: value for key, value in attributes.items() if key not in _SPAN_LIMITS or _is_small(key, value)}
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())


def _is_small(key: str, value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 8 and 0 < int(value) <= _SPAN_LIMITS[key]
