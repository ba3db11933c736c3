# SPDX-License-Identifier: Apache-2.0
"""The way into a workspace: first run, unlock, create, join; each a page, the slow work in a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from incident_console.ui.jobs import JobRunner
from incident_console.ui.settings import Settings

if TYPE_CHECKING:
    from incident_console.ui.first_run.choice_page import ChoicePage
    from incident_console.ui.first_run.form_door import FormDoor
    from incident_console.ui.first_run.recover_page import RecoverPage
    from incident_console.ui.opening import Demo, JoinWish, NewWorkspace, Opened, RecoverWish
    from incident_console.ui.unlock import UnlockPage

_KEYS = "Making the keys\N{HORIZONTAL ELLIPSIS}"


class Entrance(QObject):
    """``door_changed(Door)`` gives the page to show, ``opened(Opened)`` the workspace at the end."""

    door_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, settings: Settings, jobs: JobRunner, find_demo: Callable[[], Demo], parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._jobs, self._find_demo = settings, jobs, find_demo

    def begin(self) -> None:
        """Ask for the passphrase of the workspace opened last, or what to begin with."""
        if self._settings.workspaces():
            self.unlock()
        else:
            self.choose()

    def choose(self) -> None:
        """Ask what to begin with."""
        from incident_console.ui.first_run.choice_page import ChoicePage

        page = ChoicePage()
        page.chosen.connect(partial(self._on_chosen, page))
        self.door_changed.emit(page)

    def unlock(self, path: Path | None = None) -> UnlockPage:
        """Ask for a passphrase; for this workspace, else for the one opened last."""
        from incident_console.ui.unlock import UnlockPage

        page = UnlockPage(self._settings.workspaces())
        if path is not None:
            page.show_path(path)
        page.wanted.connect(partial(self._on_unlock_wanted, page))
        page.create_wanted.connect(self.create)
        page.join_wanted.connect(self.join)
        self.door_changed.emit(page)
        return page

    def create(self) -> None:
        """Ask what a new team is called."""
        from incident_console.ui.first_run.create_page import CreatePage

        page = CreatePage()
        page.wanted.connect(partial(self._on_create_wanted, page))
        self._show_form(page)

    def join(self) -> None:
        """Ask which team to join."""
        from incident_console.ui.first_run.join_page import JoinPage

        page = JoinPage()
        page.wanted.connect(partial(self._on_join_wanted, page))
        self._show_form(page)

    def recover(self) -> None:
        """Ask for the recovery kit."""
        from incident_console.ui.first_run.recover_page import RecoverPage

        page = RecoverPage()
        page.wanted.connect(partial(self._on_recover_wanted, page))
        self._show_form(page)

    def _show_form(self, page: FormDoor) -> None:
        page.left.connect(self.begin)
        self.door_changed.emit(page)

    def _on_chosen(self, page: ChoicePage, what: str) -> None:
        from incident_console.ui.first_run import choice_page

        goals: dict[str, Callable[[], object]] = {
            choice_page.DEMO: partial(self._play, page),
            choice_page.CREATE: self.create,
            choice_page.JOIN: self.join,
            choice_page.RECOVER: self.recover,
            choice_page.OPEN: self.unlock,
        }
        goals[what]()

    def _play(self, page: ChoicePage) -> None:
        from incident_console.ui.opening import play_for_window

        page.begin_work("Three laptops come together\N{HORIZONTAL ELLIPSIS}")
        job = partial(play_for_window, self._find_demo())
        self._jobs.submit(job, on_success=self.opened.emit, on_failure=page.tell_error, on_progress=page.show_progress)

    def _on_unlock_wanted(self, page: UnlockPage, path: Path, passphrase: str) -> None:
        page.begin_work("Opening\N{HORIZONTAL ELLIPSIS}")
        call = partial(_open, path, passphrase)
        self._jobs.ask(call, on_success=self._on_opened, on_failure=page.tell_error)

    def _on_create_wanted(self, page: FormDoor, wish: NewWorkspace) -> None:
        from incident_console.ui.first_run.create_page import CreatePage
        from incident_console.ui.opening import create_for_window

        page.begin_work(_KEYS)
        on_progress = page.show_progress if isinstance(page, CreatePage) else None
        job = partial(create_for_window, wish)
        self._jobs.submit(job, on_success=self._on_opened, on_failure=page.tell_error, on_progress=on_progress)

    def _on_join_wanted(self, page: FormDoor, wish: JoinWish) -> None:
        from incident_console.ui.opening import join_for_window

        page.begin_work(_KEYS)
        self._jobs.ask(partial(join_for_window, wish), on_success=self._on_opened, on_failure=page.tell_error)

    def _on_recover_wanted(self, page: RecoverPage, wish: RecoverWish) -> None:
        from incident_console.ui.opening import recover_for_window

        page.begin_work(_KEYS)
        job = partial(recover_for_window, wish)
        self._jobs.submit(job, on_success=self._on_opened, on_failure=page.tell_error, on_progress=page.show_progress)

    def _on_opened(self, opened: Opened) -> None:
        self._settings.remember_workspace(opened.session.path.absolute())
        self.opened.emit(opened)


def _open(path: Path, passphrase: str) -> Opened:
    """Import what it takes in the job's thread: the window must not wait for it."""
    from incident_console.ui.opening import open_for_window

    return open_for_window(path, passphrase)


def warm_up() -> None:
    """Load, while somebody types the passphrase, what opening takes. Harmless to call in any thread."""
    from incident_console.ui import desk, opening  # noqa: F401
    from incident_console.ui.frame import workspace_view  # noqa: F401
    from incident_console.ui.pages import log_page, overview_page  # noqa: F401
