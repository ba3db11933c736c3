# SPDX-License-Identifier: Apache-2.0
"""The files that this laptop holds, by name; the replica keeps their bytes."""

from __future__ import annotations

from incident_console.storage.file_tree import DiskTree

from .listing import list_all

_LARGEST = 64 << 20


class FileBook:
    """What the replica holds, what came since the start, and which heads are covered by newer ones."""

    def __init__(self, replica: DiskTree) -> None:
        self._replica = replica
        self.paths: set[str] = set(list_all(replica).files)
        self.log: list[str] = []
        self.covered: set[str] = set()

    def keep(self, path: str, data: bytes) -> None:
        """Keep a verified file. Raises OSError if the disk cannot."""
        if path not in self.paths:
            self._replica.put_new(path, data)
            self.note(path)

    def note(self, path: str) -> None:
        """A file was put into the replica."""
        if path not in self.paths:
            self.paths.add(path)
            self.log.append(path)

    def cover(self, path: str) -> None:
        """Let go of a head that a verified newer one covers, here and in folders."""
        self._replica.remove(path)
        self.paths.discard(path)
        self.covered.add(path)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None if it vanished from the replica."""
        try:
            return self._replica.read(path, _LARGEST)
        except FileNotFoundError:
            self.paths.discard(path)
            return None
