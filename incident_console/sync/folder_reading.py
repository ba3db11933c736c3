# SPDX-License-Identifier: Apache-2.0
"""Reading files from one folder for a round: whatever does not verify has not arrived yet, and is tried again later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.storage.carriers import QuarantineRow
from incident_console.wire import names

from .folder_view import FolderView
from .listing import is_rollup
from .station import Station
from .taking_files import take_unread

UNKNOWN_A_ROUND = 200
"""Heads of unknown streams and join requests looked at in one round: junk cannot keep a laptop busy."""


class FolderReader:
    """One round of reading from one folder, with its counts; ``junk_bytes`` are those of roll-ups that came to nothing.

    ``waiting`` are the files that were set aside in earlier rounds.
    """

    def __init__(
        self,
        station: Station,
        view: FolderView,
        progress: Callable[[str, int, int], None] | None,
        cancel: Event | None,
    ) -> None:
        self.station = station
        self.view = view
        self.progress = progress or (lambda *_: None)
        self.cancel = cancel or Event()
        self.waiting = self.set_aside()
        self.junk_bytes = 0
        self.received = self.quarantined = self.opened = 0

    def is_locked(self, path: str) -> bool:
        """Whether no key that is held opens a file, as far as was tried."""
        return self.view.locked.get(path) == self.station.keyring.count

    def must_wait(self, path: str) -> bool:
        """Whether a file was tried already and it is too early to try again."""
        row = self.waiting.get(path)
        if self.view.refused and path in self.view.refused:
            return True
        return self.is_locked(path) or (row is not None and not row.is_due(self.station.now().ms))

    def in_turn(self, paths: Iterable[str]) -> list[str]:
        """So many of the files that anybody may have put there, other ones each round, so that junk hides nothing."""
        return self.turned(path for path in paths if not self.must_wait(path))[:UNKNOWN_A_ROUND]

    def turned(self, paths: Iterable[str]) -> list[str]:
        """The files in order, beginning elsewhere each round."""
        ready = sorted(paths)
        start = self.view.turn * UNKNOWN_A_ROUND % max(len(ready), 1)
        return ready[start:] + ready[:start]

    def fetch(self, path: str, cap: int, hash_in_name: str | None) -> bytes | None:
        """A file that is what its name promises, else None; it is set aside then."""
        if hash_in_name is None or self.must_wait(path):
            return None
        data = self.read(path, cap)
        if data is None:
            return None
        fault = "size" if len(data) > cap else "" if names.has_hash(hash_in_name, data) else "hash"
        if fault:
            self.not_arrived(path, fault, len(data))
        return None if fault else data

    def read(self, path: str, cap: int) -> bytes | None:
        """At most one byte more than the cap of a file; None if it vanished or cannot be read."""
        try:
            data = self.view.tree.read(path, cap)
        except FileNotFoundError:
            return None
        except OSError:
            if not self.view.tree.is_there():
                raise
            self.not_arrived(path, "unreadable", 0)
            return None
        self.opened += 1
        return data

    def verified(self, path: str, data: bytes, take: Callable[[bytes], object]) -> bool:
        """Hand a file to whoever verifies it; False if its key is not held yet."""
        try:
            take(data)
        except KeyNotHeld:
            self.view.locked[path] = self.station.keyring.count
            self.junk_bytes += len(data) if is_rollup(path) else 0
            return False
        except NeedsNewerVersion:
            if not take_unread(self.station, path, data):
                self.not_arrived(path, "newer", len(data))
        except DamagedFile as damaged:
            self.not_arrived(path, damaged.code, len(data))
        else:
            if path in self.waiting:
                self.release(path)
        return True

    def set_aside(self) -> dict[str, QuarantineRow]:
        """Files of this folder that did not arrive, by name."""
        with self.station.lock:
            return {row.name: row for row in self.station.carriers.quarantined(self.view.key)}

    def release(self, path: str) -> None:
        """A file is waited for no longer."""
        with self.station.lock:
            self.station.carriers.release(self.view.key, path)

    def not_arrived(self, path: str, code: str, size: int) -> None:
        """Set a file aside until it is tried again."""
        self.junk_bytes += size if is_rollup(path) else 0
        self.quarantined += 1
        if self.view.refused is not None:
            self.view.refused.add(path)
            return
        with self.station.lock:
            self.station.carriers.set_aside(self.view.key, path, code, size, self.station.now().ms)
