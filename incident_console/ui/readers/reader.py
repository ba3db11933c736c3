# SPDX-License-Identifier: Apache-2.0
"""What every reader of documents can do; the frame around it offers these and hides what one cannot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Reader(QWidget):
    """Shows one document at a time. ``can_zoom`` says whether zoom means anything here."""

    found_changed = Signal(int, int)
    """Which match is before the eye (from 1; 0 for none), and of how many."""
    place_changed = Signal(str)
    """Where in the document one is, such as "Page 3 of 12, 120 %"."""
    can_zoom = False

    def find_words(self, words: str) -> None:
        """Mark every word of a search and go to the first; no words take the marks away."""

    def go_to_match(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), around the end."""

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or as it fits (0)."""

    def forget(self) -> None:
        """Let go of the document."""

    def _fill(self, part: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(part)
        self.setFocusProxy(part)
