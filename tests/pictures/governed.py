# SPDX-License-Identifier: Apache-2.0
"""Pictures of a team that lost a laptop: its removal, what is held, a key that is missing, several persons at one.

A scene is one entry of SCENES: which laptop, and what somebody does before its window.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QLineEdit, QWidget

from incident_console.domain.roles import Role
from incident_console.services.session import NewTeam, Session, create_session, join_session
from incident_console.sync.taking_acts import sign_act
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.catalogue import HELD, WRITERS
from incident_console.ui.pages.team_page import TeamPage
from incident_console.ui.pictures import HEIGHT, WIDTH, Look, wait_until_quiet
from incident_console.ui.settings import Settings
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.standing_bar import StandingBar
from incident_console.wire.acts import Revoke
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE

_PEOPLE = (
    ("Lena Lindqvist", "Ops-3", Role.COORDINATOR),
    ("Sara Haddad", "Field-1", Role.RESPONDER),
    ("Marco Reyes", "Ops-2", Role.COORDINATOR),
)
Act = Callable[[WorkspaceView, TeamPage], None]


@dataclass
class Laptops:
    """Joy's, who is admin; those of Lena, Sara and Marco; the last one gets lost."""

    joy: Session
    lena: Session
    sara: Session
    marco: Session

    def sync(self, *sessions: Session) -> None:
        """Let laptops exchange, one after the other."""
        for session in sessions or (self.joy, self.lena, self.sara, self.marco):
            session.folders.sync()


@dataclass(frozen=True)
class Scene:
    """Whose window, on which page, what of it, and what is done there before the picture is taken."""

    whose: Callable[[Laptops], Session]
    page: str = "team"
    thing: Callable[[Laptops], bytes | None] = lambda _: None
    act: Act | None = None


def draw_governed(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    with tempfile.TemporaryDirectory() as aside, _laptops(Path(aside)) as laptops:
        drawn: list[Path] = []
        for stage, scenes in ((_nothing, BEFORE), (_lose_marco, AFTER), (_interrupt, INTERRUPTED)):
            stage(laptops)
            for look in looks:
                theme_manager().apply(look.theme, look.zoom)
                drawn += [_draw(name, scene, laptops, Path(aside), into, look) for name, scene in scenes.items()]
        return drawn


def _draw(name: str, scene: Scene, laptops: Laptops, aside: Path, into: Path, look: Look) -> Path:
    troubles: list[BaseException] = []
    jobs = JobRunner(troubles.append, troubles.append)
    view = WorkspaceView(scene.whose(laptops), jobs, Settings(LaptopFile(aside / "window.json")))
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.activateWindow()
    wait_until_quiet(lambda: jobs.is_quiet)
    view.go_to(scene.page, scene.thing(laptops))
    wait_until_quiet(lambda: jobs.is_quiet)
    page = view.findChild(TeamPage)
    if scene.act is not None and isinstance(page, TeamPage):
        scene.act(view, page)
        wait_until_quiet(lambda: jobs.is_quiet)
    target = into / f"{name}-{look.name}.png"
    view.grab().save(str(target))
    view.hide()
    jobs.shutdown()
    view.deleteLater()
    for trouble in troubles:
        raise trouble
    return target


@contextmanager
def _laptops(aside: Path) -> Iterator[Laptops]:
    folder = aside / "continuity"
    new = NewTeam("Harbour House crisis team", "Joy Okafor")
    sessions = [create_session(aside / "joy", PASSPHRASE, new, folder=folder, kdf_memory_mib=CHEAP_MIB)]
    joy = sessions[0]
    try:
        for number, (member, name, role) in enumerate(_PEOPLE):
            path = aside / f"laptop-{number}"
            sessions.append(join_session(path, PASSPHRASE, folder=folder, member=member, kdf_memory_mib=CHEAP_MIB))
            joy.folders.sync()
            joy.team.admit(joy.team.requests()[0].id, role)
            joy.folders.sync()
            sessions[-1].folders.sync()
            sessions[-1].team.name_station(name)
        joy.team.name_station("Ops-1")
        joy.plans.open_incident(joy.plans.find("facility-outage"), "Facility outage, Harbour House")
        laptops = Laptops(*sessions)
        laptops.sync()
        laptops.sync()
        laptops.lena.writers.add("Tom Brandt")
        join_session(aside / "new", PASSPHRASE, folder=folder, member="Marco Reyes", kdf_memory_mib=CHEAP_MIB).close()
        laptops.sync(laptops.lena, joy)
        yield laptops
    finally:
        for session in sessions:
            session.close()


def _nothing(_laptops: Laptops) -> None:
    """Nobody has lost anything yet."""


def _lose_marco(laptops: Laptops) -> None:
    """Marco's laptop is removed while it writes on; Lena has heard of it, Sara has not; her key is withheld."""
    incident = laptops.joy.incidents.lines()[0].id
    laptops.joy.governing.revoke(laptops.marco.station.device)
    for text in ("Two men at gate 3 ask for the generator room", "They left again", "Gate 3 is locked"):
        laptops.marco.log.add(incident, text)
        laptops.marco.station.seal()
    laptops.sync(laptops.marco, laptops.joy, laptops.lena, laptops.joy, laptops.marco)
    with patch.object(type(laptops.marco.station), "require", lambda *_: None):  # as a changed program would
        laptops.marco.log.add(incident, "I am still here")
        laptops.marco.station.seal()
    laptops.sync(laptops.marco, laptops.joy)


def _interrupt(laptops: Laptops) -> None:
    """Sara's laptop is removed, and the program ends before there is a new key."""
    sign_act(laptops.joy.station, Revoke(laptops.sara.station.device, ()))


def _ask_removal(_view: WorkspaceView, page: TeamPage) -> None:
    page.split.show_detail()
    page.detail.station.governing.ask_removal()
    field = page.detail.station.findChild(QLineEdit, "removal-code")
    assert isinstance(field, QLineEdit)
    field.setText("MR")


def _choose_row(beginning: str) -> Act:
    def act(_view: WorkspaceView, page: TeamPage) -> None:
        key = next(item.key for item in page.model.items if item.key.startswith(beginning))
        page.rows.select_key(key)
        page.split.show_detail()

    return act


def _replace_old(_view: WorkspaceView, page: TeamPage) -> None:
    _choose_row("request/")(_view, page)
    who = page.detail.request.findChild(QWidget, "who")
    assert who is not None
    who.setCurrentIndex(2)  # type: ignore[attr-defined]
    page.detail.request.reveal(who)


def _detail(_view: WorkspaceView, page: TeamPage) -> None:
    page.split.show_detail()


def _fold(view: WorkspaceView, _page: TeamPage) -> None:
    bar = view.findChild(StandingBar)
    assert isinstance(bar, StandingBar)
    bar.dismiss()


BEFORE: dict[str, Scene] = {
    "team-station-admin": Scene(lambda all_: all_.joy, thing=lambda all_: all_.marco.station.device, act=_detail),
    "team-removal": Scene(lambda all_: all_.joy, thing=lambda all_: all_.marco.station.device, act=_ask_removal),
    "team-replaces": Scene(lambda all_: all_.joy, act=_replace_old),
    "team-persons": Scene(lambda all_: all_.lena, thing=lambda _: WRITERS),
    "team-no-held": Scene(lambda all_: all_.joy, thing=lambda _: HELD),
}
AFTER: dict[str, Scene] = {
    "team-removed": Scene(lambda all_: all_.joy, thing=lambda all_: all_.marco.station.device, act=_detail),
    "team-switching": Scene(lambda all_: all_.joy, act=_choose_row("key")),
    "team-held": Scene(lambda all_: all_.joy, thing=lambda _: HELD, act=_choose_row("held/")),
    "removed-laptop": Scene(lambda all_: all_.marco, page="log"),
    "removed-laptop-calls": Scene(lambda all_: all_.marco, page="calls"),
    "removed-laptop-folded": Scene(lambda all_: all_.marco, act=_fold),
}
INTERRUPTED: dict[str, Scene] = {"team-key-pending": Scene(lambda all_: all_.joy, act=_choose_row("key"))}
SCENES = {**BEFORE, **AFTER, **INTERRUPTED}
"""Every picture of these, by name."""
