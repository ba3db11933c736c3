# SPDX-License-Identifier: Apache-2.0
"""A field for a few lines of plain text that grows with them; Enter is done, Shift+Enter begins a new line."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from incident_console.ui.theme import follow_theme, theme

_ENTER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_LOWEST = 32
_FRAME = 2 * (5 + 1)  # padding and edge of the style sheet, above and below, in pixels of the design


class GrowingText(QPlainTextEdit):
    """``submitted`` comes with Enter. Higher than ``most_lines`` it scrolls. Tab goes on to the next field."""

    submitted = Signal()

    def __init__(self, name: str, accessible_name: str, most_lines: int = 5) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._most_lines = most_lines
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)
        follow_theme(self._fit)

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text with the cursor at its end; undo goes back no further."""
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER_KEYS and not has_shift:
            if not event.isAutoRepeat():
                self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._height_of(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self._height_of(1))

    def _fit(self) -> None:
        spare = theme().px(_LOWEST) - ceil(self.fontMetrics().lineSpacing()) - theme().px(_FRAME)
        self.setViewportMargins(0, max(0, spare // 2), 0, 0)
        lines = max(1, ceil(self.document().size().height()))
        self.setFixedHeight(self._height_of(min(lines, self._most_lines)))
        is_long = lines > self._most_lines
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)

    def _height_of(self, lines: int) -> int:
        return max(theme().px(_LOWEST), ceil(lines * self.fontMetrics().lineSpacing()) + theme().px(_FRAME))
