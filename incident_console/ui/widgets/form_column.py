# SPDX-License-Identifier: Apache-2.0
"""A form in the middle of the window: no wider than reads well, scrolling where the window is low."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.scrolled import let_scroll


class FormColumn(QWidget):
    """Parts one below the other in a column of ``width`` pixels of the design; framed as a card, or bare.

    What `add_foot` is given stays in sight below the parts while they scroll: the next step.
    """

    def __init__(self, width: int, *, is_card: bool = False) -> None:
        super().__init__()
        self._width, self._is_card = width, is_card
        self._frame, self._scroll = QFrame(), _FittingScroll()
        if is_card:
            set_ground(self._frame, "card")
        self._parts = QVBoxLayout(self._scroll.inside)
        self._rows = [QHBoxLayout()]
        self._inner, self._place = QVBoxLayout(self._frame), QHBoxLayout(self)
        self._inner.addWidget(self._scroll)
        self._inner.addLayout(self._rows[0])
        middle = Qt.AlignmentFlag.AlignVCenter if is_card else Qt.AlignmentFlag.AlignTop
        self._place.addStretch(1)
        self._place.addWidget(self._frame, 1000, middle)
        self._place.addStretch(1)
        follow_theme(self._restyle)

    def add(self, part: QWidget) -> None:
        """Add a part."""
        self._parts.addWidget(part)

    def add_row(self, *parts: QWidget) -> None:
        """Add parts beside each other, from the left."""
        row = QHBoxLayout()
        self._rows.append(row)
        _fill(row, parts)
        self._parts.addLayout(row)
        self._restyle()

    def add_pair(self, left: QWidget, right: QWidget) -> None:
        """Add two parts beside each other that share the width."""
        row = QHBoxLayout()
        self._rows.append(row)
        for part in (left, right):
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self._parts.addLayout(row)
        self._restyle()

    def add_foot(self, *parts: QWidget) -> None:
        """Put the buttons of the form where they are always in sight."""
        _fill(self._rows[0], parts)
        self._restyle()

    def _restyle(self) -> None:
        px = theme().px
        self._frame.setMaximumWidth(px(self._width))
        self._place.setContentsMargins(px(16), px(16), px(16), px(16))
        side = px(34) if self._is_card else 0
        self._inner.setContentsMargins(0, px(28) if side else 0, 0, px(28) if side else 0)
        self._inner.setSpacing(px(14) if self._rows[0].count() else 0)
        self._parts.setContentsMargins(side, 0, side, 0)
        self._parts.setSpacing(px(12))
        for row in self._rows:
            row.setSpacing(px(8))
        self._rows[0].setContentsMargins(side, 0, side, 0)


class _FittingScroll(QScrollArea):
    """As high as what is in it, where there is room for that."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = QWidget()
        self.inside.setProperty("ground", "none")
        let_scroll(self.inside)
        self.inside.installEventFilter(self)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        hint = self.inside.sizeHint()
        layout = self.inside.layout()
        if layout is not None and layout.hasHeightForWidth():
            hint.setHeight(layout.totalHeightForWidth(self.width()))
        return hint

    def minimumSizeHint(self) -> QSize:
        return QSize(self.inside.minimumSizeHint().width(), theme().px(60))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._decide_on_bar()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
        self._decide_on_bar()

    def _decide_on_bar(self) -> None:
        """No bar where all fits without one: Qt keeps it once shown if words wrap once more for the room it takes."""
        bar = Qt.ScrollBarPolicy
        fits = self.sizeHint().height() <= self.height()
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOff if fits else bar.ScrollBarAsNeeded)


def _fill(row: QHBoxLayout, parts: tuple[QWidget, ...]) -> None:
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
