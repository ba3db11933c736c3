# SPDX-License-Identifier: Apache-2.0
"""What every reader of documents can do; the frame around it offers these and hides what one cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from incident_console.ui.delegates.marks import MarksOf, index_marks_of


class Tool(Enum):
    """Something that some readers can do and others cannot."""

    ZOOM = auto()
    FIT = auto()
    TURN = auto()
    OUTLINE = auto()
    INVERT = auto()
    PRINT = auto()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a document one is: how far (in the reader's own measure), zoom in percent or 0, fit, quarter turns."""

    place: float = 0.0
    zoom: int = 0
    fit: str = ""
    turns: int = 0


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of a document's table of contents; ``place`` as in `Spot`, ``where`` in words, such as a page."""

    level: int
    title: str
    place: float
    where: str = ""


class Reader(QWidget):
    """Shows one document at a time."""

    found_changed = Signal(int, int)
    """Which match is before the eye (from 1; 0 for none), and of how many."""
    place_changed = Signal(str)
    """Where in the document one is, such as "Page 3 of 12, 120 %"."""
    outline_changed = Signal()
    """The table of contents is whole only now, as of a long document that came piece by piece."""
    tools: Sequence[Tool] = (Tool.PRINT,)
    """What can be done here besides reading and finding."""

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark what ``marks_of`` finds of the words and go to the first; no words take the marks away."""

    def find_from_here(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """The same, but go to the first from where one is."""
        self.find_words(words, marks_of)

    def go_to_match(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), around the end."""

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or as it fits (0)."""

    @property
    def outline(self) -> Sequence[OutlineLine]:
        """The document's table of contents; empty where it has none."""
        return ()

    def go_to_outline(self, line: OutlineLine) -> None:
        """Go to where a line of the table of contents leads."""

    @property
    def page_count(self) -> int:
        """How many numbered pages there are to go to; 0 where there is no such thing."""
        return 0

    def go_to_page(self, number: int) -> None:
        """Go to a page, counted from 1."""

    def fit_whole(self) -> None:
        """All of the page in view."""

    def turn(self, quarters: int) -> None:
        """Turn what is shown clockwise (1) or back (-1)."""

    def invert(self, *, is_inverted: bool) -> None:
        """Light words on dark paper, or as it is."""

    def forget(self) -> None:
        """Let go of the document."""

    @property
    def is_looking(self) -> bool:
        """Whether more of what is looked for may still be found."""
        return False

    @property
    def is_wordless(self) -> bool:
        """Whether it is known that there is nothing here to be found, as in a picture."""
        return False

    def selected_words(self) -> str:
        """What somebody chose in it, to be looked for; empty for nothing."""
        return ""

    @property
    def spot(self) -> Spot:
        """Where one is now, to come back to it."""
        area = self.focusProxy()
        if not isinstance(area, QAbstractScrollArea):
            return Spot()
        bar = area.verticalScrollBar()
        return Spot(bar.value() / max(1, bar.maximum()))

    def go_to_spot(self, spot: Spot) -> None:
        """Be where one was."""
        area = self.focusProxy()
        if isinstance(area, QAbstractScrollArea):
            bar = area.verticalScrollBar()
            bar.setValue(round(spot.place * bar.maximum()))

    def _fill(self, part: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(part)
        self.setFocusProxy(part)
