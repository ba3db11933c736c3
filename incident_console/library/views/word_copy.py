# SPDX-License-Identifier: Apache-2.0
"""A copy of a Word document that is safe to give to a library: its XML gone through, and nothing else.

Pictures, macros, fonts and embedded files are not in it; in the place of each stands its name. Before each numbered
paragraph stands its number, between two marks.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat
from xml.sax.saxutils import escape

from incident_console.library.limits import MAX_LAYOUT_NODES
from incident_console.library.text.office_package import IgnoreXml, OfficePackage

from .word_numbering import NumberCounter, NumberedStyles, Numbering, whole_number

LABEL_START, LABEL_END = "\ue000", "\ue001"
"""Around a number: characters that no font and no author uses (Unicode, private use)."""

_XML = (".xml", ".rels")
_MAIN = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (_W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
_ASIDE = ("Choice", "pPrChange")
"""What stands in a choice stands in its fallback too, which is what is shown; a change tells how it was before."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class TooLongToLayOut(Exception):
    """There is nothing wrong with a document but its length."""


def checked_copy(package: OfficePackage) -> bytes:
    """The copy. Raises UnreadableDocument for a bomb or damage, TooLongToLayOut for what would fill the memory."""
    counter = _NodeCounter()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as copy:
        for name in package.parts("", ""):
            if not name.endswith(_XML):
                copy.writestr(name, name.encode())
                continue
            package.read(name, counter)
            content = package.content(name) or b""
            copy.writestr(name, _with_numbers(package, content) if name == _MAIN else content)
    return stream.getvalue()


class _NodeCounter(IgnoreXml):
    def __init__(self) -> None:
        self._left = MAX_LAYOUT_NODES

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise TooLongToLayOut


def _with_numbers(package: OfficePackage, document: bytes) -> bytes:
    """The same document with its numbers written into it."""
    if document.startswith(_WIDE):
        return document
    numbering, styles = Numbering(), NumberedStyles()
    package.read("word/numbering.xml", numbering)
    package.read("word/styles.xml", styles)
    pieces, at = [], 0
    for place, label in _Paragraphs(NumberCounter(numbering, styles)).labels(document):
        run = f'<r xmlns="{_W}"><t>{LABEL_START}{escape(label)}{LABEL_END}</t></r>'
        pieces += [document[at:place], run.encode("ascii", "xmlcharrefreplace")]
        at = place
    return b"".join((*pieces, document[at:]))


class _Paragraphs:
    """Goes along a document that was gone through already, and tells where a number belongs."""

    def __init__(self, counter: NumberCounter) -> None:
        self._counter = counter
        self._found: list[tuple[int, str]] = []
        self._style, self._number = "", ""
        self._level: int | None = None
        self._waiting = ""
        self._aside = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def labels(self, document: bytes) -> list[tuple[int, str]]:
        """Each place, in bytes from the beginning, and its number."""
        self._parser.Parse(document, True)
        return self._found

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        self._place_label()
        namespace, _, name = full.rpartition(" ")
        if name in _ASIDE:
            self._aside += 1
        elif self._aside or namespace not in _NAMESPACES:
            return
        value = attributes.get(f"{namespace} val", "")
        if name == "pPr":
            self._style, self._number, self._level = "", "", None
        elif name == "pStyle":
            self._style = value
        elif name == "numId":
            self._number = value
        elif name == "ilvl":
            self._level = whole_number(value)

    def _end(self, full: str) -> None:
        self._place_label()
        namespace, _, name = full.rpartition(" ")
        if name in _ASIDE:
            self._aside -= 1
        elif name == "pPr" and not self._aside and namespace in _NAMESPACES:
            self._waiting = self._counter.next(self._style, self._number, self._level)

    def _place_label(self) -> None:
        """The properties are over: the number stands before what comes next."""
        if self._waiting:
            self._found.append((self._parser.CurrentByteIndex, self._waiting))
            self._waiting = ""
