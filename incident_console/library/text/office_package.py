# SPDX-License-Identifier: Apache-2.0
"""The parts of a Word, Excel or PowerPoint file (ECMA-376): a zip of XML, unpacked piece by piece and never whole.

No entities, no outside references, no document type definitions; what is unpacked, its nesting and the time are
bounded, so that a zip bomb or an XML bomb ends as one sentence.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from incident_console.library.deadline import Deadline
from incident_console.library.limits import (
    MAX_EXTRACT_SECONDS,
    MAX_UNPACKED_BYTES,
    MAX_XML_DEPTH,
    MAX_ZIP_MEMBERS,
)

from .extracted import UnreadableDocument

_CHUNK_BYTES = 4 * 1024 * 1024
_RELATIONSHIP_ID = "/officeDocument/2006/relationships"
_STRICT_RELATIONSHIP_ID = "/officeDocument/relationships"
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""All that an office file may use; the others unpack a whole chunk at once, however large that becomes."""
_TOO_BIG = "It unpacks to far more than a document holds: kept as a file, its text is not read."
_DAMAGED = "The file is damaged: kept as it is, its text cannot be read."


class XmlReader(Protocol):
    """Is told the elements of one part in order, by their names without namespace."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins; an attribute of the relationships namespace is called ``r:id``."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def text(self, text: str, /) -> None:
        """Text between tags, perhaps a piece of it."""


class OfficePackage:
    """An open office file in memory; raises UnreadableDocument where it is damaged, locked or a bomb."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > MAX_ZIP_MEMBERS:
            raise UnreadableDocument(_TOO_BIG)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
            raise UnreadableDocument(_DAMAGED) from problem
        self._members = frozenset(self._zip.namelist())
        self._left = MAX_UNPACKED_BYTES
        self._deadline = Deadline(MAX_EXTRACT_SECONDS)

    def has(self, part: str) -> bool:
        """Whether the file has this part."""
        return part in self._members

    def parts(self, prefix: str, suffix: str = ".xml") -> list[str]:
        """The names of the parts that begin so, shorter names first so that 10 comes after 9."""
        found = [name for name in self._members if name.startswith(prefix) and name.endswith(suffix)]
        return sorted(found, key=lambda name: (len(name), name))

    def read(self, part: str, reader: XmlReader) -> None:
        """Tell the reader all of one part; a part that is missing is an empty one."""
        if part not in self._members:
            return
        parser = _parser(reader)
        try:
            for chunk in self._chunks(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as problem:
            raise UnreadableDocument(_DAMAGED) from problem

    def content(self, part: str) -> bytes | None:
        """The bytes of one part, a picture say; None if there is none."""
        return b"".join(self._chunks(part)) if part in self._members else None

    def _chunks(self, part: str) -> Iterator[bytes]:
        if self._zip.getinfo(part).compress_type not in _COMPRESSIONS:
            raise UnreadableDocument(_DAMAGED)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self._spend(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
            raise UnreadableDocument(_DAMAGED) from problem
        except RuntimeError as problem:  # zipfile's word for "needs a password"
            raise UnreadableDocument("It is locked with a password: kept as a file, its text is not read.") from problem

    def relations(self, part: str) -> dict[str, str]:
        """The other parts that this part names, by relationship id; addresses outside of the file are left out."""
        folder, name = posixpath.split(part)
        reader = _Relations(folder)
        self.read(f"{folder}/_rels/{name}.rels", reader)
        return reader.targets

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0 or self._deadline.is_over():
            raise UnreadableDocument(_TOO_BIG)


class IgnoreXml:
    """A reader that overlooks everything; others override what they care for."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Overlook an element that begins."""

    def end(self, name: str, /) -> None:
        """Overlook an element that ends."""

    def text(self, text: str, /) -> None:
        """Overlook text."""


class _Relations(IgnoreXml):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        target = attributes.get("Target", "")
        if name == "Relationship" and target and attributes.get("TargetMode") != "External":
            full = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
            self.targets[attributes.get("Id", "")] = posixpath.normpath(full)


def _parser(reader: XmlReader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise UnreadableDocument("Its parts are nested too deeply: kept as a file, its text is not read.")
        reader.start(_local(name), {_attribute(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(_local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise UnreadableDocument("It holds a document type definition, which no office file needs: its text is not read.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"r:{local}" if namespace.endswith((_RELATIONSHIP_ID, _STRICT_RELATIONSHIP_ID)) else local
