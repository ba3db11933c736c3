# SPDX-License-Identifier: Apache-2.0
"""The little drawn key that says what to press."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import follow_theme
from incident_console.ui.theme.painting import draw_key, key_size

_SIGNS = {"Return": "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}", "Enter": "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"}


def key_text(key: str) -> str:
    """A key as this system writes it: "Ctrl+F" is Command F on a Mac, "Return" is drawn as its arrow."""
    return _SIGNS.get(key) or QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class KeyHint(QWidget):
    """Shows a key or key combination, such as S or Ctrl+F."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = key_text(key)
        self.setAccessibleName(f"Key {self._text}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return key_size(self._text).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_key(QPainter(self), QRectF(self.rect()), self._text)
