# SPDX-License-Identifier: Apache-2.0
"""The window: a door (first run, unlock, waiting) or the open workspace; zoom, lock and close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, MembershipChanged
from incident_console.services.outside_copies import sweep_copies
from incident_console.ui.entrance import Entrance, warm_up
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.settings import LOCK_AFTER_MIN, THEME, WINDOW, ZOOM, Settings
from incident_console.ui.theme import ThemeChoice, Tone, theme_manager
from incident_console.ui.theme.manager import MAX_ZOOM, MIN_ZOOM, ZOOM_STEP

if TYPE_CHECKING:
    from incident_console.services.team import MemberLine
    from incident_console.ui.desk import Desk
    from incident_console.ui.door import Door
    from incident_console.ui.first_run.waiting_page import WaitingPage
    from incident_console.ui.frame.idle_lock import IdleLock
    from incident_console.ui.frame.workspace_view import WorkspaceView
    from incident_console.ui.opening import Demo, Opened

_TITLE = "Incident Console"
"""Never more: a taskbar is read by whoever passes."""
_TITLE_BAR = 48
"""What the window's own frame may take of the screen's height, in pixels."""
_WIDTH, _HEIGHT, _ROOMY_WIDTH = 1366, 820, 1600
"""The size at first, where the screen is roomy; on a smaller one the window begins with all of it."""
_LAST_SECONDS = 8.0
"""How long closing waits at most for sealing and for a slow folder."""


class MainWindow(QWidget):
    """Shows one thing at a time. ``unlocked`` and ``locked`` tell what became of it."""

    unlocked = Signal()
    locked = Signal()

    def __init__(
        self, settings: Settings, on_crash: Callable[[BaseException], None], find_demo: Callable[[], Demo]
    ) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle(_TITLE)
        self._settings, self._on_crash = settings, on_crash
        self._jobs = JobRunner(on_crash, self._tell_error, pool_threads=1, parent=self)
        self._content: Door | WorkspaceView | None = None
        self._desk: Desk | None = None
        self._idle: IdleLock | None = None
        self._is_closing = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._entrance = Entrance(settings, self._jobs, find_demo, self)
        self._entrance.door_changed.connect(self._show)
        self._entrance.opened.connect(self._on_opened)
        settings.changed.connect(self._on_setting_changed)
        for keys, step in (("Ctrl++", ZOOM_STEP), ("Ctrl+=", ZOOM_STEP), ("Ctrl+-", -ZOOM_STEP), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._zoom, step))
        self._restore_geometry()

    def open_door(self, workspace: Path | None = None) -> None:
        """Show the first page: for this workspace, else for the one opened last, else the first run."""
        if workspace is not None:
            self._entrance.unlock(workspace)
        else:
            self._entrance.begin()

    def warm_up(self) -> None:
        """Remove plain copies that a crash left, and load what opening takes, while somebody types the passphrase."""
        self._jobs.ask(sweep_copies, lane=Lane.POOL)
        self._jobs.ask(warm_up, lane=Lane.POOL)

    def lock(self) -> None:
        """Close the workspace and forget its keys; nothing of it stays on the screen."""
        if self._desk is None:
            return
        path = self._desk.session.path
        finish = self._leave(self._desk, is_locking=True)
        page = self._entrance.unlock(path)
        page.begin_work("Sealing\N{HORIZONTAL ELLIPSIS}")
        self._jobs.ask(finish, on_success=page.end_work, on_failure=page.tell_error)
        self.locked.emit()

    # --- content -----------------------------------------------------------------------------------------------

    def _show(self, content: Door | WorkspaceView) -> None:
        old, self._content = self._content, content
        self._column.addWidget(content)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        content.show()  # the layout would do it a turn of events later, and a key pressed until then would be lost
        content.focus_first()

    def _on_opened(self, opened: Opened) -> None:
        from incident_console.ui.desk import Desk

        if self._is_closing:
            opened.session.close()
            return
        self._desk = Desk(opened, self._settings, self._on_crash, self._tell_error)
        self._desk.bridge.arrived.connect(self._on_events)
        if self._desk.session.is_joined:
            self._enter(self._desk)
        else:
            self._wait(self._desk)
        if opened.trouble is not None:
            self._tell_error(opened.trouble)
        if opened.note is not None:
            self._tell(opened.note.title, opened.note.message, Tone.INFO)
        self._watch_idleness(self._settings.get(LOCK_AFTER_MIN))
        self.unlocked.emit()

    def _enter(self, desk: Desk) -> WorkspaceView:
        from incident_console.ui.frame.workspace_view import WorkspaceView

        view = WorkspaceView(desk.session, desk.jobs, self._settings)
        view.lock_requested.connect(self.lock)
        # Qt adds the name of the program to a title that does not end with it.
        self.setWindowTitle(f"EXERCISE \N{EN DASH} {_TITLE}" if desk.session.is_exercise else _TITLE)
        self._show(view)
        return view

    def _wait(self, desk: Desk) -> None:
        from incident_console.ui.first_run.waiting_page import WaitingPage

        page: WaitingPage = WaitingPage(desk.session, desk.jobs)
        page.lock_wanted.connect(self.lock)
        self._show(page)

    def _on_events(self, events: Sequence[Event]) -> None:
        content, desk = self._content, self._desk
        if content is None or desk is None:
            return
        content.take_events(events)
        is_waiting = content.objectName() == "waiting-page"
        if is_waiting and desk.session.is_joined and any(isinstance(event, MembershipChanged) for event in events):
            self._enter(desk)
            desk.jobs.ask(desk.session.team.members, on_success=self._tell_who_admitted)

    def _tell_who_admitted(self, members: list[MemberLine]) -> None:
        me = next(line for line in members if line.is_self)
        self._tell(f"{me.admitted_by} let you in", f"You are {me.role} here, and your numbers begin with {me.code}.")

    def _tell(self, title: str, message: str, tone: Tone = Tone.OK) -> None:
        if self._content is not None:
            self._content.tell(tone, title, message)

    def _tell_error(self, error: KnownError) -> None:
        if self._content is not None:
            self._content.tell_error(error)

    # --- leaving -----------------------------------------------------------------------------------------------

    def _leave(self, desk: Desk, *, is_locking: bool) -> Callable[[], None]:
        """Take the workspace off the screen; what this returns ends it."""
        self._watch_idleness(0)
        self.setWindowTitle(_TITLE)
        if self._content is not None:
            self._content.keep_unsaved()
        self._desk = None
        return desk.close(is_locking=is_locking)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_closing = True
        self._settings.set(WINDOW, self.saveGeometry().toBase64().toStdString())
        if self._desk is not None:
            finish = self._leave(self._desk, is_locking=False)
            self.hide()
            self._jobs.ask(finish)
        self._jobs.shutdown(_LAST_SECONDS)
        super().closeEvent(event)

    # --- settings ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if self._idle is None and handle is not None:
            from incident_console.ui.frame.idle_lock import IdleLock

            self._idle = IdleLock(0, handle)
            self._idle.idle.connect(self.lock)

    def _watch_idleness(self, minutes: int) -> None:
        if self._idle is not None:
            self._idle.set_minutes(minutes)

    def _on_setting_changed(self, key: str) -> None:
        if key in (THEME.key, ZOOM.key):
            choice = ThemeChoice(self._settings.get(THEME))
            theme_manager().apply(choice, self._settings.get(ZOOM))
        elif key == LOCK_AFTER_MIN.key and self._desk is not None:
            self._watch_idleness(self._settings.get(LOCK_AFTER_MIN))

    def _zoom(self, step: int) -> None:
        now = self._settings.get(ZOOM)
        self._settings.set(ZOOM, min(MAX_ZOOM, max(MIN_ZOOM, now + step)) if step else MIN_ZOOM)

    def _restore_geometry(self) -> None:
        kept = self._settings.get(WINDOW)
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            room = self.screen().availableSize()
            self.resize(min(_WIDTH, room.width()), min(_HEIGHT, room.height() - _TITLE_BAR))
            if room.width() < _ROOMY_WIDTH:
                self.setWindowState(Qt.WindowState.WindowMaximized)
