# SPDX-License-Identifier: Apache-2.0
"""A form in the middle of the window: no wider than reads well, scrolling where the window is low."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.ground import set_ground


class FormColumn(QScrollArea):
    """Parts one below the other in a column of ``width`` pixels of the design; framed as a card or bare."""

    def __init__(self, width: int, *, is_card: bool = False) -> None:
        super().__init__()
        self._width, self._side = width, 34 if is_card else 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._frame = QFrame()
        if is_card:
            set_ground(self._frame, "card")
        self._parts = QVBoxLayout(self._frame)
        self._place = QWidget()
        self._place.setProperty("ground", "none")
        self._row = QHBoxLayout(self._place)
        self._row.addStretch(1)
        self._row.addWidget(self._frame, 1000, Qt.AlignmentFlag.AlignVCenter if is_card else Qt.AlignmentFlag.AlignTop)
        self._row.addStretch(1)
        self.setWidget(self._place)
        follow_theme(self._restyle)

    def add(self, part: QWidget) -> None:
        """Add a part."""
        self._parts.addWidget(part)

    def add_row(self, *parts: QWidget) -> None:
        """Add parts beside each other, the first ones at the left."""
        row = QHBoxLayout()
        row.setSpacing(theme().px(8))
        for part in parts:
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._parts.addLayout(row)

    def add_layout(self, layout: QLayout) -> None:
        """Add a layout of parts."""
        self._parts.addLayout(layout)

    def add_gap(self, pixels: int) -> None:
        """Leave some room, in pixels of the design."""
        self._parts.addSpacing(theme().px(pixels))

    def _restyle(self) -> None:
        px = theme().px
        self._frame.setMaximumWidth(px(self._width))
        self._row.setContentsMargins(px(16), px(16), px(16), px(16))
        side = px(self._side)
        self._parts.setContentsMargins(side, px(30) if side else 0, side, px(30) if side else 0)
        self._parts.setSpacing(px(14))
