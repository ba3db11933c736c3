# SPDX-License-Identifier: Apache-2.0
"""What was typed but not saved, and how views were left: sealed in this laptop's record, shared with nobody."""

from __future__ import annotations

from .base import Service


class DraftsService(Service):
    """Keeps texts by key over a lock, a close or a crash."""

    def read(self, key: str) -> str:
        """The text kept under a key, or an empty one."""
        with self.station.lock:
            kept = self.station.record.draft(key)
        return kept.decode("utf-8", errors="replace") if kept else ""

    def keys(self, beginning: str) -> list[str]:
        """The keys of all texts that are kept and begin so."""
        with self.station.lock:
            return self.station.record.draft_keys(beginning)

    def keep(self, key: str, text: str) -> None:
        """Keep a text; an empty one forgets what was there."""
        with self.station.lock:
            self.station.record.keep_draft(key, text.encode("utf-8", errors="replace") if text else None)
