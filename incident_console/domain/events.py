# SPDX-License-Identifier: Apache-2.0
"""What happened, told after it is durable, to whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .projection import Row


@dataclass(frozen=True, slots=True)
class Change:
    """What a thing became: its new row, or None when it is gone."""

    thing: str
    key: bytes
    incident: bytes | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class ThingsChanged:
    """Entries, tasks, people or others changed; ``is_local`` tells own work from what a carrier brought."""

    changes: tuple[Change, ...]
    is_local: bool


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """A station was admitted, or this one was."""


@dataclass(frozen=True, slots=True)
class SyncStateChanged:
    """A folder was reached, lost or synced, or a station was heard."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know, calmly: a second copy of this laptop, a folder rolled back."""

    title: str
    message: str


Event = ThingsChanged | MembershipChanged | SyncStateChanged | Notice


class EventBus:
    """Hands each event to every subscriber, in the thread that publishes."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Event], None]] = []

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back for every event from now on; the result ends that."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def publish(self, event: Event) -> None:
        """Tell everyone."""
        for callback in tuple(self._subscribers):
            callback(event)
