# SPDX-License-Identifier: Apache-2.0
"""Where in each document one was, and how it was shown: sealed in the workspace, for the next time it is opened."""

from __future__ import annotations

import msgspec

from incident_console.ui.readers.reader import Spot
from incident_console.ui.widgets.split_page import ViewMemory

_SPOTS, _INVERTED = "documents/spots", "documents/inverted"
_MOST_SPOTS = 200


class _Kept(msgspec.Struct, array_like=True):
    document: str
    version: str
    spot: Spot


class ReadingSpots:
    """Keeps the spots that were changed last."""

    def __init__(self, memory: ViewMemory) -> None:
        self._memory = memory

    def find(self, document: bytes, version: bytes) -> Spot:
        """Where one was in this version; in one not read yet, where one was in the version before."""
        mine = [kept for kept in self._all() if kept.document == document.hex()]
        same = [kept for kept in mine if kept.version == version.hex()]
        return next((kept.spot for kept in (*same, *mine)), Spot())

    def keep(self, document: bytes, version: bytes, spot: Spot) -> None:
        """Remember where one is."""
        if spot == self.find(document, version):
            return
        kept = _Kept(document.hex(), version.hex(), spot)
        others = [each for each in self._all() if (each.document, each.version) != (kept.document, kept.version)]
        self._memory.write(_SPOTS, msgspec.json.encode([kept, *others][:_MOST_SPOTS]).decode())

    @property
    def is_inverted(self) -> bool:
        """Whether pages and pictures are shown light on dark."""
        return bool(self._memory.read(_INVERTED))

    def keep_inverted(self, *, is_inverted: bool) -> None:
        """Remember that for all documents."""
        self._memory.write(_INVERTED, "yes" if is_inverted else "")

    def _all(self) -> list[_Kept]:
        try:
            return msgspec.json.decode(self._memory.read(_SPOTS) or "[]", type=list[_Kept])
        except (msgspec.MsgspecError, RecursionError):
            return []
