# SPDX-License-Identifier: Apache-2.0
"""Finds words in the document that is read: what is typed, how often it is there, and the way from one to the next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal

from incident_console.ui.readers.strip import Strip, StripField
from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.label import Label

_PAUSE_MS = 150


class FindBar(Strip):
    """``searched(text)`` comes when typing pauses, ``match_wanted(step)`` from Enter, F3 and the buttons."""

    searched = Signal(str)
    match_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("find-bar", StripField("Find in this document", 280))
        self.field.line.setObjectName("find-text")
        self._before, self._after = _arrow("Match before", "chevron-up"), _arrow("Next match", "chevron-down")
        self._count = Label("", TextStyle.SMALL, Role.MUTED)
        for part in (self._before, self._after, self._count):
            self.add(part)
        self._told = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search_now)
        self.field.line.textChanged.connect(self._on_text_changed)
        self.field.entered.connect(self._on_entered)
        self._before.clicked.connect(partial(self.match_wanted.emit, -1))
        self._after.clicked.connect(partial(self.match_wanted.emit, 1))

    @property
    def text(self) -> str:
        """What is looked for; nothing while the bar is closed."""
        return self.field.line.text().strip() if self.is_open else ""

    def open_for(self, text: str = "") -> None:
        super().open_for(text)
        self._told = ""
        self._search_now()

    def close_it(self) -> None:
        self._pause.stop()
        super().close_it()

    def tell(self, number: int, count: int, *, is_looking: bool, is_wordless: bool) -> None:
        """Say which of how many matches is before the eye, or why there is none."""
        nothing = "It is a picture: no words can be found" if is_wordless else "Not in this document"
        more = "\N{HORIZONTAL ELLIPSIS}" if is_looking else ""
        words = f"{number:,} of {count:,}{more}" if count else f"Looking{more}" if is_looking else nothing
        self._count.setText(words if self.text else "")
        for button in (self._before, self._after):
            button.setEnabled(count > 0)

    def _on_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _search_now(self) -> None:
        self._pause.stop()
        if self.text != self._told:
            self._told = self.text
            self.searched.emit(self.text)

    def _on_entered(self, is_back: bool) -> None:
        if self.text != self._told:
            self._search_now()
        else:
            self.match_wanted.emit(-1 if is_back else 1)


def _arrow(words: str, icon: str) -> Button:
    key = "Shift+F3" if icon == "chevron-up" else "F3"
    return Button(words, ButtonKind.QUIET, icon=icon, key=key, is_icon_only=True)
