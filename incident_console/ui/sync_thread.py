# SPDX-License-Identifier: Apache-2.0
"""Sealing and syncing beside the window. Plain Python: what happens reaches the pages as events, like everything.

One thread seals what was saved, at once; each shared folder has a thread of its own. A share that hangs therefore
holds up neither sealing nor the other folders nor the end of the program: its thread is left behind and ends with the
process.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, MembershipChanged, Notice, ThingsChanged
from incident_console.ui.folder_thread import FolderThread

if TYPE_CHECKING:
    from incident_console.services.session import Session

T = TypeVar("T")
ROUND_S = 5.0
"""How often to see whether folders were added or taken away, and whether one hangs."""


class SyncThread:
    """Runs from `start` to `stop`. ``on_crash`` is given, in a thread of ours, what nobody expected."""

    def __init__(self, session: Session, on_crash: Callable[[BaseException], None]) -> None:
        self._session, self._on_crash = session, on_crash
        self._ending, self._wake = Flag(), Flag()
        self._folders: dict[Path, FolderThread] = {}
        self._told: set[str] = set()
        self._thread = Thread(target=self._run, name="sync", daemon=True)
        self._unsubscribe = session.bus.subscribe(self._on_event)

    def start(self) -> None:
        """Begin; the first thing is a full comparison with each folder."""
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """Seal and look now, without waiting for the next turn."""
        self._wake.set()

    def stop(self, *, is_locking: bool, seconds: float = 3.0) -> bool:
        """Seal, tell the team that this laptop locks or closes, and end; call it once after `start`, from any thread.

        False if something did not end within that time: it is left behind and changes nothing any more.
        """
        until = monotonic() + seconds
        self._unsubscribe()
        self._ending.set()
        self._wake.set()
        self._thread.join(seconds)
        self._guarded(lambda: self._session.sync.leave(is_locking=is_locking))
        for folder in self._folders.values():
            folder.finish()
        left = [folder for folder in self._folders.values() if not folder.join(until - monotonic())]
        for folder in left:
            folder.give_up()
        return not left and not self._thread.is_alive()

    def _on_event(self, event: Event) -> None:
        is_own_work = isinstance(event, ThingsChanged) and event.is_local
        if is_own_work or isinstance(event, MembershipChanged):
            self._wake.set()

    def _run(self) -> None:
        while not self._ending.is_set():
            has_news = self._wake.wait(ROUND_S)
            self._wake.clear()
            if has_news:
                self._guarded(self._session.sync.seal)
            self._guarded(self._see_to_folders)
            if has_news:
                for folder in self._folders.values():
                    folder.wake()

    def _see_to_folders(self) -> None:
        """Give each folder of the laptop its thread, and notice one that hangs."""
        wanted = self._session.sync.folders()
        for path in [path for path in self._folders if path not in wanted]:
            self._folders.pop(path).give_up()
        for path in wanted:
            if path in self._folders:
                self._folders[path].note_if_silent()
            elif not self._ending.is_set():
                self._folders[path] = FolderThread(path, self._session.sync, self._guarded)

    def _guarded(self, work: Callable[[], T]) -> T | None:
        """Do something; None if it failed. What the world refuses is told, each thing once."""
        try:
            return work()
        except KnownError as error:
            if error.title not in self._told and not self._ending.is_set():
                self._told.add(error.title)
                self._session.bus.publish(Notice(error.title, f"{error.message} {error.what_to_do}".strip()))
        except Exception as error:  # noqa: BLE001 - the thread must go on; the window tells of the mistake
            if not self._ending.is_set():
                self._on_crash(error)
        return None
