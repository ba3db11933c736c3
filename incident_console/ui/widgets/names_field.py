# SPDX-License-Identifier: Apache-2.0
"""A field for several names with commas, which offers likely ones for the name that is being typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QLineEdit

from incident_console.ui.widgets.name_field import name_completer
from incident_console.ui.widgets.naming import kebab


class NamesField(QLineEdit):
    """As `NameField`, for the name behind the last comma.

    The completer is Qt's own, told what to complete: one that overrides in Python how a text is parted
    crashed when it was collected.
    """

    def __init__(self, accessible_name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setObjectName(kebab(accessible_name))
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self._names = QStringListModel(self)
        self._offer = name_completer(self._names, self)
        self._offer.setWidget(self)
        self._offer.activated.connect(self._on_chosen)
        self.textEdited.connect(self._on_edited)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these, in this order."""
        self._names.setStringList(list(names))

    def _on_edited(self, text: str) -> None:
        typed = text.rpartition(",")[2].strip()
        if typed and self.cursorPosition() == len(text):
            self._offer.setCompletionPrefix(typed)
            self._offer.complete()
        elif (popup := self._offer.popup()) is not None:
            popup.hide()

    def _on_chosen(self, name: str) -> None:
        before = self.text().rpartition(",")[0].strip()
        self.setText(f"{before}, {name}" if before else name)
