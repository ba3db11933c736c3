# SPDX-License-Identifier: Apache-2.0
"""Locks when nobody has touched keyboard or mouse for a while, also when the laptop slept meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}


def seconds_awake_or_asleep() -> float:
    """A clock that nobody can set and that goes on while the laptop sleeps, where the system has one."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)


class IdleLock(QObject):
    """``idle`` comes once after so many minutes without a touch; 0 minutes: never. One timer, no ticking.

    It listens to the window of the system, where all touches pass, rather than to every event of the program.
    """

    idle = Signal()

    def __init__(
        self, minutes: int, window: QWindow, seconds_now: Callable[[], float] = seconds_awake_or_asleep
    ) -> None:
        super().__init__(window)
        self._seconds_now = seconds_now
        self._limit_s = 0.0
        self._touched_at = seconds_now()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        window.installEventFilter(self)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """Change how long nobody may touch anything; 0 never locks."""
        self._limit_s = minutes * 60.0
        self._touched_at = self._seconds_now()
        self._timer.stop()
        if minutes:
            self._timer.start(int(self._limit_s * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY:
            self._on_touch()
        return False

    def _on_touch(self) -> None:
        now = self._seconds_now()
        if self._limit_s and now - self._touched_at >= self._limit_s:  # the laptop slept, and the timer with it
            self._timer.stop()
            self.idle.emit()
        self._touched_at = now

    def _on_timeout(self) -> None:
        left_s = self._limit_s - (self._seconds_now() - self._touched_at)
        if left_s > 0:
            self._timer.start(int(left_s * 1000) + 1)
        else:
            self.idle.emit()
