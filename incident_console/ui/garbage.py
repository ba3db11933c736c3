# SPDX-License-Identifier: Apache-2.0
"""Frees circles of dead objects in the window's own thread, and nowhere else.

Python does that in whatever thread happens to allocate next. A circle that holds a widget must not end in the thread of
the store or of sync: Qt then hangs or dies. Besides, a look through everything takes longer than a key press may wait;
so what is there when a workspace was opened is set apart until it is locked again.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000
SETTLED_MS = 5_000
"""So long after a workspace was opened, its pages are loaded."""


def free_what_is_due() -> None:
    """What Python would free now, by its own thresholds: the young often, the old seldom."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [age for age in (0, 1, 2) if counts[age] > thresholds[age] > 0]
    if due:
        gc.collect(max(due))


class Garbage(QObject):
    """Takes over from Python's own collector until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tend)
        self._timer.start()
        self._settling = QTimer(self)
        self._settling.setInterval(SETTLED_MS)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(gc.freeze)

    def tend(self) -> None:
        """Free what is due."""
        free_what_is_due()

    def on_unlocked(self) -> None:
        """A workspace was opened: what it loads now stays."""
        self._settling.start()

    def on_locked(self) -> None:
        """It was closed: nobody waits, so look through everything."""
        self._settling.stop()
        gc.unfreeze()
        gc.collect()

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        self._settling.stop()
        gc.unfreeze()
        gc.enable()
