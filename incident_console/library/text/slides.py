# SPDX-License-Identifier: Apache-2.0
"""The slides of a PowerPoint file in their running order: title, paragraphs, tables, pictures by name, and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from incident_console.library.limits import MAX_SLIDES

from .office_package import IgnoreXml, OfficePackage

_MAIN = "ppt/presentation.xml"
_ASIDE = frozenset(("sldNum", "dt", "sldImg"))
"""Placeholders that repeat what is told anyway."""
_BULLETED = frozenset(("body", "obj", ""))


@dataclass(frozen=True, slots=True)
class SlideText:
    """A paragraph; ``level`` is how deep in a list it stands, 0 for outside of any."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table of cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SlidePicture:
    """A picture by its place in the file, and what its author says of it."""

    part: str
    description: str


@dataclass
class Slide:
    """One slide; its ``notes`` are what the speaker says."""

    number: int
    title: str = ""
    is_hidden: bool = False
    blocks: list[SlideText | SlideTable | SlidePicture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slides_of(package: OfficePackage) -> Iterator[Slide]:
    """Slide after slide, no more than MAX_SLIDES of them."""
    for number, part in enumerate(_slide_parts(package)[:MAX_SLIDES], start=1):
        targets = package.relations(part)
        slide = Slide(number)
        package.read(part, _Shapes(slide, package, targets))
        for target in sorted(targets.values()):
            if target.startswith("ppt/notesSlides/"):
                notes = Slide(number)
                package.read(target, _Shapes(notes, package, {}))
                slide.notes += [block.text for block in notes.blocks if isinstance(block, SlideText)]
        yield slide


def slide_count(package: OfficePackage) -> int:
    """How many slides there are, also beyond those that are read."""
    return len(_slide_parts(package))


def _slide_parts(package: OfficePackage) -> list[str]:
    order = _Order()
    package.read(_MAIN, order)
    targets = package.relations(_MAIN)
    shown = [targets[slide] for slide in order.slides if slide in targets and package.has(targets[slide])]
    return shown or package.parts("ppt/slides/slide")


class _Order(IgnoreXml):
    def __init__(self) -> None:
        self.slides: list[str] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sldId":
            self.slides.append(attributes.get("r:id", ""))


class _Shapes(IgnoreXml):
    """Fills a slide with what stands on it (ECMA-376, 19.3 and 21.1)."""

    def __init__(self, slide: Slide, package: OfficePackage, targets: dict[str, str]) -> None:
        self._slide, self._package, self._targets = slide, package, targets
        self._line: list[str] = []
        self._rows: list[tuple[str, ...]] = []
        self._cells: list[str] = []
        self._kind: str | None = None
        self._level, self._description = 0, ""
        self._is_text = self._is_bulleted = self._is_table = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "sp":
            self._kind = None
        elif name == "ph":
            self._kind = attributes.get("type", "")
        elif name in ("sld", "cNvPr", "tbl", "relIds", "blip"):
            self._start_thing(name, attributes)
        else:
            self._start_in_text(name, attributes)

    def end(self, name: str, /) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            self._end_line()
        elif name == "tc":
            self._cells.append(" ".join("".join(self._line).split()))
            self._line.clear()
        elif name == "tr":
            self._rows.append(tuple(self._cells))
            self._cells.clear()
        elif name == "tbl":
            self._is_table = False
            self._slide.blocks.append(SlideTable(tuple(self._rows)))

    def text(self, text: str, /) -> None:
        if self._is_text:
            self._line.append(text)

    def _start_thing(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sld":
            self._slide.is_hidden = attributes.get("show") in ("0", "false")
        elif name == "cNvPr":
            self._description = attributes.get("descr", "")
        elif name == "tbl":
            self._is_table = True
            self._rows.clear()
        elif name == "relIds":  # a diagram: its words stand in a part of their own
            self._package.read(self._targets.get(attributes.get("r:dm", ""), ""), _Diagram(self._slide))
        elif name == "blip" and (part := self._targets.get(attributes.get("r:embed", ""))):
            self._slide.blocks.append(SlidePicture(part, self._description))

    def _start_in_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._is_text = True
        elif name == "br":
            self._line.append(" ")
        elif name == "p":
            self._level, self._is_bulleted = 0, self._kind in _BULLETED
        elif name == "pPr":
            level = attributes.get("lvl", "0")
            self._level = int(level) if level in "012345678" else 0
        elif name == "buNone":
            self._is_bulleted = False
        elif name in ("buChar", "buAutoNum"):
            self._is_bulleted = True

    def _end_line(self) -> None:
        if self._is_table:
            self._line.append(" ")
            return
        words = "".join(self._line).strip()
        self._line.clear()
        if not words or self._kind in _ASIDE:
            return
        if self._kind in ("title", "ctrTitle"):
            self._slide.title = f"{self._slide.title} {words}".strip()
        else:
            self._slide.blocks.append(SlideText(words, self._level + 1 if self._is_bulleted else 0))


class _Diagram(IgnoreXml):
    def __init__(self, slide: Slide) -> None:
        self._slide = slide
        self._line: list[str] = []
        self._is_text = False

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        self._is_text = name == "t"

    def end(self, name: str, /) -> None:
        self._is_text = False
        if name == "p" and (words := "".join(self._line).strip()):
            self._slide.blocks.append(SlideText(words, 1))
        if name == "p":
            self._line.clear()

    def text(self, text: str, /) -> None:
        if self._is_text:
            self._line.append(text)
