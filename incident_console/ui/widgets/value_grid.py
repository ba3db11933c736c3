# SPDX-License-Identifier: Apache-2.0
"""Names at the left, values at the right: what is known about one thing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.label import Label


class ValueGrid(QWidget):
    """A two-column grid. Values wrap and can be copied; where the pane is narrow, names keep a third of it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, Label] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        follow_theme(self._restyle)

    def add(self, name: str, value: str, role: Role = Role.TEXT, *, is_bold: bool = False) -> Label:
        """Add a name and its value; the tooltip is yours to set (such as the full time with its offset)."""
        label = Label(value, TextStyle.BODY, role, is_bold=is_bold, is_wrapped=True)
        label.make_selectable()
        label.setAccessibleName(f"{name}: {value}")
        self._values[name] = label
        self.add_widget(name, label)
        return label

    def add_widget(self, name: str, widget: QWidget, *, is_centred: bool = False) -> None:
        """Add a name and something to act on, such as chips that move a due time.

        With ``is_centred`` the name stands level with the middle of a field, not with a first line.
        """
        row = self._grid.rowCount()
        shown_name = Label(name, TextStyle.BODY, Role.MUTED, is_wrapped=True)
        shown_name.setBuddy(widget)
        level = Qt.AlignmentFlag.AlignVCenter if is_centred else Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(shown_name, row, 0, level)
        self._grid.addWidget(widget, row, 1)

    def set_value(self, name: str, value: str, role: Role = Role.TEXT) -> Label:
        """Show another value beside a name. Raises KeyError for a name that was not added with `add`."""
        label = self._values[name]
        label.setText(value)
        label.setAccessibleName(f"{name}: {value}")
        label.set_role(role)
        return label

    def _restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme().px(12))
        self._grid.setVerticalSpacing(theme().px(6))
        self._grid.setColumnMinimumWidth(0, theme().px(92))
