# SPDX-License-Identifier: Apache-2.0
"""What this laptop found and nobody has seen yet, because a command found it or nobody was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.sync.notices import saw_copy, unseen_copy

from .base import Service

if TYPE_CHECKING:
    from incident_console.domain.events import Notice


class NoticesService(Service):
    """Keeps that a copy of this workspace was met until a person closes the word of it in the window."""

    def unseen(self) -> Notice | None:
        """What is to be told, if anything is."""
        with self.station.lock:
            return unseen_copy(self.station.record)

    def seen(self, title: str) -> Notice | None:
        """Somebody closed what has this title; returns what he has not seen yet."""
        with self.station.lock:
            unseen = self.unseen()
            if unseen is None or unseen.title != title:
                return unseen
            saw_copy(self.station.record)
            return None
