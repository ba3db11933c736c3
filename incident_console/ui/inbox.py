# SPDX-License-Identifier: Apache-2.0
"""The one place where something hops from another thread to the thread of the window."""

from __future__ import annotations

from collections import deque
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal


class Inbox(QObject):
    """Any thread puts things in; the thread that made the inbox gets them, in order, all of one turn at once."""

    arrived = Signal(list)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._waiting: deque[object] = deque()
        self._is_closed = False
        self._woken.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    def put(self, item: object) -> None:
        """Leave something for the window's thread; after `close` nothing is taken in."""
        with self._lock:
            if self._is_closed:
                return
            self._waiting.append(item)
            # One wake-up is on its way for everything that waits. Under the lock: Qt must not be gone in between.
            if len(self._waiting) == 1:
                self._woken.emit()

    def deliver(self) -> None:
        """Hand over what waits now, without waiting for the event loop."""
        with self._lock:
            items = list(self._waiting)
            self._waiting.clear()
        if items:
            self.arrived.emit(items)

    def close(self) -> None:
        """Take nothing in any more and forget what waits."""
        with self._lock:
            self._is_closed = True
            self._waiting.clear()
