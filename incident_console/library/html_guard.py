# SPDX-License-Identifier: Apache-2.0
"""Whether a page can be parsed in reasonable time: a browser's rules cost quadratic time on hostile nesting."""

from __future__ import annotations

from collections import Counter

from .html_tokens import html_tokens
from .limits import MAX_HTML_CHARS, MAX_HTML_DEPTH, MAX_HTML_WORK

_NEVER_OPEN = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_CLOSED_BY_THEIR_NEXT = frozenset(("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option"))
_REPEATED_IN_EACH_BLOCK = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)


def is_parsable(html: str) -> bool:
    """Whether nothing in it is nested beyond reason."""
    if len(html) > MAX_HTML_CHARS:
        return False
    is_open: Counter[str] = Counter()
    depth = repeated = work = 0
    for token in html_tokens(html):
        name = token.value
        if token.kind == "text" or name in _NEVER_OPEN or name in _CLOSED_BY_THEIR_NEXT:
            work += repeated
        elif token.kind == "start":
            is_open[name] += 1
            depth += 1
            repeated += name in _REPEATED_IN_EACH_BLOCK
        elif is_open[name]:
            is_open[name] -= 1
            depth -= 1
            repeated -= name in _REPEATED_IN_EACH_BLOCK
        if depth > MAX_HTML_DEPTH or work > MAX_HTML_WORK:
            return False
    return True
