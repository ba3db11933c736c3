# SPDX-License-Identifier: Apache-2.0
"""Choosing several documents in the list, to change them together; apart from the one that is read."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from incident_console.ui.models.documents_model import DocumentsModel
from incident_console.ui.widgets.row_list import RowList


class Choosing(QObject):
    """Space or Ctrl and a click choose one more or one less, Ctrl+A all that are shown; ``changed`` tells of it."""

    changed = Signal()

    def __init__(self, rows: RowList, model: DocumentsModel) -> None:
        super().__init__(rows)
        self._rows, self._model = rows, model
        self.keys: frozenset[bytes] = frozenset()
        for keys, slot in (("Space", self._on_space), ("Ctrl+A", self._on_all)):
            QShortcut(QKeySequence(keys), rows, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(slot)
        rows.cell_clicked.connect(self._on_clicked)

    def choose(self, keys: frozenset[bytes]) -> None:
        """Choose these instead."""
        if keys != self.keys:
            self.keys = keys
            self.changed.emit()

    def choose_none(self) -> None:
        """Choose no document any more."""
        self.choose(frozenset())

    def _on_space(self) -> None:
        self._toggle(self._rows.current_key())

    def _on_all(self) -> None:
        shown = frozenset(item.key for item in self._model.items)
        self.choose(frozenset() if shown <= self.keys else self.keys | shown)

    def _on_clicked(self, key: object, _column: str) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self._toggle(key)

    def _toggle(self, key: object) -> None:
        if isinstance(key, bytes):
            self.choose(self.keys ^ {key})
