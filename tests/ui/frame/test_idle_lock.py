# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.frame.idle_lock import IdleLock, seconds_awake_or_asleep

Show = Callable[..., QWidget]
BLINK = 0.2 / 60
"""A fifth of a second, in minutes."""


class Seconds:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def handle(show: Show) -> QWindow:
    window = show(QWidget()).windowHandle()
    assert window is not None
    return window


def touch(window: QWindow) -> None:
    QTest.mouseMove(window, QPoint(5, 5))
    QTest.keyClick(window, Qt.Key.Key_A)


def test_nobody_touching_anything_locks(qtbot: QtBot, show: Show) -> None:
    idle = IdleLock(BLINK, handle(show))
    with qtbot.waitSignal(idle.idle, timeout=3_000):
        pass


def test_never_means_never(qtbot: QtBot, show: Show) -> None:
    clock = Seconds()
    window = handle(show)
    idle = IdleLock(0, window, clock)
    clock.now += 1e6
    with qtbot.assertNotEmitted(idle.idle, wait=50):
        touch(window)


def test_a_touch_puts_the_lock_off(qtbot: QtBot, show: Show) -> None:
    clock = Seconds()
    window = handle(show)
    idle = IdleLock(BLINK, window, clock)
    clock.now += 0.1
    touch(window)
    clock.now += 0.15  # the timer goes off now, but only 0.15 s after the touch
    with qtbot.assertNotEmitted(idle.idle, wait=230):
        pass
    clock.now += 1
    with qtbot.waitSignal(idle.idle, timeout=3_000):
        pass


def test_the_key_that_ends_a_long_sleep_locks_and_reaches_nothing(qtbot: QtBot, show: Show) -> None:
    clock = Seconds()
    line = QLineEdit()
    window = show(line).windowHandle()
    assert window is not None
    line.setFocus()
    idle = IdleLock(15, window, clock)
    clock.now += 3600  # the laptop slept, and its timers with it
    with qtbot.waitSignal(idle.idle, timeout=1_000):
        QTest.keyClick(window, Qt.Key.Key_A)
    assert line.text() == ""
    QTest.keyClick(window, Qt.Key.Key_B)
    assert line.text() == "b"
    idle.set_minutes(0)


def test_the_clock_goes_on() -> None:
    assert seconds_awake_or_asleep() > 0
