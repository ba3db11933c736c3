# SPDX-License-Identifier: Apache-2.0
"""The keys of the page that is shown, and of the window, beside the page: F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from incident_console.ui.pages.page import PageKey
from incident_console.ui.theme import TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.key_hint import KeyHint
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.section_title import SectionTitle

_WIDTH, _SHARE = 290, 0.3


class KeysPanel(QWidget):
    """Hidden until asked for; ``closed`` comes from its cross."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keys-panel")
        self.setAccessibleName("Keys")
        self._room = 0
        set_ground(self, "window", "left")
        self._close = Button("Close the keys", ButtonKind.QUIET, icon="x", is_icon_only=True)
        self._close.clicked.connect(self.closed)
        self._list = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.hide()
        follow_theme(self._restyle)

    def show_keys(self, page: str, page_keys: Sequence[PageKey], window_keys: Sequence[PageKey]) -> None:
        """Show these keys in place of what was shown."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if page_keys:
            self._list.addWidget(_Section(page, page_keys))
        self._list.addWidget(_Section("Everywhere", window_keys))
        self._list.addStretch(1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label("Keys", TextStyle.TITLE, is_bold=True), 1)
        head.addWidget(self._close)
        inside = QWidget()
        inside.setProperty("ground", "none")
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._column.addLayout(head)
        self._column.addWidget(scroll, 1)

    def set_room(self, width: int) -> None:
        """Take no more than a share of a window that is so wide."""
        self._room = width
        self._fit()

    def _fit(self) -> None:
        widest = theme().px(_WIDTH)
        self.setFixedWidth(min(widest, round(self._room * _SHARE)) if self._room else widest)

    def _restyle(self) -> None:
        px = theme().px
        self._fit()
        self._column.setContentsMargins(px(16), px(10), px(8), px(10))
        self._column.setSpacing(px(8))
        self._list.setContentsMargins(0, 0, px(8), 0)
        self._list.setSpacing(px(14))


class _Section(QWidget):
    """A title and its keys."""

    def __init__(self, title: str, keys: Sequence[PageKey]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(SectionTitle(title), 0, 0, 1, 2)
        for row, key in enumerate(keys, start=1):
            self._grid.addWidget(KeyHint(key.keys), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Label(key.does, is_wrapped=True), row, 1)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme().px(10))
        self._grid.setVerticalSpacing(theme().px(6))
