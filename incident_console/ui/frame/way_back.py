# SPDX-License-Identifier: Apache-2.0
"""Remembers where somebody was when Ctrl+L took them to the log, so that Esc brings them back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class WayBack:
    """One place: a page and what had the keyboard there."""

    def __init__(self) -> None:
        self._key = ""
        self._widget: QWidget | None = None

    def remember(self, key: str) -> None:
        """Keep this page and the widget that has the keyboard, unless a place is kept already."""
        if not self._key:
            self._key, self._widget = key, QApplication.focusWidget()

    def forget(self) -> None:
        """Stay where one is."""
        self._key, self._widget = "", None

    def take(self) -> str:
        """The page to go back to, once; empty where none is kept. Call `focus` after showing it."""
        key, self._key = self._key, ""
        return key

    def focus(self) -> None:
        """Give the keyboard back to what had it, if that is still there."""
        widget, self._widget = self._widget, None
        if widget is not None and isValid(widget) and widget.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
