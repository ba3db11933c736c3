# SPDX-License-Identifier: Apache-2.0
"""The top of a page: its name, its filters, its search, its main button."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import TextStyle
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label


class PageHeader(QWidget):
    """Name at the left, then what `add` is given, and at the right what `add_end` is given. Wraps when narrow."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page-header")
        set_ground(self, "window", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self, gap=12, margins=(16, 10, 16, 10))
        self._title = Label(title, TextStyle.TITLE, is_bold=True)
        self._flow.addWidget(self._title)

    def set_title(self, title: str) -> None:
        """Show another name."""
        self._title.setText(title)

    def add(self, widget: QWidget) -> None:
        """Add filter chips or the like beside the name."""
        self._flow.addWidget(widget)

    def add_end(self, widget: QWidget) -> None:
        """Add a search field or a button at the right."""
        self._flow.add_end(widget)
