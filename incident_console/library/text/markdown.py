# SPDX-License-Identifier: Apache-2.0
"""The words of a Markdown document without its signs, line by line, in time that grows with its length only.

Search must find "voice procedure does not need to be followed" although the source has a link in the middle.
Every pattern here is bounded or cannot start again inside itself: a hostile line costs no more than a long one.
"""

from __future__ import annotations

import re
from html import unescape

from incident_console.library.decoding import decode_text
from incident_console.library.front_matter import split_front_matter
from incident_console.library.limits import MAX_TEXT_CHARS

from .extracted import TextCollector

_FENCE = re.compile(r"[ \t>]*(```|~~~)")
_HEADING = re.compile(r"(?:[ ]{0,3}|[ \t>]+)(#{1,6})[ \t]+(.*)\Z")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*\Z")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}\Z")
_TABLE_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-(?=[^|]*\|)[-:| \t]*\Z")
_ADMONITION = re.compile(r"[ \t]*+(?:!!!|\?\?\?\+?)[ \t]++[\w \t-]*+(?:\"(.*)\")?[ \t]*\Z")
_LINK_TARGET = re.compile(r"[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\[\]\n]{1,100}\]:[ \t]*")
_MARKERS = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?:\d{1,9}[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?")
_TARGET = r"\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)"
_INLINE = (
    (re.compile(r"!\[([^\[\]\n]{0,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])"), r"\1"),
    (re.compile(r"\[\^[^\[\]\n]{1,100}\]"), ""),
    (re.compile(rf"\[([^\[\]\n]{{0,2000}})\](?:{_TARGET}|\[[^\[\]\n]{{0,200}}\])"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?(?:br|dd|div|dt|h[1-6]|hr|li|ol|p|t[dhr]|ul)\b[^<>\n]{0,2000}>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z!][^<>\n]{0,2000}>"), ""),
    (re.compile(r"\{[:#][^{}\n]{0,300}\}"), ""),
    (re.compile(r"`++|\*++(?=\S)|(?<=\S)\*++|~~|==|(?<!\w)_++(?=\S)|(?<=\S)_++(?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def read_markdown(data: bytes, out: TextCollector) -> None:
    """Read a Markdown file: title from its front matter or first heading, words without signs."""
    properties, body = split_front_matter(decode_text(data[: MAX_TEXT_CHARS * 4]).text)
    title = properties.get("title")
    out.properties, out.title = properties, title if isinstance(title, str) else ""
    description = properties.get("description")
    if isinstance(description, str) and description:
        out.add_line(description)
    is_fenced = False
    lines = body[:MAX_TEXT_CHARS].split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if _FENCE.match(line):
            is_fenced = not is_fenced
        elif is_fenced:
            out.add_line(line)
        else:
            _read_line(line, below, out)


def _read_line(line: str, below: str, out: TextCollector) -> None:
    heading = _HEADING.match(line)
    if heading is not None:
        out.add_heading(len(heading.group(1)), plain_line(heading.group(2).rstrip("# \t")))
        return
    if _RULE.match(line) or _TABLE_RULE.match(line) or (_LINK_TARGET.match(line) and not _FOOTNOTE.match(line)):
        return
    if _UNDERLINE.match(line):
        return
    underline = _UNDERLINE.match(below)
    if underline is not None and line.strip() and not line.startswith((" ", "\t", ">", "-", "*", "|", "#")):
        out.add_heading(1 if underline.group(1)[0] == "=" else 2, plain_line(line))
        return
    admonition = _ADMONITION.match(line)
    out.add_line(plain_line(admonition.group(1) or "") if admonition else plain_line(_without_markers(line)))


def _without_markers(line: str) -> str:
    """A line without list signs, quote signs and table bars; numbers too, for many authors write 1. at each step."""
    rest = _MARKERS.sub("", _FOOTNOTE.sub("", line, count=1), count=1)
    return rest.strip().strip("|").replace("|", "\t") if rest.lstrip().startswith("|") else rest


def plain_line(text: str) -> str:
    """A line of Markdown without its signs for bold, links and the like."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return unescape(text).strip()
