# SPDX-License-Identifier: Apache-2.0
"""What a Markdown document asks somebody to do: its task boxes and numbered steps, with what is nested below each.

A step is known by its words, so that it is the same in another version of the document where it only moved.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .decoding import tidy
from .front_matter import split_front_matter
from .limits import MAX_MARKDOWN_CHARS
from .text.markdown import plain_line

MAX_STEPS = 500
"""Of one document; a longer list is no checklist of people's tasks."""
MAX_TITLE = 120
_MAX_DETAIL = 4_000
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_BOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_FENCE = re.compile(r"[ \t>]*(```|~~~)")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*)\Z")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^\sa-z\d])")
"""Not that of "no. 6"."""
_LEAST_SENTENCE = 8
_WITHIN = re.compile(r"within (\d{1,4})[ \t]+(minutes?|min|hours?|h|days?)\b(?![ \t]+(?:of|after|before|from)\b)", re.I)
_MINUTES = {"m": 1, "h": 60, "d": 1_440}
_TAB = 4


class StepKind(StrEnum):
    """How the author wrote it."""

    BOX = "box"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """One thing to do.

    ``title`` is its first sentence, ``detail`` all of it where that is more; ``parts`` are the items below it.
    ``heading`` is what it stands under. ``due_minutes`` is the time that it begins with ("Within 10 minutes"), None
    without one; ``is_done`` says that its box is ticked.
    """

    key: str
    kind: StepKind
    title: str
    detail: str
    heading: str
    parts: tuple[str, ...]
    due_minutes: int | None
    is_done: bool


def read_steps(text: str) -> tuple[DocumentStep, ...]:
    """The boxes and numbered steps of a Markdown text in their order, at most `MAX_STEPS`."""
    body = tidy(split_front_matter(text[:MAX_MARKDOWN_CHARS])[1])
    reader = _Reader()
    is_fenced = False
    for line in body.split("\n"):
        if _FENCE.match(line):
            is_fenced = not is_fenced
        elif not is_fenced:
            reader.take(line.expandtabs(_TAB))
    reader.close()
    return tuple(_steps(reader.found[:MAX_STEPS]))


@dataclass
class _Found:
    kind: StepKind
    heading: str
    is_done: bool
    indent: int
    lines: list[str]
    parts: list[list[str]] = field(default_factory=list)


class _Reader:
    """Goes through the lines and keeps the step that is open, and the item below it."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self._heading = ""
        self._open: _Found | None = None
        self._is_after_blank = False

    def take(self, line: str) -> None:
        """Read one line."""
        heading = _HEADING.match(line)
        if not line.strip():
            self._is_after_blank = True
            return
        if heading is not None:
            self.close()
            self._heading = plain_line(heading.group(1).rstrip("# \t"))
        elif (item := _ITEM.match(line)) is not None:
            self._take_item(line, item)
        else:
            self._take_words(line)
        self._is_after_blank = False

    def close(self) -> None:
        """No step is open any more."""
        self._open = None

    def _take_item(self, line: str, item: re.Match[str]) -> None:
        indent, words = len(item.group(1)), line[item.end() :]
        box = _BOX.match(words)
        words = words[box.end() :] if box else words
        if self._open is not None and indent > self._open.indent:
            self._open.parts.append([words])
            return
        self.close()
        if box is None and not item.group(2)[0].isdigit():
            return
        kind = StepKind.BOX if box else StepKind.NUMBERED
        is_done = box is not None and box.group(1) != " "
        self._open = _Found(kind, self._heading, is_done, indent, [words])
        self.found.append(self._open)

    def _take_words(self, line: str) -> None:
        """A line that goes on with a step, unless it begins anew at the edge of the page."""
        if self._open is None:
            return
        if self._is_after_blank and len(line) - len(line.lstrip()) <= self._open.indent:
            self.close()
            return
        (self._open.parts[-1] if self._open.parts else self._open.lines).append(line.strip())


def _steps(found: list[_Found]) -> Iterator[DocumentStep]:
    seen: dict[str, int] = {}
    for each in found:
        words = plain_line(" ".join(each.lines))[:_MAX_DETAIL]
        if not words:
            continue
        name = hashlib.sha256(f"{each.heading}\n{words}".casefold().encode()).hexdigest()[:16]
        seen[name] = seen.get(name, 0) + 1
        title = _title(words)
        parts = (plain_line(" ".join(part)) for part in each.parts)
        yield DocumentStep(
            key=name if seen[name] == 1 else f"{name}-{seen[name]}",
            kind=each.kind,
            title=title,
            detail=words if title != words.rstrip(".:;") else "",
            heading=each.heading,
            parts=tuple(part for part in parts if part),
            due_minutes=_due(words),
            is_done=each.is_done,
        )


def _title(words: str) -> str:
    """The first sentence, without its stop; cut at a word where it is long."""
    end = _SENTENCE_END.search(words, _LEAST_SENTENCE)
    first = (words[: end.start()] if end else words).rstrip(".:;")
    if len(first) <= MAX_TITLE:
        return first
    cut = first[:MAX_TITLE].rpartition(" ")[0] or first[:MAX_TITLE]
    return f"{cut.rstrip(' ,;:')}\N{HORIZONTAL ELLIPSIS}"


def _due(words: str) -> int | None:
    found = _WITHIN.match(words)
    return int(found.group(1)) * _MINUTES[found.group(2)[0].lower()] if found else None
