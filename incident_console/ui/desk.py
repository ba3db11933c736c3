# SPDX-License-Identifier: Apache-2.0
"""Everything that runs while a workspace is open, apart from what is seen of it: jobs, sync, events, memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.jobs import JobRunner
from incident_console.ui.opening import Opened
from incident_console.ui.sealed_memory import DRAFT_KEY, SealedMemory
from incident_console.ui.settings import Settings
from incident_console.ui.sync_thread import SyncThread

_JOBS_SECONDS = 2.0


class Desk(QObject):
    """Begins with construction. `close` ends it in two steps, because the second one may wait for a slow share."""

    def __init__(
        self,
        opened: Opened,
        settings: Settings,
        on_crash: Callable[[BaseException], None],
        on_unheard_error: Callable[[KnownError], None],
    ) -> None:
        super().__init__()
        self.session: Session = opened.session
        self._settings = settings
        self.jobs = JobRunner(on_crash, on_unheard_error, parent=self)
        self.bridge = EventBridge(self.session.bus, self)
        self._memory = SealedMemory(opened.memory, self._keep_memory, self)
        settings.use_workspace(self._memory)
        self._sync = SyncThread(self.session, on_crash)
        self._sync.start()

    def close(self, *, is_locking: bool) -> Callable[[], None]:
        """End all that touches the window; what this returns seals, says so and drops the keys, in any thread."""
        self.bridge.close()
        self._memory.flush()
        self._settings.use_workspace(None)
        self.jobs.shutdown(_JOBS_SECONDS)
        return partial(_finish, self.session, self._sync, is_locking=is_locking)

    def _keep_memory(self, text: str) -> None:
        self.jobs.ask(partial(self.session.drafts.keep, DRAFT_KEY, text))


def _finish(session: Session, sync: SyncThread, *, is_locking: bool) -> None:
    try:
        sync.stop(is_locking=is_locking)
    finally:
        session.close()
