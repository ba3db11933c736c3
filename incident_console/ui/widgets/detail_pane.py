# SPDX-License-Identifier: Apache-2.0
"""The pane beside a list that shows all about the chosen thing: title, values, rows, text, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from incident_console.ui.delegates import Cell, Line
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.scrolled import let_scroll
from incident_console.ui.widgets.section_title import SectionTitle
from incident_console.ui.widgets.value_grid import ValueGrid

_SETTLED_MS = 300
"""After this the parts of a pane have their places."""


class DetailPane(QScrollArea):
    """Filled from top to bottom: `clear`, then one add_... after the other. Scrolls by itself."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        set_ground(self, "window")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frame, self._column = QVBoxLayout(), QVBoxLayout()
        self._revealed: QWidget | None = None
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self._on_settled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.clear()
        follow_theme(self._restyle)

    def clear(self) -> None:
        """Take everything out, to show another thing."""
        focused: QWidget | None = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        old = self.takeWidget()
        content = QWidget()
        let_scroll(content)
        set_ground(content, "window")
        self._frame, self._column = QVBoxLayout(content), QVBoxLayout()
        self._frame.addLayout(self._column)
        self._frame.addStretch(1)
        self._restyle()
        self.setWidget(content)
        if old is not None:
            old.deleteLater()
        if had_focus:
            self.setFocus()

    def add_section(self, words: str) -> SectionTitle:
        """Begin a part with a small title."""
        title = SectionTitle(words)
        if self._column.count():
            self._column.addSpacing(theme().px(8))
        self._column.addWidget(title)
        return title

    def add_headline(self, text: str) -> Label:
        """Add the thing's own words, larger, wrapped, to be marked and copied."""
        headline = Label(text, TextStyle.LEAD, is_wrapped=True)
        headline.make_selectable()
        self._column.addWidget(headline)
        return headline

    def add_text(self, text: str, role: Role = Role.MUTED, style: TextStyle = TextStyle.BODY) -> Label:
        """Add wrapped text."""
        label = Label(text, style, role, is_wrapped=True)
        self._column.addWidget(label)
        return label

    def add_values(self) -> ValueGrid:
        """Add a grid of names and values; fill it with its own ``add``."""
        grid = ValueGrid()
        self._column.addWidget(grid)
        return grid

    def add_row(self, content: Line | Cell, *, is_link: bool = False) -> InfoRow:
        """Add a row of facts; several after each other are parted by hairlines."""
        above = self._column.itemAt(self._column.count() - 1)
        is_first = above is None or not isinstance(above.widget(), InfoRow)
        row = InfoRow(content, is_link=is_link, is_first=is_first)
        if not is_first:
            self._column.addSpacing(-self._column.spacing())
        self._column.addWidget(row)
        return row

    def add_buttons(self, buttons: Sequence[QAbstractButton]) -> QWidget:
        """Add buttons side by side; they wrap where they do not fit."""
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar, gap=8, margins=(0, 4, 0, 0))
        for button in buttons:
            flow.addWidget(button)
        self._column.addWidget(bar)
        return bar

    def add_widget(self, widget: QWidget) -> None:
        """Add any other part."""
        self._column.addWidget(widget)

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part that just appeared, and again while it and all above it find their places."""
        self._revealed = part
        self._settling.start()
        QTimer.singleShot(0, part, partial(self.ensureWidgetVisible, part))

    def reveal_top(self, part: QWidget) -> None:
        """Scroll, once it has its place, so that a part which may be higher than the pane begins at its top."""
        QTimer.singleShot(0, part, partial(self._scroll_to, part))

    def _scroll_to(self, part: QWidget) -> None:
        content = self.widget()
        if content is not None and content.isAncestorOf(part):
            self.verticalScrollBar().setValue(part.mapTo(content, QPoint(0, 0)).y() - theme().px(8))

    def _on_range_changed(self) -> None:
        if self._revealed is not None and isValid(self._revealed):
            self.ensureWidgetVisible(self._revealed)

    def _on_settled(self) -> None:
        self._revealed = None

    def add_gap(self) -> None:
        """Add a little room."""
        self._column.addSpacing(theme().px(8))

    def _restyle(self) -> None:
        px = theme().px
        self._frame.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(6))
