# SPDX-License-Identifier: Apache-2.0
"""Which of somebody's numbers is dialled now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.services.calls import CallRow
from incident_console.services.people import NumberLine
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.visibility import show_when


class NumberChoice(QWidget):
    """Begins with the number that is least tried; hidden where there is no choice. ``changed`` comes from the user."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number: NumberLine | None = None
        self._shown: tuple[object, ...] = ()
        self._numbers: tuple[NumberLine, ...] = ()
        self.chips = FilterChips("Which number to dial")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chips)
        self.chips.chosen.connect(self._on_chosen)

    def show_row(self, row: CallRow) -> None:
        """Offer the numbers of somebody; what was chosen stays until they are called or their numbers change."""
        shown = (row.person, row.tries, row.numbers)
        if shown == self._shown:
            return
        self._shown, self.number = shown, row.next_number
        self._numbers = tuple(number for number in row.numbers if number.is_callable)
        self.chips.clear()
        for number in self._numbers:
            self.chips.add_chip(number.key, f"{number.kind} {number.shown}".strip())
        if self.number is not None:
            self.chips.choose(self.number.key)
        show_when(self, is_shown=len(self._numbers) > 1)

    def take_following(self) -> None:
        """Choose the number after the chosen one, after the last the first."""
        if len(self._numbers) > 1 and self.number in self._numbers:
            following = self._numbers[(self._numbers.index(self.number) + 1) % len(self._numbers)]
            self.chips.choose(following.key)
            self._on_chosen(following.key)

    def _on_chosen(self, key: str) -> None:
        self.number = next(number for number in self._numbers if number.key == key)
        self.changed.emit()
