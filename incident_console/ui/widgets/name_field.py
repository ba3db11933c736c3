# SPDX-License-Identifier: Apache-2.0
"""A field for a name, which offers those that are likely while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from incident_console.ui.delegates.roomy_delegate import RoomyDelegate
from incident_console.ui.widgets.naming import kebab


class NameField(QLineEdit):
    """Any name may be typed; Down goes into the list of those that hold what was typed."""

    def __init__(self, accessible_name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setObjectName(kebab(accessible_name))
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self._names = QStringListModel(self)
        completer = self.make_completer()
        completer.setModel(self._names)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        completer.setPopup(popup)
        popup.setItemDelegate(RoomyDelegate(popup))
        self.setCompleter(completer)

    def make_completer(self) -> QCompleter:
        """What completes the text that is typed."""
        return QCompleter(self)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these, in this order."""
        self._names.setStringList(list(names))
