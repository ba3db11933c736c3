# SPDX-License-Identifier: Apache-2.0
"""Where one is reading, what was read before and after, and what last (sealed in the workspace, never plain)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incident_console.services.documents import DocumentLine
from incident_console.ui.widgets.split_page import ViewMemory

_RECENT = "documents/recent"
_ID_BYTES = 16
_MOST_RECENT, _MOST_PAST = 6, 100


@dataclass(frozen=True, slots=True)
class Place:
    """A document, a version of it (None: the latest), and the heading to begin at."""

    key: bytes
    version: bytes | None = None
    anchor: str = ""


def place_of(thing: bytes) -> Place:
    """Where another page sends one: to a document, or to the version whose id stands behind the document's."""
    return Place(thing[:_ID_BYTES], thing[_ID_BYTES:] or None)


class ReadingHistory:
    """``now`` is what is read or being opened; an empty key stands for nothing yet."""

    def __init__(self, memory: ViewMemory) -> None:
        self._memory = memory
        self._past: list[Place] = []
        self._future: list[Place] = []
        self.now = Place(b"")

    @property
    def has_past(self) -> bool:
        """Whether something was read before."""
        return bool(self._past)

    @property
    def has_future(self) -> bool:
        """Whether one went back from something."""
        return bool(self._future)

    def go_on(self, place: Place) -> None:
        """Read something else, from which the way leads back here."""
        if self.now.key:
            self._past = [*self._past[1 - _MOST_PAST :], self.now]
        self._future.clear()
        self.now = place

    def go_back(self) -> Place | None:
        """Go back to what was read before; None where there is nothing."""
        if not self._past:
            return None
        self._future.append(self.now)
        self.now = self._past.pop()
        return self.now

    def go_forward(self) -> Place | None:
        """Go to where one went back from; None where there is nothing."""
        if not self._future:
            return None
        self._past.append(self.now)
        self.now = self._future.pop()
        return self.now

    def note_read(self, key: bytes) -> None:
        """Remember that a document was read."""
        others = [other for other in self._recent_keys() if other != key.hex()]
        self._memory.write(_RECENT, " ".join([key.hex(), *others][:_MOST_RECENT]))

    def recent(self, lines: Mapping[bytes, DocumentLine]) -> list[DocumentLine]:
        """What was read last and is still here, the latest first."""
        keys = [bytes.fromhex(key) for key in self._recent_keys()]
        return [lines[key] for key in keys if key in lines]

    def _recent_keys(self) -> list[str]:
        return [key for key in self._memory.read(_RECENT).split() if _is_key(key)]


def _is_key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 16
    except ValueError:
        return False
