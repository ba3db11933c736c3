# SPDX-License-Identifier: Apache-2.0
"""The headings of a page, with the place of each in its text."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from incident_console.ui.readers.reader import OutlineLine

_MOST = 2_000


def headings_of(document: QTextDocument) -> list[OutlineLine]:
    """Every heading that has words, in order."""
    found: list[OutlineLine] = []
    block = document.begin()
    while block.isValid() and len(found) < _MOST:
        level, words = block.blockFormat().headingLevel(), " ".join(block.text().split())
        if level and words:
            found.append(OutlineLine(level, words, block.position()))
        block = block.next()
    return found
