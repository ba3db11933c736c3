# SPDX-License-Identifier: Apache-2.0
"""Room around the items of a plain list, tree or drop-down list that Qt draws itself."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from incident_console.ui.item_roles import AnyIndex
from incident_console.ui.theme import theme


class RoomyDelegate(QStyledItemDelegate):
    """Give it to a QTreeView or QListView of single lines: ``view.setItemDelegate(RoomyDelegate(view))``."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + theme().px(12), max(size.height(), theme().px(28)))
