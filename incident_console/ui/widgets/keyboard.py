# SPDX-License-Identifier: Apache-2.0
"""Where the keyboard is."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget


def has_keyboard(part: QWidget) -> bool:
    """Whether this part, or anything inside it, has the keyboard."""
    focused: QWidget | None = QApplication.focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))
