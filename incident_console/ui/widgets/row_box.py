# SPDX-License-Identifier: Apache-2.0
"""A few rows of facts in a pane that change in place, so that the keyboard stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.delegates import Cell, Line
from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.naming import kebab
from incident_console.ui.widgets.section_title import SectionTitle
from incident_console.ui.widgets.visibility import show_when

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One row; with a ``key`` it can be pressed. ``tip`` is told on hovering."""

    content: Line | Cell
    key: object = None
    tip: str = ""


class RowBox(QWidget):
    """A title and `BoxRow`s; ``row_clicked(key)`` comes from those with a key, arrows go up and down among them.

    ``row_entered(row)`` tells where the arrows went, to scroll there. Hidden while there is no row.
    """

    row_clicked = Signal(object)
    row_entered = Signal(QWidget)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName(kebab(title))
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._rows: list[BoxRow] = []
        self._widgets: list[InfoRow] = []
        self._title, self._column = SectionTitle(title), QVBoxLayout()
        self._column.setSpacing(0)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self._title)
        self._whole.addLayout(self._column)
        self.hide()
        follow_theme(self._restyle)

    def show_rows(self, rows: Sequence[BoxRow]) -> None:
        """Show these in place of what is shown."""
        if list(rows) == self._rows:
            return
        kinds = [(before.key is None, row.key is None) for before, row in zip(self._rows, rows, strict=False)]
        self._cut(next((place for place, (before, now) in enumerate(kinds) if before != now), len(kinds)))
        self._rows = list(rows)
        for place, row in enumerate(rows):
            self._show_row(place, row)
        show_when(self, is_shown=bool(rows))

    def row(self, place: int) -> InfoRow:
        """The row at a place, from the top."""
        return self._widgets[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        place = next((number for number, widget in enumerate(self._widgets) if widget.hasFocus()), None)
        if step is None or place is None:
            super().keyPressEvent(event)
            return
        others = self._widgets[place + 1 :] if step > 0 else self._widgets[:place][::-1]
        following = next((widget for widget in others if widget.focusPolicy() != Qt.FocusPolicy.NoFocus), None)
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
            self.row_entered.emit(following)

    def _show_row(self, place: int, row: BoxRow) -> None:
        if place == len(self._widgets):
            widget = InfoRow(row.content, is_link=row.key is not None, is_first=place == 0)
            widget.clicked.connect(self._on_row_clicked)
            self._widgets.append(widget)
            self._column.addWidget(widget)
        self._widgets[place].set_content(row.content)
        self._widgets[place].setToolTip(row.tip)

    def _cut(self, length: int) -> None:
        for widget in self._widgets[length:]:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        del self._widgets[length:]

    def _restyle(self) -> None:
        px = theme().px
        self._whole.setContentsMargins(0, px(8), 0, 0)
        self._whole.setSpacing(px(4))

    def _on_row_clicked(self) -> None:
        place = next((number for number, widget in enumerate(self._widgets) if widget is self.sender()), None)
        if place is not None:
            self.row_clicked.emit(self._rows[place].key)
