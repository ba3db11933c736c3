# SPDX-License-Identifier: Apache-2.0
"""A Word document as a page: headings, tables, lists with their numbers, links, notes and the pictures in it.

The library that lays it out (mammoth) is given a checked copy without any file in it, and no way to fetch one.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

from incident_console.library.limits import MAX_PAGE_CHARS
from incident_console.library.reading import Reading, ReadingForm
from incident_console.library.safe_html import make_safe_html
from incident_console.library.text import extract_text
from incident_console.library.text.docx import COMMENTS, MARGINS, words_beside
from incident_console.library.text.office_package import OfficePackage

from .page import PagePictures, page_of
from .word_copy import LABEL_END, LABEL_START, TooLongToLayOut, checked_copy

_TOO_LONG = "This document is too long to be laid out: its words are shown, without their looks."
_ODD = "This document could not be laid out: its words are shown, without their looks."
_LINKED = "linked from outside, not fetched"
_LABEL = re.compile(f"(<li>)?{LABEL_START}([^{LABEL_END}]*){LABEL_END}")
_HEADINGS = "".join(
    f"p[style-name='{name} {level}'] => h{min(level, 6)}:fresh\np.Heading{level} => h{min(level, 6)}:fresh\n"
    for level in range(1, 10)
    for name in ("heading", "Heading")
)
_LISTS = "".join(f"p:ordered-list({level}) => {'ul|ol > li > ' * (level - 1)}ul > li:fresh\n" for level in range(1, 6))
_CONTENTS = "".join(
    f"p[style-name='toc {level}'] => {'ul > li > ' * (level - 1)}ul > li:fresh\n" for level in range(1, 5)
)
_STYLES = f"""{_HEADINGS}{_CONTENTS}{_LISTS}
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
"""Before those of the library; numbers are written out, so that every list is one without."""


def word_page(title: str, data: bytes) -> Reading:
    """Lay out a Word file. Raises UnreadableDocument for one that is damaged, locked or a bomb."""
    package = OfficePackage(data)
    try:
        html = _html(checked_copy(package))
    except TooLongToLayOut:
        return _words(data, _TOO_LONG)
    except (LookupError, ValueError, TypeError, AttributeError, OSError, RecursionError):  # mammoth's on odd XML
        return _words(data, _ODD)
    if len(html) > MAX_PAGE_CHARS:
        return _words(data, _TOO_LONG)
    pictures = PagePictures(package.content)
    page = make_safe_html(_LABEL.sub(_numbered, html) + _beside(package), pictures.resolve)
    return _words(data, _TOO_LONG) if page.warning else page_of(page, pictures, title)


def _html(copy: bytes) -> str:
    import mammoth

    made = mammoth.convert_to_html(
        io.BytesIO(copy),
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(_picture),
    )
    return str(made.value)


def _picture(image: Any) -> dict[str, str]:
    """A picture by its place in the file: the copy has its name where the file has the picture."""
    from mammoth.docx.files import ExternalFileAccessIsDisabledError

    try:
        with image.open() as name:
            return {"src": name.read().decode()}
    except (ExternalFileAccessIsDisabledError, KeyError):  # an address outside, or a place where nothing is
        return {"alt": f"{image.alt_text}, {_LINKED}" if image.alt_text else _LINKED}


def _numbered(found: re.Match[str]) -> str:
    item, label = found.groups()
    return f'<li class="numbered">{label} ' if item else f"{label} "


def _beside(package: OfficePackage) -> str:
    """What stands at the edge of each page or was said about a passage, once and at the end: it is found there too."""
    made = ""
    for title, parts in (("Headers and footers", MARGINS), ("Comments", COMMENTS)):
        if lines := words_beside(package, parts):
            made += f"<hr><p><b>{title}</b></p>" + "".join(f"<p>{escape(line)}</p>" for line in lines)
    return made


def _words(data: bytes, warning: str) -> Reading:
    return Reading(ReadingForm.TEXT, text=extract_text("a.docx", data).text, warning=warning)
