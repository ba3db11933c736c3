# SPDX-License-Identifier: Apache-2.0
"""Eight fields for the words of a join request; only those that are asked can be filled in."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from incident_console.ui.theme import follow_theme, theme

_COUNT, _LEAST_WIDTH, _GAP = 8, 68, 6


class WordFields(QWidget):
    """``submitted`` comes on Enter in the last field that is asked; Enter in the first goes on to it."""

    submitted = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("word-fields")
        self.setAccessibleName("The words read out")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._fields = [_field(place) for place in range(1, _COUNT + 1)]
        self._columns = 0
        for field in self._fields:
            field.returnPressed.connect(self._on_return_pressed)
            field.textEdited.connect(self._on_text_edited)
        self.ask(())
        follow_theme(self._restyle)

    def ask(self, places: Collection[int]) -> None:
        """Ask for the words at these places (counted from 1); all fields become empty."""
        for place, field in enumerate(self._fields, start=1):
            field.clear()
            field.setEnabled(place in places)
        self.mark_wrong(is_wrong=False)

    def typed(self) -> dict[int, str]:
        """What was typed, by place."""
        return {place: field.text() for place, field in enumerate(self._fields, start=1) if field.isEnabled()}

    def mark_wrong(self, *, is_wrong: bool) -> None:
        """Frame what was typed as wrong, or no longer."""
        for field in self._fields:
            field.setProperty("error", is_wrong and field.isEnabled())
            field.style().unpolish(field)
            field.style().polish(field)

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is asked, with what it holds marked."""
        for field in self._asked()[:1]:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _asked(self) -> list[QLineEdit]:
        return [field for field in self._fields if field.isEnabled()]

    def _on_return_pressed(self) -> None:
        *others, last = self._asked()
        if any(field.hasFocus() for field in others):
            last.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()

    def _on_text_edited(self) -> None:
        self.mark_wrong(is_wrong=False)
        self.changed.emit()

    def _arrange(self) -> None:
        """Four to a row, two where large text leaves no room for a word."""
        px = theme().px
        columns = 4 if self.width() >= 4 * px(_LEAST_WIDTH) + 3 * px(_GAP) else 2
        if columns == self._columns:
            return
        self._columns = columns
        for number, field in enumerate(self._fields):
            self._grid.addWidget(field, number // columns, number % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _restyle(self) -> None:
        self._grid.setSpacing(theme().px(_GAP))
        self._arrange()


def _field(place: int) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(f"word-{place}")
    field.setAccessibleName(f"Word {place}")
    field.setPlaceholderText(f"word {place}")
    field.setProperty("dense", True)
    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return field
