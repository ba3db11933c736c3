# SPDX-License-Identifier: Apache-2.0
"""Goes to the page whose number is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal

from incident_console.ui.readers.strip import Strip, StripField
from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.label import Label


class PageBar(Strip):
    """``page_chosen(number)`` comes with a page that there is, counted from 1; another number says so."""

    page_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("page-bar", StripField("Page number", 120))
        self.field.line.setObjectName("page-number")
        self._of = Label("", TextStyle.SMALL, Role.MUTED)
        self.add(self._of)
        self._count = 0
        self.field.entered.connect(self._on_entered)

    def open_at(self, count: int) -> None:
        """Ask for a page of so many."""
        self._count = count
        self._of.setText(f"of {count:,}")
        self.field.line.clear()
        self.open_for()

    def _on_entered(self, _is_back: bool) -> None:
        typed = self.field.line.text().strip().replace(",", "")
        number = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
        if 1 <= number <= self._count:
            self.close_it()
            self.page_chosen.emit(number)
        else:
            self._of.setText(f"Pages go from 1 to {self._count:,}")
            self.field.line.selectAll()
