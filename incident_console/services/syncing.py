# SPDX-License-Identifier: Apache-2.0
"""What goes on by itself while a workspace is open: seal what was saved, look into each folder, say that one leaves."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from .base import Service

if TYPE_CHECKING:
    from incident_console.sync.engine import SyncEngine
    from incident_console.sync.station import Station

OK, UNREACHABLE = "ok", "unreachable"


class SyncService(Service):
    """Each folder has an engine of its own, so that one thread for each can work and a share that hangs stops no other.

    `look` for one folder is called by one thread at a time.
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._engines: dict[Path, SyncEngine] = {}
        self._engines_lock = Lock()

    def folders(self) -> list[Path]:
        """The shared folders of this laptop."""
        return [Path(row.path) for row in self.station.folders.all()]

    def seal(self) -> None:
        """Seal everything saved into this laptop's own copy, and give a sign of life if one is due."""
        self.station.seal()
        self.station.write_head()

    def is_sealed(self) -> bool:
        """Whether nothing that was saved still waits to be sealed."""
        with self.station.lock:
            return not self.station.record.has_outbox()

    def look(self, folder: Path, *, is_full: bool = False, cancel: Event | None = None) -> str:
        """Exchange what is new with one folder, with ``is_full`` everything; returns the folder's state."""
        engine = self._engine(folder)
        result = engine.sync([folder], cancel=cancel) if is_full else engine.poll([folder])
        return next((state for _, state, _ in result.folders), UNREACHABLE)

    def note_silence(self, folder: Path) -> None:
        """A folder has not answered for long: everybody who asks is told that it cannot be reached."""
        from incident_console.domain.events import SyncStateChanged

        if self.station.folders.note(str(folder), UNREACHABLE, is_synced=False, is_compared=False):
            self.station.bus.publish(SyncStateChanged())

    def leave(self, *, is_locking: bool) -> None:
        """Seal everything and write down for the team that this laptop locks or closes; folders get it by `look`."""
        self.station.leave(is_locking=is_locking)

    def _engine(self, folder: Path) -> SyncEngine:
        from incident_console.sync.engine import SyncEngine

        with self._engines_lock:
            if folder not in self._engines:
                self._engines[folder] = SyncEngine(self.station, is_patient=True)
            return self._engines[folder]
