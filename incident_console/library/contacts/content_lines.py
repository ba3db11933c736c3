# SPDX-License-Identifier: Apache-2.0
"""The lines of a vCard file as bytes, unfolded and cut into name, parameters and value (RFC 6350, 3.2 and 3.3).

vCard 2.1 lets each line choose its own character set and encoding, so that text can only be decoded line by line;
exporters fold in the middle of a UTF-8 character, which bytes survive.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from incident_console.library.decoding import decode_as, decode_text

_LINE = re.compile(rb'((?:[A-Za-z0-9_-]++\.)?[A-Za-z0-9_-]++)((?:;(?:[^":;]++|"[^"]*+")*+)*+):(.*)\Z', re.DOTALL)
_PARAMETER = re.compile(rb';((?:[^":;]++|"[^"]*+")*+)')
_END = re.compile(rb"END:VCARD", re.IGNORECASE)
_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: its group ("item1" or ""), upper-case name, parameters (upper-case keys) and undecoded value.

    A parameter without "=" (vCard 2.1: ``TEL;CELL``) is kept under the key TYPE, or ENCODING where it is one.
    """

    group: str
    name: str
    parameters: dict[str, list[str]]
    raw: bytes

    def text(self) -> str:
        """The value decoded by its own encoding and character set, else as UTF-8, else as Windows' Latin."""
        encoding = self._first("ENCODING")
        data = binascii.a2b_qp(self.raw) if encoding == "QUOTED-PRINTABLE" else self.raw
        return decode_as(data, self._first("CHARSET"))

    def types(self) -> frozenset[str]:
        """What TYPE says, in lower case: {"work", "voice"}."""
        return frozenset(one.strip().lower() for value in self.parameters.get("TYPE", []) for one in value.split(","))

    def _first(self, key: str) -> str:
        return next(iter(self.parameters.get(key, [])), "").upper()


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """The properties of a file in order; lines that are none (broken notes, rests of pictures) are passed over."""
    for line in _unfolded(_as_narrow(data)):
        found = _LINE.match(line)
        if found is not None:
            group, _, name = found.group(1).decode("ascii").rpartition(".")
            yield ContentLine(group.lower(), name.upper(), _parameters(found.group(2)), found.group(3))


def _as_narrow(data: bytes) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:]
    is_wide = data.startswith(_WIDE_MARKS) or data[:12:2] == b"\x00" * 6 or data[1:12:2] == b"\x00" * 6
    return decode_text(data).text.encode() if is_wide else data


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Lines joined where the next begins with a blank, or where quoted-printable ends with "="."""
    parts: list[bytes] = []
    is_quoted = is_soft = False
    for line in re.split(rb"\r\n|\n|\r", data):
        if is_soft and not _END.match(line):
            parts.append(line.lstrip(b" \t"))
        elif parts and line[:1] in (b" ", b"\t"):
            parts.append(line[1:])
        else:
            yield b"".join(parts)
            parts = [line]
            is_quoted = b"QUOTED-PRINTABLE" in line.split(b":", 1)[0].upper()
        is_soft = is_quoted and parts[-1].endswith(b"=")
        if is_soft:
            parts[-1] = parts[-1][:-1]
    yield b"".join(parts)


def _parameters(raw: bytes) -> dict[str, list[str]]:
    parameters: dict[str, list[str]] = {}
    for found in _PARAMETER.finditer(raw):
        key, equals, value = found.group(1).decode("utf-8", "replace").partition("=")
        value = value.strip().strip('"')
        if not equals:
            value, key = key.strip(), "ENCODING" if key.strip().upper() in _ENCODINGS else "TYPE"
        parameters.setdefault(key.strip().upper(), []).append(value)
    return parameters
