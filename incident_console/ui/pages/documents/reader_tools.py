# SPDX-License-Identifier: Apache-2.0
"""The buttons for how a document is shown: contents, zoom, fit, turning, dark paper, print."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from incident_console.ui.readers.reader import Tool
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.visibility import show_when


class ReaderTools(QObject):
    """``parts`` are to be laid out by the head; each is hidden where it means nothing."""

    outline_wanted = Signal()
    zoom_wanted = Signal(int)
    whole_wanted = Signal()
    turn_wanted = Signal(int)
    invert_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._outline = _small("Table of contents", "list-tree", "O", self.outline_wanted.emit)
        self._smaller = _small("Smaller", "minus", "-", partial(self.zoom_wanted.emit, -1))
        self._larger = _small("Larger", "plus", "+", partial(self.zoom_wanted.emit, 1))
        self._fit = Button("Fit", ButtonKind.QUIET)
        self._fit.clicked.connect(partial(self.zoom_wanted.emit, 0))
        self._whole = _small("Whole page", "maximize", "H", self.whole_wanted.emit)
        self._back = _small("Turn left", "rotate-ccw", "Shift+R", partial(self.turn_wanted.emit, -1))
        self._on = _small("Turn right", "rotate-cw", "R", partial(self.turn_wanted.emit, 1))
        self._invert = _small("Dark pages", "contrast", "I", self.invert_wanted.emit)
        self._print = Button("Print", ButtonKind.QUIET, icon="printer", key="Ctrl+Shift+P", is_icon_only=True)
        self._print.clicked.connect(self.print_wanted)
        self._by_tool: dict[Tool, Sequence[Button]] = {
            Tool.OUTLINE: [self._outline],
            Tool.ZOOM: [self._smaller, self._fit, self._larger],
            Tool.FIT: [self._whole],
            Tool.TURN: [self._back, self._on],
            Tool.INVERT: [self._invert],
            Tool.PRINT: [self._print],
        }
        self.parts = [button for buttons in self._by_tool.values() for button in buttons]

    def offer(self, tools: Sequence[Tool]) -> None:
        """Show what can be done."""
        self._fit.set_words("Fit" if Tool.FIT in tools else "100 %")
        for tool, buttons in self._by_tool.items():
            for button in buttons:
                show_when(button, is_shown=tool in tools)

    def tell_inverted(self, *, is_inverted: bool) -> None:
        """Say what the button for dark pages does next."""
        self._invert.set_words("Pages as they are" if is_inverted else "Dark pages")


def _small(words: str, icon: str, key: str, press: object) -> Button:
    button = Button(words, ButtonKind.QUIET, icon=icon, key=key, is_icon_only=True, is_key_hint_only=True)
    button.clicked.connect(press)
    return button
