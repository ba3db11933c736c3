# SPDX-License-Identifier: Apache-2.0
"""What a reader found in a document, and the collector that keeps it bounded while it is found."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.library.decoding import tidy
from incident_console.library.formats import FileKind
from incident_console.library.front_matter import FrontMatterValue
from incident_console.library.limits import MAX_HEADINGS, MAX_TEXT_CHARS, MAX_TITLE_CHARS


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: level 1 to 6 and where it stands, as an offset into the document's text."""

    level: int
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """A document as search sees it.

    ``page_starts`` holds the offset into ``text`` of each page of a PDF, slide or sheet (none for other formats);
    ``properties`` is the front matter of a Markdown document; ``warnings`` are sentences for the person who imports.
    """

    kind: FileKind
    title: str
    text: str
    page_starts: tuple[int, ...]
    headings: tuple[Heading, ...]
    properties: dict[str, FrontMatterValue]
    warnings: tuple[str, ...]


class UnreadableDocument(Exception):
    """A document cannot be read further; the text is one sentence that says why, for the person who imports."""


class EnoughRead(Exception):
    """The collector is full: a reader lets this pass."""


class TextCollector:
    """Takes lines, headings and page starts as a reader meets them, and stops it when there is enough."""

    def __init__(self, limit: int = MAX_TEXT_CHARS) -> None:
        self.title = ""
        self.properties: dict[str, FrontMatterValue] = {}
        self._left = limit
        self._length = 0
        self._pieces: list[str] = []
        self._page_starts: list[int] = []
        self._headings: list[Heading] = []
        self._warnings: list[str] = []

    def add_line(self, line: str) -> None:
        """Add one line or block of text; raises EnoughRead once the limit is reached."""
        piece = tidy(line)[: self._left] + "\n"
        if piece == "\n" and self._pieces[-1:] == ["\n"]:
            return
        self._pieces.append(piece)
        self._length += len(piece)
        self._left -= len(piece)
        if self._left <= 0:
            raise EnoughRead

    def add_heading(self, level: int, text: str) -> None:
        """Add a line that is a heading."""
        self.note_heading(level, text, self._length)
        self.add_line(text)

    def note_heading(self, level: int, text: str, offset: int) -> None:
        """Remember a heading whose words stand in the text already or are not part of it."""
        words = one_line(text)
        if words and len(self._headings) < MAX_HEADINGS:
            self._headings.append(Heading(max(1, min(level, 6)), words, offset))

    def start_page(self) -> None:
        """A new page, slide or sheet begins here."""
        self._page_starts.append(self._length)

    def warn(self, sentence: str) -> None:
        """Tell the person who imports something, once."""
        if sentence not in self._warnings:
            self._warnings.append(sentence)

    @property
    def page_starts(self) -> tuple[int, ...]:
        """Where each page begins, as far as they were read."""
        return tuple(self._page_starts)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines or blocks of text so far."""
        return tuple(self._pieces)

    @property
    def is_blank(self) -> bool:
        """Whether no word has been found yet."""
        return not any(piece.strip() for piece in self._pieces)

    def title_among_headings(self) -> str:
        """The first heading where it names the whole document: of level 1, or the only one of its level."""
        first = next(iter(self._headings), None)
        if first is None:
            return ""
        twins = sum(heading.level <= first.level for heading in self._headings)
        return first.text if first.level == 1 or twins == 1 else ""

    def finish(self, kind: FileKind, fallback_title: str) -> ExtractedText:
        """Everything that was found, under the title it gives itself or else the one given."""
        title = one_line(self.title) or fallback_title
        return ExtractedText(
            kind=kind,
            title=title,
            text="".join(self._pieces),
            page_starts=self.page_starts,
            headings=tuple(self._headings),
            properties=self.properties,
            warnings=tuple(self._warnings),
        )


def one_line(text: str) -> str:
    """Text as a title: one line, blanks run together, not endless."""
    return " ".join(tidy(text[: MAX_TITLE_CHARS * 4]).split())[:MAX_TITLE_CHARS]
