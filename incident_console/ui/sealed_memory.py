# SPDX-License-Identifier: Apache-2.0
"""How views were left, and settings of one workspace: in memory while it is open, sealed inside it for next time."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

DRAFT_KEY = "window"
_PAUSE_MS = 2_000
_LARGEST_VALUE = 64 << 10


class SealedMemory(QObject):
    """Reads at once from what was loaded while unlocking; writing is gathered: a moved splitter costs one write.

    ``keep`` is given the whole text a moment after something changed, and at `flush`.
    """

    def __init__(self, kept: str, keep: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values, self._keep = _values_in(kept), keep
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._is_dirty = False

    def read(self, key: str) -> str:
        """What was kept under a key, or an empty text."""
        return self._values.get(key, "")

    def write(self, key: str, value: str) -> None:
        """Keep a text; an empty or very long one is not kept."""
        if self._values.get(key, "") == value:
            return
        self._values.pop(key, None)
        if value and len(value) <= _LARGEST_VALUE:
            self._values[key] = value
        self._is_dirty = True
        self._pause.start()

    def flush(self) -> None:
        """Keep now what changed since."""
        self._pause.stop()
        if self._is_dirty:
            self._is_dirty = False
            self._keep(json.dumps(self._values))


def _values_in(kept: str) -> dict[str, str]:
    try:
        found = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str)}
