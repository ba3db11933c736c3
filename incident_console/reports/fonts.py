# SPDX-License-Identifier: Apache-2.0
"""The fonts of a report: which face draws a character, how wide it is, and what stands for one that none has."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from incident_console.reports.embedding import embedded_font

REGULAR, SEMIBOLD, BOLD = "regular", "semibold", "bold"
_BREAKS = {0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}
_UNSEEN = (
    {0xAD, 0x061C, 0xFEFF} | set(range(0x200B, 0x2010)) | set(range(0x202A, 0x202F)) | set(range(0x2060, 0x2070))
    | set(range(0xFE00, 0xFE10)) | set(range(0x1F3FB, 0x1F400)) | set(range(0xE0000, 0xE0200))
)  # fmt: skip
"""Joiners, variation selectors, skin tones, tags, and the marks with which a text could turn its own direction."""


@dataclass(frozen=True)
class Face:
    """One font file; read and made known to reportlab when the first character needs it."""

    path: Path
    ranges: tuple[tuple[int, int], ...] = ()
    is_main: bool = False

    @property
    def name(self) -> str:
        """The name under which reportlab knows it."""
        return f"incident-console-{self.path.stem}"

    @cached_property
    def font(self) -> Any:
        """The font, embedded as a subset of what a document uses."""
        # Plain ASCII keeps its codes in the main family, so that a report can be searched with any tool.
        return embedded_font(self.name, self.path, keeps_ascii=self.is_main)

    def has(self, code: int) -> bool:
        """Whether this face draws the character; a face with ranges is asked only for those."""
        if self.ranges and not any(first <= code <= last for first, last in self.ranges):
            return False
        return code in self.font.face.charToGlyph

    def width(self, code: int) -> float:
        """The advance of a character at size 1."""
        return float(self.font.face.getCharWidth(code)) / 1000


class _Faces(dict[str, Face | None]):
    """Remembers which face of a chain draws a character."""

    def __init__(self, chain: Sequence[Face]) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, char: str) -> Face | None:
        face = next((face for face in self._chain if face.has(ord(char))), None)
        self[char] = face
        return face


class _Widths(dict[str, float]):
    """Remembers how wide each character is at size 1."""

    def __init__(self, faces: _Faces) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, char: str) -> float:
        face = self._faces[char]
        self[char] = width = face.width(ord(char)) if face else 0.0
        return width


class _Visible(dict[int, str]):
    """A table for ``str.translate``: every character becomes one that can be drawn, or its number."""

    def __init__(self, faces: _Faces) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, code: int) -> str:
        self[code] = shown = self._shown(code)
        return shown

    def _shown(self, code: int) -> str:
        if code == 0x0A or code in _BREAKS:
            return "\n"
        if code in _UNSEEN:
            return ""
        if code == 0x09:
            return " "
        return chr(code) if code >= 0x20 and self._faces[chr(code)] else f"[U+{code:04X}]"


class FontBook:
    """All faces of the program in their order of fallback."""

    def __init__(self, folder: Path) -> None:
        families = tomllib.loads((folder / "fonts.toml").read_text("utf-8"))["family"]
        main, *others = [_family(folder, entry, is_main=not place) for place, entry in enumerate(families)]
        fallbacks = [family[REGULAR] for family in others]
        self._faces = {weight: _Faces([main[weight], *fallbacks]) for weight in main}
        self._widths = {weight: _Widths(faces) for weight, faces in self._faces.items()}
        self._visible = _Visible(self._faces[REGULAR])
        self.first_face = main[REGULAR]

    def visible(self, text: str) -> str:
        """The text with everything that cannot be drawn told by its number: never a black box, never lost."""
        return text.replace("\r\n", "\n").translate(self._visible)

    def width(self, text: str, weight: str, size: float) -> float:
        """How wide a text is, in points."""
        return sum(map(self._widths[weight].__getitem__, text)) * size

    def runs(self, text: str, weight: str) -> list[tuple[str, str]]:
        """The text cut into (font name, piece) where the face changes."""
        faces = self._faces[weight]
        return [(face.name, "".join(piece)) for face, piece in groupby(text, faces.__getitem__) if face]


@lru_cache(maxsize=1)
def font_book(folder: Path) -> FontBook:
    """The fonts in this folder, read once a process; one report at a time may draw with them."""
    return FontBook(folder)


def _family(folder: Path, entry: dict[str, Any], is_main: bool) -> dict[str, Face]:
    ranges = tuple((first, last) for first, last in entry.get("ranges", ()))
    return {weight: Face(folder / name, ranges, is_main) for weight, name in entry["files"].items()}
