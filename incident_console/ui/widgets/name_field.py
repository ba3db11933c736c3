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
        self.offer_by(_completer(self._names, self))

    def offer_by(self, completer: QCompleter) -> None:
        """Use what offers names."""
        self.setCompleter(completer)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these, in this order."""
        self._names.setStringList(list(names))


def _completer(names: QStringListModel, field: QLineEdit) -> QCompleter:
    """What offers those names that hold what was typed."""
    completer = QCompleter(names, field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    popup = QListView()
    completer.setPopup(popup)
    popup.setItemDelegate(RoomyDelegate(popup))
    return completer
