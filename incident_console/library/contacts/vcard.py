# SPDX-License-Identifier: Apache-2.0
"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as Google, Apple, Evolution, Outlook and phones write them.

Written by hand because the usual library gives up on a whole file for one broken line, cuts a full name at an
unescaped comma, and cannot read vCard 2.1 with its own character set per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_console.library.decoding import tidy
from incident_console.library.limits import MAX_NOTE_CHARS

from .contact import (
    NumberKind,
    ParsedContact,
    ParsedNumber,
    UnreadableContact,
    a_name,
    distinct,
    distinct_numbers,
    kind_from_words,
    value,
)
from .content_lines import ContentLine, content_lines
from .phone_numbers import as_typed, normalized

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_\Z")
_SYSTEM_GROUPS = frozenset(("mycontacts", "starred", "my contacts"))

Outcome = ParsedContact | str
"""A contact, or a sentence that says why a card failed."""


def parse_vcards(data: bytes, region: str | None) -> Iterator[Outcome]:
    """Each card of a file in order: a contact, or why it is none."""
    for lines in _cards(data):
        if isinstance(lines, str):
            yield lines
            continue
        try:
            yield _Card(lines).contact(region)
        except UnreadableContact as problem:
            yield str(problem)


def _cards(data: bytes) -> Iterator[list[ContentLine] | str]:
    card: list[ContentLine] | None = None
    inner = 0
    for line in content_lines(data):
        mark = line.raw.strip().upper() == b"VCARD"
        if line.name == "BEGIN" and mark:
            if card and card[-1].name == "AGENT":  # somebody's assistant as a card inside the card (RFC 2426, 3.5.4)
                inner += 1
                continue
            if card is not None:
                yield "It has no end: the file is damaged here."
            card = []
        elif line.name == "END" and mark:
            if inner:
                inner -= 1
            elif card is not None:
                yield card
                card = None
        elif card is not None and not inner:
            card.append(line)
    if card is not None:
        yield "It has no end: the file is cut off here."


class _Card:
    """The properties of one card, looked up by name."""

    def __init__(self, lines: list[ContentLine]) -> None:
        self._lines = lines
        self._is_old = any(line.name == "VERSION" and line.raw.strip() == b"2.1" for line in lines)
        labels = (line for line in lines if line.name == "X-ABLABEL" and line.group)
        self._labels = {line.group: _APPLE_LABEL.sub(r"\1", line.text().strip()) for line in labels}

    def contact(self, region: str | None) -> ParsedContact:
        """The person it describes; raises UnreadableContact if there is nothing to call them."""
        family, given, middle, prefix, suffix = self._name_parts()
        numbers = distinct_numbers(self._numbers(region))
        emails = distinct(self._emails())
        organisation = ", ".join(part for part in map(value, self._split(self._first("ORG"), ";")) if part)
        whole = value(" ".join(part for part in (prefix, given, middle, family, suffix) if part))
        nickname = next(iter(self._split(self._first("NICKNAME"), ",")), "")
        number = numbers[0].number if numbers else ""
        return ParsedContact(
            name=a_name(self._text("FN"), whole, "", nickname, organisation, *emails[:1], number),
            given=given,
            family=family,
            organisation=value(organisation),
            title=value(self._text("TITLE")) or value(self._text("ROLE")),
            numbers=numbers,
            emails=emails,
            note=tidy(self._text("NOTE")).strip()[:MAX_NOTE_CHARS],
            groups=distinct(self._groups()),
            uid=value(self._text("UID")).removeprefix("urn:uuid:"),
        )

    def _name_parts(self) -> list[str]:
        parts = [value(part.replace(",", " ")) for part in self._split(self._first("N"), ";")]
        return (parts + [""] * 5)[:5]

    def _numbers(self, region: str | None) -> Iterator[ParsedNumber]:
        for line in self._named("TEL"):
            number = as_typed(self._unescaped(line.text()))
            types = line.types()
            yield ParsedNumber(self._kind(line, types), number, normalized(number, region), _is_preferred(line, types))

    def _kind(self, line: ContentLine, types: frozenset[str]) -> NumberKind:
        return kind_from_words([*types, *self._labels.get(line.group, "").lower().split()])

    def _emails(self) -> list[str]:
        lines = sorted(self._named("EMAIL"), key=lambda line: not _is_preferred(line, line.types()))
        addresses = (value(self._unescaped(line.text())) for line in lines)
        return [address.removeprefix("mailto:") for address in addresses if "@" in address]

    def _groups(self) -> Iterator[str]:
        for line in self._named("CATEGORIES"):
            for group in self._split(line, ","):
                if value(group).lower() not in _SYSTEM_GROUPS:
                    yield value(group)

    def _named(self, name: str) -> Iterator[ContentLine]:
        return (line for line in self._lines if line.name == name)

    def _first(self, name: str) -> ContentLine | None:
        return next((line for line in self._named(name) if line.raw.strip()), None)

    def _text(self, name: str) -> str:
        line = self._first(name)
        return self._unescaped(line.text()) if line else ""

    def _split(self, line: ContentLine | None, separator: str) -> list[str]:
        if line is None:
            return []
        parts = re.findall(rf"((?:[^{separator}\\]|\\.)*+)(?:{separator}|\\?\Z)", line.text(), re.DOTALL)
        return [self._unescaped(part) for part in parts]

    def _unescaped(self, text: str) -> str:
        """A value without escapes; 2.1 escapes the semicolon alone: a Windows path in a note keeps its signs."""
        if self._is_old:
            return text.replace("\\;", ";")
        return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)


def _is_preferred(line: ContentLine, types: frozenset[str]) -> bool:
    return "pref" in types or "1" in line.parameters.get("PREF", [])
