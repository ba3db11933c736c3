# SPDX-License-Identifier: Apache-2.0
"""A field for several names with commas, which offers likely ones for the name that is being typed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QCompleter

from incident_console.ui.widgets.name_field import NameField


class NamesField(NameField):
    """As `NameField`, name by name."""

    def make_completer(self) -> QCompleter:
        return _LastNameCompleter(self)


class _LastNameCompleter(QCompleter):
    """Completes what stands behind the last comma."""

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        chosen = super().pathFromIndex(index)
        field = self.widget()
        before = field.text().rpartition(",")[0].strip() if isinstance(field, NamesField) else ""
        return f"{before}, {chosen}" if before else chosen
