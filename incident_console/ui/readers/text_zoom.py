# SPDX-License-Identifier: Apache-2.0
"""The text of one document larger or smaller than that of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent, QWheelEvent

from incident_console.ui.theme import theme

USUAL = 100
_STEPS = (70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)


def stepped(percent: int, step: int) -> int:
    """The next size up (1) or down (-1), or the usual one (0)."""
    if not step:
        return USUAL
    further = [each for each in _STEPS if (each - percent) * step > 0]
    return (min if step > 0 else max)(further, default=percent)


def zoomed_font(percent: int) -> QFont:
    """The font of the window in this size."""
    font = QFont(theme().font())
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    return font


def step_of_key(event: QKeyEvent) -> int | None:
    """Whether a key asks for larger (+), smaller (-) or the usual size (0)."""
    return {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(Qt.Key(event.key()))


def step_of_wheel(event: QWheelEvent) -> int | None:
    """Whether Ctrl and the wheel ask for larger or smaller."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not event.angleDelta().y():
        return None
    return 1 if event.angleDelta().y() > 0 else -1
