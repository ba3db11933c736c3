# SPDX-License-Identifier: Apache-2.0
"""What our list models answer besides Qt's own roles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

KeyRole = Qt.ItemDataRole.UserRole + 1
"""What a row stays known by when the model is filled anew: selection and scroll position are kept by it."""
SortRole = Qt.ItemDataRole.UserRole + 2
"""What a sorting proxy compares."""
RowRole = Qt.ItemDataRole.UserRole + 3
"""How the row looks: a `Row` or a `Heading` (ui/delegates/row.py)."""

AnyIndex = QModelIndex | QPersistentModelIndex
"""What model overrides are given."""
