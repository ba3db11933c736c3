# SPDX-License-Identifier: Apache-2.0
"""Markdown to safe HTML: tables, task boxes, call-outs, footnotes, definition lists, fenced code, heading ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .deadline import Deadline
from .decoding import tidy
from .front_matter import split_front_matter
from .limits import MAX_HEADINGS, MAX_MARKDOWN_CHARS, MAX_RENDER_SECONDS
from .markdown_lists import with_strict_lists
from .safe_html import ResolveImage, SafeHtml, make_safe_html, plain_html

_EXTENSIONS = (
    "tables",
    "footnotes",
    "admonition",
    "attr_list",
    "def_list",
    "sane_lists",
    "toc",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.tilde",
    "pymdownx.mark",
    "pymdownx.details",
)
_HEADING_LINE = re.compile(r"^[ ]{0,3}(?:#|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
_MAX_FENCES = 4_000
_MAX_UNCLOSED = 300
_PLAIN = "This document could not be laid out: shown as plain text."
_TOO_LONG = "This document is too long to be laid out: shown as plain text."


class _TooSlow(Exception):
    """The Markdown library has used up its time on this document."""


def markdown_to_html(text: str, resolve_image: ResolveImage) -> SafeHtml:
    """A Markdown document as the reader shows it; one that cannot be laid out in time is shown as plain text."""
    body = tidy(split_front_matter(text)[1])
    if len(body) > MAX_MARKDOWN_CHARS:
        return plain_html(body, _TOO_LONG)
    if _is_hostile(body):
        return plain_html(body, _PLAIN)
    try:
        html = _converter(Deadline(MAX_RENDER_SECONDS)).convert(with_strict_lists(body))
    except (_TooSlow, RecursionError):
        return plain_html(body, _PLAIN)
    return make_safe_html(html, resolve_image)


def _is_hostile(body: str) -> bool:
    """Whether there is more than any plan has of what costs the library quadratic time.

    These are fences, headings of one name, and brackets left open in one paragraph, each searched for its end.
    """
    if body.count("```") + body.count("~~~") > _MAX_FENCES or len(_HEADING_LINE.findall(body)) > MAX_HEADINGS:
        return True
    paragraphs = re.split(r"\n[ \t]*\n", body)
    return any(
        part.count(start) - part.count(end) > _MAX_UNCLOSED for part in paragraphs for start, end in ("[]", "()", "<>")
    )


def _converter(deadline: Deadline) -> Any:
    import markdown
    from markdown.extensions.toc import slugify_unicode

    settings = {
        "tables": {"use_align_attribute": True},
        "footnotes": {"BACKLINK_TEXT": "\u2191", "SEPARATOR": "-"},
        "toc": {"slugify": slugify_unicode},
        "pymdownx.highlight": {"use_pygments": False},
    }
    converter = markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=settings)
    converter.parser.parseBlocks = _until(deadline, converter.parser.parseBlocks)
    for pattern in converter.inlinePatterns:
        pattern.handleMatch = _until(deadline, pattern.handleMatch)
    return converter


def _until(deadline: Deadline, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same step of the library, but refused once the time is over: nothing else can stop it from inside."""

    def step(*arguments: Any) -> Any:
        if deadline.is_over():
            raise _TooSlow
        return work(*arguments)

    return step
