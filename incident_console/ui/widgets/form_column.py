# SPDX-License-Identifier: Apache-2.0
"""A form in the middle of the window: no wider than reads well, scrolling where the window is low."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.ground import set_ground


class FormColumn(QWidget):
    """Parts one below the other in a column of ``width`` pixels of the design; framed as a card, or bare.

    What `add_foot` is given stays in sight below the parts while they scroll: the next step.
    """

    def __init__(self, width: int, *, is_card: bool = False) -> None:
        super().__init__()
        self._width, self._side = width, 34 if is_card else 0
        self._frame, self._foot = QFrame(), QWidget()
        if is_card:
            set_ground(self._frame, "card")
        self._parts, self._foot_row = QVBoxLayout(self._frame), QHBoxLayout(self._foot)
        self._rows: list[QHBoxLayout] = []
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = Qt.AlignmentFlag.AlignVCenter if is_card else Qt.AlignmentFlag.AlignTop
        scroll.setWidget(self._centred(self._frame, middle))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self._centred(self._foot, Qt.AlignmentFlag.AlignTop))
        self._foot.hide()
        follow_theme(self._restyle)

    def add(self, part: QWidget) -> None:
        """Add a part."""
        self._parts.addWidget(part)

    def add_row(self, *parts: QWidget) -> None:
        """Add parts beside each other, from the left."""
        row = QHBoxLayout()
        self._rows.append(row)
        self._parts.addLayout(_filled(row, parts))
        self._restyle()

    def add_foot(self, *parts: QWidget) -> None:
        """Put the buttons of the form where they are always in sight."""
        _filled(self._foot_row, parts)
        self._foot.show()

    def _centred(self, part: QWidget, align: Qt.AlignmentFlag) -> QWidget:
        place = QWidget()
        place.setProperty("ground", "none")
        row = QHBoxLayout(place)
        self._rows.append(row)
        row.addStretch(1)
        row.addWidget(part, 1000, align)
        row.addStretch(1)
        return place

    def _restyle(self) -> None:
        px = theme().px
        for part in (self._frame, self._foot):
            part.setMaximumWidth(px(self._width))
        for row in self._rows:
            row.setSpacing(px(8))
        for centred in self._rows[:2]:
            centred.setContentsMargins(px(16), px(16), px(16), px(16))
        side = px(self._side)
        self._parts.setContentsMargins(side, px(30) if side else 0, side, px(30) if side else 0)
        self._parts.setSpacing(px(12))
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._foot_row.setSpacing(px(8))


def _filled(row: QHBoxLayout, parts: tuple[QWidget, ...]) -> QHBoxLayout:
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
