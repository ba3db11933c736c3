# SPDX-License-Identifier: Apache-2.0
"""The files that this laptop holds, by name; the replica keeps their bytes."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable

from incident_console.crypto.hashing import sha256
from incident_console.storage.file_tree import DiskTree
from incident_console.wire import names

from .listing import hash_in, list_all

_LARGEST = 64 << 20


class FileBook:
    """What the replica holds, what came since the start, what was lost, and which heads are covered by newer ones."""

    def __init__(self, replica: DiskTree) -> None:
        self._replica = replica
        self.paths: set[str] = set()
        self.log: list[str] = []
        self.covered: set[str] = set()
        self.lost: set[str] = set()

    def look(self, rescue: Callable[[bytes], Iterable[tuple[str, bytes]]]) -> None:
        """List the replica anew, and clear away what a crash left half written.

        ``rescue`` gives the files that are still sound in a damaged one, before that goes.
        """
        listing = list_all(self._replica)
        self.lost.clear()
        self.paths &= listing.files
        for path in sorted(listing.files - self.paths):
            self.note(path)
        for path in sorted(listing.leftovers):
            if names.is_set_aside(path.rpartition("/")[2]):
                self.keep_all(rescue(self._replica.read(path, _LARGEST)))
            if not self._replica.is_unfinished(path):
                self._replica.remove(path)

    def keep(self, path: str, data: bytes) -> bool:
        """Keep a verified file, in place of a damaged one of its name; False if it was there already.

        Raises OSError if the disk cannot.
        """
        if path in self.paths:
            return False
        is_new = self._put(path, data)
        self.note(path)
        return is_new

    def keep_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Keep verified files that came together; they are safe on return. Raises OSError if the disk cannot."""
        new: list[str] = []
        with self._replica.together():
            for path, data in files:
                if path not in self.paths:
                    self._put(path, data)
                    new.append(path)
        for path in new:
            self.note(path)

    def _put(self, path: str, data: bytes) -> bool:
        is_new = self._replica.put_new(path, data)
        if not is_new and self._replica.read(path, len(data)) != data:
            self._replica.set_aside(path)
            is_new = self._replica.put_new(path, data)
        return is_new

    def keep_surely(self, path: str, data: bytes) -> None:
        """Keep a file for good and read it back, since nothing else holds it. Raises OSError if the disk did not."""
        for _ in range(2):
            if not self.keep(path, data) and path in self.paths:
                self._replica.secure(path)
            if self.read(path) == data:
                return
        raise OSError(errno.EIO, "the disk did not keep a file", path)

    def note(self, path: str) -> None:
        """A file was put into the replica."""
        if path not in self.paths:
            self.lost.discard(path)
            self.paths.add(path)
            self.log.append(path)

    def drop(self, path: str) -> None:
        """Let go of a file here; where it lies in a folder, it stays."""
        self._replica.remove(path)
        self.paths.discard(path)

    def cover(self, path: str) -> None:
        """Let go of a head that a verified newer one covers, here and in folders."""
        self.covered.add(path)
        if path in self.paths:
            self._replica.remove(path)
            self.paths.discard(path)

    def read(self, path: str, digest: bytes | None = None) -> bytes | None:
        """The bytes of a file, or None if it vanished from the replica or rotted there: then it has to come again.

        They are checked against the whole ``digest`` where it is known, else against what the name holds of it.
        """
        try:
            data = self._replica.read(path, _LARGEST)
        except FileNotFoundError:
            self._lose(path)
            return None
        if sha256(data) == digest if digest else names.has_hash(hash_in(path) or "", data):
            return data
        self._replica.set_aside(path)
        self._lose(path)
        return None

    def read_piece(self, path: str, offset: int, length: int) -> bytes | None:
        """Some bytes of a file, not checked against its name; None if the file is not in the replica any more."""
        try:
            return self._replica.read_piece(path, offset, length)
        except FileNotFoundError:
            self._lose(path)
            return None

    def _lose(self, path: str) -> None:
        if path in self.paths:
            self.lost.add(path)
            self.paths.discard(path)
