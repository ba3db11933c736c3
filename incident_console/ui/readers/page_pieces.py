# SPDX-License-Identifier: Apache-2.0
"""A long page in pieces that can be laid out one after the other, so that its beginning is there at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECE = 20_000
"""Characters of a page that are laid out at a time: some 5 ms of work."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_VOID = frozenset(("br", "col", "hr", "img"))
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote"))
"""After the end of one of these a page may be cut, unless it stands in anything else than plain boxes."""
_BOX = "div"


def pieces_of(html: str, size: int = PIECE) -> Iterator[str]:
    """Cut a page that is well formed, as the sanitiser makes it; what cannot be cut is a longer piece."""
    begun = 0
    open_tags: list[tuple[str, str]] = []
    again = ""
    for tag in _TAG.finditer(html):
        is_end, name = bool(tag[1]), tag[2]
        if not is_end and name not in _VOID:
            open_tags.append((name, tag[0]))
        elif is_end and open_tags:
            open_tags.pop()
            if tag.end() - begun >= size and name in _BLOCKS and all(each == _BOX for each, _ in open_tags):
                yield again + html[begun : tag.end()] + f"</{_BOX}>" * len(open_tags)
                begun, again = tag.end(), "".join(start for _, start in open_tags)
    if begun < len(html) or not html:
        yield again + html[begun:]
