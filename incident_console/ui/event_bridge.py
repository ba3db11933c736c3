# SPDX-License-Identifier: Apache-2.0
"""Brings events of the program to the window: published in any thread, received in the window's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from incident_console.domain.events import Event
from incident_console.ui.inbox import Inbox


class Bus(Protocol):
    """Where services publish: calls every subscriber in the thread that publishes."""

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back for every event from now on; the result ends that."""


class EventBridge(QObject):
    """``arrived(tuple of events)`` comes at most once per turn of the event loop, in the order of publishing.

    Listen with ``bridge.arrived.connect(self._on_events)``; sync may bring a hundred events in one turn, so a page
    that asks anew asks once for all of them. Call `close` before the bus goes away.
    """

    arrived = Signal(tuple)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_items_arrived)
        self._unsubscribe: Callable[[], None] | None = bus.subscribe(self._inbox.put)

    def close(self) -> None:
        """Listen no more; events that are still on their way are dropped. Twice is fine."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._inbox.close()

    def _on_items_arrived(self, items: list[Event]) -> None:
        self.arrived.emit(tuple(items))
