# SPDX-License-Identifier: Apache-2.0
"""HTML from anywhere made safe and plain enough for the reader: no scripts, styles, forms, frames or fetches."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from .html_guard import is_parsable
from .html_rewriter import HtmlHeading, rewrite
from .limits import MAX_PAGE_CELLS

ResolveImage = Callable[[str], str | None]
"""Turns the address of a picture, as the document has it, into one that the window can load; None drops it."""

ADMONITIONS = frozenset(
    ("note", "info", "tip", "hint", "important", "success", "question", "warning", "caution", "attention", "danger")
) | frozenset(("error", "failure", "bug", "example", "quote", "abstract", "summary"))
"""Kinds of call-out boxes that keep their name as a class, for the style sheet; others are plain boxes."""

_TAGS = """
    a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2
    h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot
    th thead tr tt u ul var
"""
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
    "ol": {"start", "type"},
    "*": {"id"},
}
_CLASSES = {
    "div": {"admonition", "footnote", *ADMONITIONS},
    "details": set(ADMONITIONS),
    "p": {"admonition-title"},
    "ul": {"task-list"},
    "ol": {"task-list"},
    "li": {"task-list-item", "numbered"},
}
_BOX = re.compile(r"<input\b([^<>]{0,400})>[ ]?", re.IGNORECASE)
_IS_BOX = re.compile(r"\btype\s*=\s*[\"']?(?:checkbox|radio)\b", re.IGNORECASE)
_CELL = re.compile("<t[dh][ >]")
_IS_TICKED = re.compile(r"\bchecked\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """What the reader shows: HTML that fetches nothing, its headings in order, and a sentence if it had to be plain."""

    html: str
    headings: tuple[HtmlHeading, ...]
    warning: str = ""


def make_safe_html(html: str, resolve_image: ResolveImage) -> SafeHtml:
    """Clean any HTML; what is nested beyond reason is shown as plain text instead."""
    if not is_parsable(html):
        return plain_html(html, "This document is too deeply nested to be laid out: shown as plain text.")
    import nh3

    boxed = _BOX.sub(_box, _with_unclosed_shown(html))
    clean = nh3.clean(
        boxed,
        tags=set(_TAGS.split()),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=None,
    )
    if sum(1 for _ in _CELL.finditer(clean)) > MAX_PAGE_CELLS:
        return plain_html(html, "The tables of this document are too large to be laid out: shown as plain text.")
    return SafeHtml(*rewrite(clean, resolve_image))


def plain_html(text: str, warning: str) -> SafeHtml:
    """Text as it stands, for a document that cannot be laid out."""
    return SafeHtml(f"<pre>{escape(text)}</pre>", (), warning)


def _box(found: re.Match[str]) -> str:
    if not _IS_BOX.search(found.group(1)):
        return ""
    return "\u2611 " if _IS_TICKED.search(found.group(1)) else "\u2610 "


def _with_unclosed_shown(html: str) -> str:
    """A playbook that mentions <script> in its text must not lose all that follows."""
    for name in ("script", "style"):
        last_end = max((found.start() for found in re.finditer(f"</{name}", html, re.IGNORECASE)), default=0)
        tail = re.sub(f"<(?={name}\\b)", "&lt;", html[last_end:], flags=re.IGNORECASE)
        html = html[:last_end] + tail
    return html
