# SPDX-License-Identifier: Apache-2.0
"""Closes the window properly when the system or a terminal asks the program to end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_ASKING = (signal.SIGINT, signal.SIGTERM)


class EndSignals(QObject):
    """Calls ``end`` in the window's thread on Ctrl+C or a polite kill; without this they would wait for a key press.

    Python runs a signal's handler only between two of its own instructions, so Qt is woken by a socket.
    """

    def __init__(self, end: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self._reader, self._writer = socket.socketpair()
        for end_of_pair in (self._reader, self._writer):
            end_of_pair.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno())
        self._before = {number: signal.signal(number, _note) for number in _ASKING}

    def close(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_woken(self) -> None:
        if set(self._reader.recv(64)) & set(_ASKING):
            self._end()


def _note(_number: int, _frame: object) -> None:
    """The number itself comes through the socket."""
