# SPDX-License-Identifier: Apache-2.0
"""What the frame says of membership: a removed laptop, a missing key, held work, and who is writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.services.session import Session, join_session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.team_page import TeamPage
from incident_console.ui.settings import Settings
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.standing_bar import StandingBar
from incident_console.ui.widgets.status_line import StatusLine
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock, a_workspace, an_outage, two_laptops
from tests.ui.asking import focused, part

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The whole frame on a real workspace."""

    def __init__(self, view: WorkspaceView, qtbot: QtBot) -> None:
        self.view, self.qtbot = view, qtbot

    @property
    def standing(self) -> str:
        """What stands over the window."""
        bar = part(self.view, StandingBar)
        return bar.accessibleName() if bar.isVisible() else ""

    def status(self, name: str) -> str:
        """What a part of the status line says."""
        found = part(part(self.view, StatusLine), QWidget, name)
        return found.accessibleName() if found.isVisible() else ""

    def wait_until(self, is_so: object) -> None:
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=15_000)  # type: ignore[operator]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)


@contextmanager
def a_frame(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    errors: list[BaseException] = []
    jobs = JobRunner(errors.append, errors.append)
    view = WorkspaceView(session, jobs, Settings(LaptopFile(tmp_path / "window.json")))
    bridge = EventBridge(session.bus, view)
    bridge.arrived.connect(view.take_events)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    desk = Desk(view, qtbot)
    desk.wait_until(lambda: desk.status("status-station"))
    try:
        yield desk
    finally:
        view.hide()
        bridge.close()
        assert jobs.shutdown()
    assert errors == []


def test_a_laptop_that_is_removed_while_its_window_is_open_is_told_over_all_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        an_outage(team.joy)
        team.sync()
        with a_frame(team.sam, qtbot, tmp_path) as desk:
            assert desk.standing == ""
            team.joy.governing.revoke(team.sam.station.device)
            team.sync()
            desk.wait_until(lambda: desk.standing)
            for words in (
                "This laptop was removed from the team.", "Removed 15:05 by Joy Okafor on JO.", "stays readable",
                "Nothing can be written any more", "Join a team",
            ):  # fmt: skip
                assert words in desk.standing
            assert desk.status("status-station") == "SR · removed"
            bars = [bar for bar in desk.view.findChildren(InlineBar, "inline-bar") if bar.isVisible()]
            assert not any("removed" in bar.accessibleName() for bar in bars)


def test_the_message_folds_and_never_goes_away(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.governing.revoke(team.sam.station.device)
        team.sync()
        with a_frame(team.sam, qtbot, tmp_path) as desk:
            bar = part(desk.view, StandingBar)
            tall = bar.height()
            fold = part(bar, Button, "close-this-message")
            fold.click()
            desk.wait_until(lambda: 0 < bar.height() < tall)
            assert bar.isVisible()
            assert fold.accessibleName() == "Show all of it"
            fold.click()
            desk.wait_until(lambda: bar.height() == tall)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("calls", ["add-person", "import-contacts"]),
        ("documents", ["import"]),
        ("reports", ["issue"]),
    ],
)
def test_on_a_removed_laptop_what_writes_is_off_and_says_why(
    tmp_path: Path, qtbot: QtBot, page: str, names: list[str]
) -> None:
    with two_laptops(tmp_path) as team:
        an_outage(team.joy)
        team.joy.governing.revoke(team.sam.station.device)
        team.sync()
        with a_frame(team.sam, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.standing)
            desk.view.go_to(page, None)
            shown = part(desk.view, QWidget, f"{page}-page")
            for name in names:
                button = part(shown, Button, name)
                assert not button.isEnabled()
                assert button.toolTip() == "This laptop was removed from the team: nothing can be written any more."


def test_a_laptop_whose_admission_counts_no_more_is_told_over_all_of_its_window(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path, Role.ADMIN) as team:
        eve = join_session(
            tmp_path / "eve", PASSPHRASE, folder=team.folder, member="Eve", kdf_memory_mib=CHEAP_MIB, now=Clock()
        )
        try:
            team.joy.governing.revoke(team.sam.station.device)
            team.sam.folders.sync()
            team.sam.team.admit(team.sam.team.requests()[0].id, Role.RESPONDER)
            team.sam.folders.sync()
            eve.folders.sync()
            with a_frame(eve, qtbot, tmp_path) as desk:
                assert desk.standing == ""
                team.joy.folders.sync()
                eve.folders.sync()
                desk.wait_until(lambda: desk.standing)
                assert desk.standing.startswith("The admission of this laptop does not count.")
                assert "Nothing can be written any more" in desk.standing
                desk.view.go_to("documents", None)
                button = part(part(desk.view, QWidget, "documents-page"), Button, "import")
                assert button.toolTip().startswith("The admission of this laptop does not count")
                desk.wait_until(lambda: not button.isEnabled())
        finally:
            eve.close()


def test_a_laptop_without_the_key_of_now_is_told_that_it_may_be_on_its_way(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        acts = team.folder / "a"
        known = {path.name for path in acts.iterdir()}
        team.joy.governing.revoke(team.sam.station.device)
        team.joy.folders.sync()
        for path in acts.iterdir():
            if path.name not in known:
                path.unlink()
        with a_frame(team.sam, qtbot, tmp_path) as desk:
            team.sam.folders.sync()
            desk.wait_until(lambda: desk.standing)
            assert desk.standing.startswith("The team writes under a key that this laptop was not given.")
            assert "may be on its way, or this laptop may have been removed" in desk.standing


def test_held_work_is_counted_for_an_admin_and_leads_to_its_list(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_outage(team.joy).id
        team.sync()
        team.joy.governing.revoke(team.sam.station.device)
        team.sam.log.add(incident, "From the stairwell")
        team.sync()
        with a_frame(team.joy, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.status("status-held"))
            assert desk.status("status-held") == "1 piece of work held"
            part(desk.view, Button, "status-held").click()
            page = part(desk.view, TeamPage)
            desk.wait_until(lambda: page.isVisible() and page.model.items)
            assert page.head.chips.chosen_key() == "held"


def test_with_two_persons_one_click_or_one_key_lets_the_other_write(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        joy.writers.add("Mia Toth")
        with a_frame(joy, qtbot, tmp_path) as desk:
            assert desk.status("status-station") == "JO · Mia Toth · admin"
            assert desk.status("status-switch") == "write as Joy Okafor"
            part(desk.view, Button, "status-switch").click()
            desk.wait_until(lambda: desk.status("status-station") == "JO · Joy Okafor · admin")
            joy.log.add(incident, "By Joy")
            desk.press(Qt.Key.Key_P, CTRL)
            desk.wait_until(lambda: desk.status("status-station") == "JO · Mia Toth · admin")
            joy.log.add(incident, "By Mia")
            written = {(line.text, line.author) for line in joy.log.lines(incident)}
            assert {("By Joy", "Joy Okafor"), ("By Mia", "Mia Toth")} <= written


def test_with_several_persons_a_list_opens(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        for name in ("Mia Toth", "Tom & Co"):
            joy.writers.add(name)
        with a_frame(joy, qtbot, tmp_path) as desk:
            part(desk.view, Button, "status-switch").click()
            menu = part(desk.view, QMenu, "writer-menu")
            actions: list[QAction] = menu.actions()
            names = [action.text() for action in actions if action.text()]
            assert names == ["Joy Okafor", "Mia Toth", "Tom && Co", "Add a person…"]
            actions[1].trigger()
            menu.close()
            desk.wait_until(lambda: desk.status("status-station") == "JO · Mia Toth · admin")


def test_a_person_who_is_alone_at_a_laptop_comes_to_the_form_by_the_key(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy, a_frame(joy, qtbot, tmp_path) as desk:
        assert desk.status("status-switch") == ""
        desk.press(Qt.Key.Key_P, CTRL)
        desk.wait_until(lambda: focused().objectName() == "person-name")
