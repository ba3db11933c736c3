# SPDX-License-Identifier: Apache-2.0
"""One shared folder, looked after by a thread of its own, because nobody knows how long a share takes to answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from incident_console.services.syncing import OK

if TYPE_CHECKING:
    from incident_console.services.syncing import SyncService

SHORTEST_PAUSE_S, TROUBLED_PAUSE_S, LONGEST_PAUSE_S = 1.0, 5.0, 60.0
_PAUSES_PER_LOOK = 40
"""A folder is left alone for so many times as long as a look takes: a slow share is not kept busy."""
_LOOKS = 3
"""The quickest of the last looks tells how slow the folder is: what one brings is work of our own."""
_FULL_EVERY_S = 6 * 3600.0
SILENT_AFTER_S = 15.0


def pause_after(look_s: float, *, is_fine: bool) -> float:
    """How many seconds to leave a folder alone where a look takes ``look_s`` seconds."""
    shortest = SHORTEST_PAUSE_S if is_fine else TROUBLED_PAUSE_S
    return min(LONGEST_PAUSE_S, max(shortest, look_s * _PAUSES_PER_LOOK))


class FolderThread:
    """Looks into the folder again and again, from construction to `finish` or `give_up`.

    ``guarded`` runs each look and gives what it returned, or None if it failed; it tells of the failure itself.
    """

    def __init__(self, path: Path, sync: SyncService, guarded: Callable[[Callable[[], str]], str | None]) -> None:
        self.path = path
        self._sync, self._guarded = sync, guarded
        self._wake, self._finishing, self._given_up = Flag(), Flag(), Flag()
        self._looking_since: float | None = None
        self._compared_at = monotonic()
        self._took = deque[float](maxlen=_LOOKS)
        self._thread = Thread(target=self._run, name=f"folder-{path.name}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look now."""
        self._wake.set()

    def finish(self) -> None:
        """Look once more, so that the folder gets the last word, then end."""
        self._finishing.set()
        self._wake.set()

    def give_up(self) -> None:
        """End as soon as the folder lets us, whatever is half done; the next start makes it good."""
        self._given_up.set()
        self.finish()

    def join(self, seconds: float) -> bool:
        """Wait for the end; False if the folder has not answered by then."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def note_if_silent(self) -> None:
        """Say that the folder cannot be reached if it has not answered for long."""
        since = self._looking_since
        if since is not None and monotonic() - since > SILENT_AFTER_S:
            self._sync.note_silence(self.path)

    def _run(self) -> None:
        while not self._given_up.is_set():
            is_last = self._finishing.is_set()
            self._wake.clear()
            pause = self._look()
            if is_last:
                return
            self._wake.wait(0.0 if self._finishing.is_set() else pause)

    def _look(self) -> float:
        began = self._looking_since = monotonic()
        is_full = began - self._compared_at > _FULL_EVERY_S
        state = self._guarded(lambda: self._sync.look(self.path, is_full=is_full, cancel=self._given_up))
        self._looking_since = None
        if is_full:
            self._compared_at = began
        self._took.append(monotonic() - began)
        return pause_after(min(self._took), is_fine=state == OK)
