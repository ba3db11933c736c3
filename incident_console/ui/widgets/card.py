# SPDX-License-Identifier: Apache-2.0
"""A tile of the overview: what it is about, the way to all of it, and the few rows that matter now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from incident_console.ui.delegates import Cell, Line
from incident_console.ui.theme import TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import LINK_HEIGHT, Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.naming import kebab


class Card(QFrame):
    """A framed tile. ``link_clicked`` comes from the words at the right of its title."""

    link_clicked = Signal()

    def __init__(self, icon: str, title: str, link: str = "") -> None:
        super().__init__()
        self.setObjectName(f"card-{kebab(title)}")
        self.setAccessibleName(title)
        set_ground(self, "card")
        self._frame = QVBoxLayout(self)
        self._column = QVBoxLayout()
        self._frame.addLayout(self._column)
        self._frame.addStretch(1)
        self._rows: list[QWidget] = []
        self._link: Button | None = None
        self.add_heading(icon, title, link)
        follow_theme(self._restyle)

    def add_heading(self, icon: str, title: str, link: str = "") -> Button | None:
        """Add a title; the first comes from the constructor, a second one parts a card that holds two small things."""
        head = QHBoxLayout()
        head.addWidget(IconMark(icon))
        head.addWidget(Label(title, TextStyle.BODY, is_bold=True))
        head.addStretch(1)
        button = Button(link, ButtonKind.LINK) if link else None
        if button is not None:
            button.setAccessibleName(f"{title}: {link}")
        head.addWidget(button or _Strut())
        if button is not None and self._link is None:
            self._link = button
            button.clicked.connect(self.link_clicked)
        self._column.addLayout(head)
        return button

    def set_link(self, words: str) -> None:
        """Say something else at the right of the title, such as "34 open". Wants a card made with a link."""
        if self._link is None:
            raise ValueError("this card was made without a link")
        self._link.set_words(words)

    def add_row(self, content: Line | Cell, *, is_link: bool = False) -> InfoRow:
        """Add a row of facts, parted from the one above by a hairline."""
        row = InfoRow(content, is_link=is_link, is_first=not self._rows)
        if self._rows:
            self._column.addSpacing(-self._column.spacing())
        self.add_widget(row)
        return row

    def add_widget(self, widget: QWidget) -> None:
        """Add any other part."""
        self._rows.append(widget)
        self._column.addWidget(widget)

    def clear_rows(self) -> None:
        """Take all rows and parts out, keeping the first title."""
        for widget in self._rows:
            widget.deleteLater()
        self._rows = []
        while self._column.count() > 1:
            self._column.takeAt(1)

    def _restyle(self) -> None:
        px = theme().px
        self._frame.setContentsMargins(px(14), px(10), px(14), px(10))
        self._column.setSpacing(px(4))


class _Strut(QWidget):
    """Makes a title as high as one with a link, so that tiles beside each other stand in line."""

    def __init__(self) -> None:
        super().__init__()
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self.setFixedSize(0, theme().px(LINK_HEIGHT))
