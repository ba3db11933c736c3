# SPDX-License-Identifier: Apache-2.0
"""What a row of a list shows, as plain values: a model makes them, the delegate draws them, a test compares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incident_console.ui.delegates.column import Column
from incident_console.ui.theme import Role, TextStyle, Tone


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one style. ``marks`` are (start, length) pieces that a search hit."""

    text: str
    role: Role = Role.TEXT
    style: TextStyle = TextStyle.BODY
    is_bold: bool = False
    is_struck: bool = False
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture of resources/icons; ``words`` say the same for those who cannot see it."""

    name: str
    role: Role = Role.MUTED
    size: int = 16
    words: str = ""

    @property
    def text(self) -> str:
        """What is read aloud."""
        return self.words


@dataclass(frozen=True, slots=True)
class Tag:
    """A small word on a soft colour."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """Words with icons and tags around them.

    ``before`` and ``after`` stand beside the words, ``end`` at the right edge. ``max_lines`` 0 lets the words wrap
    as often as they need, 1 (usual) shortens them with an ellipsis.
    """

    words: tuple[Text, ...] = ()
    before: tuple[Icon | Tag, ...] = ()
    after: tuple[Icon | Tag, ...] = ()
    end: tuple[Icon | Tag | Text, ...] = ()
    max_lines: int = 1

    def spoken(self) -> str:
        """The line as a screen reader says it."""
        parts = (*self.before, *self.words, *self.after, *self.end)
        return " ".join(part.text for part in parts if part.text)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column of a row shows: lines, one below the other."""

    lines: tuple[Line, ...]

    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return ", ".join(filter(None, (each.spoken() for each in self.lines)))


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a list: cells by the key of their column. A column without a cell stays empty.

    In a list that shows things of several kinds, those unlike the rest bring ``columns`` of their own.
    """

    cells: Mapping[str, Cell]
    columns: tuple[Column, ...] = ()

    def spoken(self) -> str:
        """The row as a screen reader says it; models answer Qt's AccessibleTextRole with this."""
        return "; ".join(filter(None, (cell.spoken() for cell in self.cells.values())))


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between rows: the name of a group, or (with tone info) news such as "6 entries arrived by stick".

    Its model gives it no ItemIsEnabled flag, so that the arrow keys pass over it.
    """

    text: str
    tone: Tone = Tone.PLAIN

    def spoken(self) -> str:
        """The heading as a screen reader says it."""
        return self.text


def line(text: str, role: Role = Role.TEXT, style: TextStyle = TextStyle.BODY, *, is_bold: bool = False) -> Cell:
    """The most common cell: one line of words in one style."""
    return Cell((Line((Text(text, role, style, is_bold),)),))
