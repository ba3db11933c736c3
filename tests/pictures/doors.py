# SPDX-License-Identifier: Apache-2.0
"""Pictures of what stands before and around the pages: first run, unlock, waiting, and the form that opens an incident.

A scene is one entry of SCENES: it makes a part of the window and may use a workspace without an incident, another one
that waits to be let in, and a runner for jobs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.session import NewTeam, Session, create_session, join_session
from incident_console.ui.door import Door
from incident_console.ui.first_run.choice_page import ChoicePage
from incident_console.ui.first_run.create_page import CreatePage
from incident_console.ui.first_run.join_page import JoinPage
from incident_console.ui.first_run.recover_page import RecoverPage
from incident_console.ui.first_run.waiting_page import WaitingPage
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pictures import HEIGHT, WIDTH, Look, wait_until_quiet
from incident_console.ui.settings import Settings
from incident_console.ui.theme import theme_manager
from incident_console.ui.unlock import UnlockPage
from incident_console.ui.widgets.growing_text import GrowingText
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE


@dataclass
class Props:
    """What scenes are made of."""

    empty: Session
    waiting: Session
    jobs: JobRunner
    settings: Settings


def draw_doors(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    with tempfile.TemporaryDirectory() as aside:
        empty, waiting = _workspaces(Path(aside))
        drawn: list[Path] = []
        try:
            for look in looks:
                theme_manager().apply(look.theme, look.zoom)
                drawn += [_draw(name, empty, waiting, Path(aside), into, look) for name in SCENES]
        finally:
            empty.close()
            waiting.close()
        return drawn


def _draw(name: str, empty: Session, waiting: Session, aside: Path, into: Path, look: Look) -> Path:
    troubles: list[BaseException] = []
    jobs = JobRunner(troubles.append, troubles.append)
    part = SCENES[name](Props(empty, waiting, jobs, Settings(LaptopFile(aside / "window.json"))))
    part.resize(WIDTH, HEIGHT)
    part.show()
    part.activateWindow()
    if isinstance(part, Door | WorkspaceView):
        part.focus_first()
    wait_until_quiet(lambda: jobs.is_quiet)
    target = into / f"{name}-{look.name}.png"
    part.grab().save(str(target))
    part.hide()
    jobs.shutdown()
    part.deleteLater()
    for trouble in troubles:
        raise trouble
    return target


def _workspaces(aside: Path) -> tuple[Session, Session]:
    folder, new = aside / "continuity share", NewTeam("Harbour House crisis team", "Joy Okafor")
    empty = create_session(aside / "ops-1", PASSPHRASE, new, folder=folder, kdf_memory_mib=CHEAP_MIB)
    waiting = join_session(aside / "field-3", PASSPHRASE, folder=folder, member="Tom Brandt", kdf_memory_mib=CHEAP_MIB)
    return empty, waiting


def _unlock(_props: Props) -> Door:
    page = UnlockPage([Path("/home/joy/ops-1"), Path("/home/joy/exercise")])
    _fill(page, "a long passphrase")
    return page


def _refused(_props: Props) -> Door:
    page = UnlockPage([Path("/home/joy/ops-1")])
    _fill(page, "a long passphrase")
    page.tell_error(KnownError("This is not the passphrase of the workspace", "Nothing was changed.", "Try again."))
    return page


def _create(_props: Props) -> Door:
    page = CreatePage()
    page.place.set_path(Path("/home/joy/incident-console/workspace-1"))
    _fill(page, "harbour quiet oak lift")
    return page


def _join(_props: Props) -> Door:
    page = JoinPage()
    page.place.set_path(Path("/home/tom/incident-console/workspace-1"))
    return page


def _recover(_props: Props) -> Door:
    page = RecoverPage()
    page.place.set_path(Path("/home/rita/incident-console/workspace-1"))
    part = page.findChild(GrowingText, "kit-words")
    assert isinstance(part, GrowingText)
    part.set_text("coin master mouse hour help capital airport exhibit prepare talent arrow twist lunch march shock")
    return page


def _fill(page: Door, passphrase: str) -> None:
    field = page.findChild(QLineEdit, "passphrase")
    assert isinstance(field, QLineEdit)
    field.setText(passphrase)


def _waiting(props: Props) -> Door:
    return WaitingPage(props.waiting, props.jobs)


def _no_incident(props: Props) -> WorkspaceView:
    return WorkspaceView(props.empty, props.jobs, props.settings)


SCENES: dict[str, Callable[[Props], QWidget]] = {
    "first-run": lambda _props: ChoicePage(),
    "create": _create,
    "join": _join,
    "recover": _recover,
    "waiting": _waiting,
    "unlock": _unlock,
    "unlock-refused": _refused,
    "no-incident": _no_incident,
}
"""Every picture that is none of a page, by name."""
