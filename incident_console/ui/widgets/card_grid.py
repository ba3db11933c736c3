# SPDX-License-Identifier: Apache-2.0
"""Tiles side by side, as many as fit; scrolls when they do not fit at all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.ground import set_ground

_MIN_CARD_WIDTH = 320
_MOST_COLUMNS = 3


class CardGrid(QScrollArea):
    """One, two or three columns of cards, in the order in which they were added."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards: list[Card] = []
        self._columns = 0
        content = QWidget()
        set_ground(content, "window")
        self._grid = QGridLayout(content)
        self.setWidget(content)
        follow_theme(self._restyle)

    def add_card(self, card: Card) -> None:
        """Add a tile behind the others."""
        self._cards.append(card)
        self._arrange(self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        columns = min(_MOST_COLUMNS, max(1, self.viewport().width() // theme().px(_MIN_CARD_WIDTH)))
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for row in range(len(self._cards) + 1):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(len(self._cards), 1)
        for place, card in enumerate(self._cards if columns else ()):
            self._grid.addWidget(card, place // columns, place % columns)

    def _restyle(self) -> None:
        px = theme().px
        self._grid.setContentsMargins(px(16), px(14), px(16), px(14))
        self._grid.setSpacing(px(12))
        self._fit_columns()
