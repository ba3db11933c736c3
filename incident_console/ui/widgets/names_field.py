# SPDX-License-Identifier: Apache-2.0
"""A field for several names with commas, which offers likely ones for the name that is being typed."""

from __future__ import annotations

from PySide6.QtWidgets import QCompleter

from incident_console.ui.widgets.name_field import NameField


class NamesField(NameField):
    """As `NameField`, for the name behind the last comma.

    The completer is Qt's own, told what to complete: one that overrides in Python how a text is parted
    crashed when it was collected.
    """

    def offer_by(self, completer: QCompleter) -> None:
        self._offer = completer
        completer.setWidget(self)
        completer.activated.connect(self._on_chosen)
        self.textEdited.connect(self._on_edited)

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
