# SPDX-License-Identifier: Apache-2.0
"""What our own buttons have in common: Enter presses them as Space does, arrow keys belong to what they stand in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


def is_enter(event: QKeyEvent) -> bool:
    """Whether this is one of the two Enter keys, newly pressed."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat()


class Pressable(QAbstractButton):
    """A button that paints itself; Qt's own would take the arrow keys to jump to any neighbour."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)
