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
        self, minutes: float, window: QWindow, seconds_now: Callable[[], float] = seconds_awake_or_asleep
    ) -> None:
        super().__init__(window)
        self._seconds_now = seconds_now
        self._limit_s = 0.0
        self._touched_at = seconds_now()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        window.installEventFilter(self)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float) -> None:
        """Change how long nobody may touch anything; 0 never locks."""
        self._limit_s = minutes * 60.0
        self._touched_at = self._seconds_now()
        self._timer.stop()
        if minutes:
            self._timer.start(int(self._limit_s * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() in _ACTIVITY and self._is_too_late()

    def _is_too_late(self) -> bool:
        """Note a touch; one that ends a sleep longer than allowed locks, and reaches nothing behind the lock."""
        now, before = self._seconds_now(), self._touched_at
        self._touched_at = now
        is_late = bool(self._limit_s) and now - before >= self._limit_s
        if is_late:
            self._timer.stop()
            self.idle.emit()
        return is_late

    def _on_timeout(self) -> None:
        left_s = self._limit_s - (self._seconds_now() - self._touched_at)
        if left_s > 0:
            self._timer.start(int(left_s * 1000) + 1)
        else:
            self.idle.emit()
