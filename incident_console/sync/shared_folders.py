# SPDX-License-Identifier: Apache-2.0
"""The shared folders that this laptop syncs through, kept in its record."""

from __future__ import annotations

from pathlib import Path
from threading import RLock

from incident_console.domain.errors import KnownError
from incident_console.domain.ports import Now
from incident_console.storage.carriers import Carriers, FolderRow


class SharedFolders:
    """A station's folders; those in ``unopened`` hold a station's newest head under a key that is not here."""

    def __init__(self, carriers: Carriers, lock: RLock, now: Now) -> None:
        self._carriers, self._lock, self._now = carriers, lock, now
        self.unopened: set[str] = set()

    def all(self) -> list[FolderRow]:
        """The shared folders of this laptop."""
        with self._lock:
            return self._carriers.folders()

    def add(self, path: Path) -> None:
        """Sync through a folder from now on."""
        with self._lock:
            self._carriers.add_folder(str(path.absolute()), self._now().ms)

    def remove(self, path: Path) -> None:
        """Sync through a folder no longer; its files stay. Raises KnownError if it is none of this laptop's."""
        with self._lock:
            if not self._carriers.remove_folder(str(path.absolute())):
                raise KnownError(f"{path} is not one of this laptop's folders", "Nothing was changed.")
            self.unopened.discard(str(path.absolute()))

    def note_mount(self, path: str, mount: str) -> None:
        """Note the mount point below which a folder lies while it is well."""
        with self._lock:
            if self._carriers.mount(path) != mount:
                self._carriers.note_mount(path, mount)

    def mount(self, path: str) -> str | None:
        """The mount point below which a folder lay when it was last well; None where that is not known."""
        with self._lock:
            return self._carriers.mount(path)

    def note(self, path: str, state: str, *, is_synced: bool, is_compared: bool) -> bool:
        """Note how a folder was found; True if that is news."""
        with self._lock:
            now_ms = self._now().ms
            return self._carriers.set_state(path, state, now_ms, is_synced=is_synced, is_compared=is_compared)
