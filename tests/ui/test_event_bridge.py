# SPDX-License-Identifier: Apache-2.0
"""Events hop from any thread to the window's thread."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from incident_console.domain.events import Event, EventBus, MembershipChanged, Notice, SyncStateChanged
from incident_console.ui.event_bridge import EventBridge


def publish_in_a_thread(bus: EventBus, *events: Event) -> None:
    def publish() -> None:
        for event in events:
            bus.publish(event)

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()


def test_events_of_another_thread_arrive_in_the_windows_thread_in_order(qtbot: QtBot) -> None:
    bus, seen = EventBus(), list[tuple[tuple[Event, ...], int]]()
    bridge = EventBridge(bus)
    bridge.arrived.connect(lambda events: seen.append((events, threading.get_ident())))
    with qtbot.waitSignal(bridge.arrived, timeout=5000):
        publish_in_a_thread(bus, MembershipChanged(), SyncStateChanged(), Notice("Title", "Message"))
    assert seen == [((MembershipChanged(), SyncStateChanged(), Notice("Title", "Message")), threading.get_ident())]
    bridge.close()


def test_a_hundred_events_of_one_turn_arrive_as_one_batch(qtbot: QtBot) -> None:
    bus, batches = EventBus(), list[int]()
    bridge = EventBridge(bus)
    bridge.arrived.connect(lambda events: batches.append(len(events)))
    for _ in range(100):
        bus.publish(SyncStateChanged())
    assert not batches
    qtbot.waitUntil(lambda: bool(batches), timeout=5000)
    assert batches == [100]
    bridge.close()


def test_an_event_that_a_listener_causes_comes_in_the_next_turn(qtbot: QtBot) -> None:
    bus, batches = EventBus(), list[tuple[Event, ...]]()
    bridge = EventBridge(bus)

    def listen(events: tuple[Event, ...]) -> None:
        batches.append(events)
        if len(batches) == 1:
            bus.publish(MembershipChanged())

    bridge.arrived.connect(listen)
    bus.publish(SyncStateChanged())
    qtbot.waitUntil(lambda: len(batches) == 2, timeout=5000)
    assert batches == [(SyncStateChanged(),), (MembershipChanged(),)]
    bridge.close()


def test_a_closed_bridge_hears_and_tells_nothing(qtbot: QtBot) -> None:
    bus, seen = EventBus(), list[object]()
    bridge, watcher = EventBridge(bus), EventBridge(bus)
    bridge.arrived.connect(seen.append)
    bus.publish(SyncStateChanged())
    bridge.close()
    bridge.close()
    with qtbot.waitSignal(watcher.arrived, timeout=5000):
        bus.publish(MembershipChanged())
    assert not seen
    watcher.close()
