# SPDX-License-Identifier: Apache-2.0
"""A part of a form: the name of a field above it, and a sentence below that explains it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.label import Label


class FormField(QWidget):
    """Name, field, explanation; ``beside`` stands at the right of the field."""

    def __init__(self, name: str, field: QWidget, explains: str = "", beside: QWidget | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        label = Label(name)
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._row = QHBoxLayout()
        self._row.addWidget(field, 1)
        if beside is not None:
            self._row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label)
        self._column.addLayout(self._row)
        if explains:
            self._column.addWidget(Label(explains, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        self.setFocusProxy(field)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(5))
        self._row.setSpacing(theme().px(8))
