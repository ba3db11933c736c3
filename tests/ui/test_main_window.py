# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QScrollBar
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.services.session import open_session
from incident_console.ui.door import Door
from incident_console.ui.first_run.choice_page import CREATE, DEMO, JOIN, RECOVER, ChoicePage
from incident_console.ui.first_run.create_page import CreatePage
from incident_console.ui.first_run.join_page import JoinPage
from incident_console.ui.first_run.recover_page import RecoverPage
from incident_console.ui.first_run.waiting_page import WaitingPage
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.main_window import MainWindow
from incident_console.ui.opening import Demo
from incident_console.ui.settings import LOCK_AFTER_MIN, ZOOM, Settings
from incident_console.ui.theme import Tone, theme_manager
from incident_console.ui.unlock import UnlockPage
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import CheckBox
from incident_console.ui.widgets.exercise_band import ExerciseBand
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.option_list import OptionList
from tests.helpers.workspaces import PASSPHRASE, a_workspace, an_incident, two_laptops
from tests.ui.asking import focused, part

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SLOW = 20_000
"""Deriving a key takes a second on purpose, several on a busy machine."""


class Desktop:
    """A window on settings of its own, as one user would have it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder, self.qtbot = folder, qtbot
        self.settings = Settings(LaptopFile(folder / "config" / "window.json"))
        self.crashes: list[BaseException] = []
        self.window = MainWindow(self.settings, self.crashes.append, lambda: Demo(self.play, PASSPHRASE))
        self.window.resize(1366, 768)

    def play(self, say: Callable[[str], None]) -> Path:
        """A short play in place of the demo's, which tests/flows sees to."""
        say("14:05, power and network fail")
        with a_workspace(self.folder / "demo", is_exercise=True) as session:
            return session.path

    def open(self, workspace: Path | None = None) -> None:
        self.window.open_door(workspace)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def wait_for(self, kind: type[Door] | type[WorkspaceView]) -> None:
        self.qtbot.waitUntil(lambda: self.window.findChild(kind) is not None, timeout=SLOW)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        line = part(self.window, QLineEdit, "passphrase")
        QTest.keyClicks(line, passphrase)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)

    def choose(self, what: str) -> None:
        """Go down to one of the first choices and take it."""
        options = part(self.window, OptionList)
        while options.chosen_key() != what:
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)

    def bar(self) -> InlineBar:
        """That of what is shown: a door that was left may still wait to be deleted."""
        layout = self.window.layout()
        assert layout is not None
        shown = layout.itemAt(layout.count() - 1)
        assert shown is not None
        return part(shown.widget(), InlineBar)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        assert self.crashes == []


@pytest.fixture
def desktop(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    made = Desktop(tmp_path, qtbot)
    yield made
    made.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    with a_workspace(tmp_path) as session:
        return session.path


def test_a_new_laptop_is_asked_what_to_begin_with(desktop: Desktop) -> None:
    desktop.open()
    page = part(desktop.window, ChoicePage)
    assert part(page, OptionList).keys() == ("demo", "create", "join", "recover", "open")
    desktop.choose(JOIN)
    desktop.wait_for(JoinPage)
    desktop.press(Qt.Key.Key_Escape)
    desktop.wait_for(ChoicePage)


def test_the_first_page_is_seen_whole_without_a_scroll_bar(desktop: Desktop) -> None:
    desktop.window.resize(1280, 720)
    desktop.open()
    page = part(desktop.window, ChoicePage)
    button = part(page, Button, "go-on")
    desktop.qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())
    assert [bar for bar in page.findChildren(QScrollBar) if bar.isVisible()] == []


def test_the_kit_leads_to_the_teams_workspace_when_every_laptop_is_lost(desktop: Desktop) -> None:
    with two_laptops(desktop.folder) as team:
        team.joy.kits.print_to(desktop.folder / "kit.pdf", desktop.folder / "words")
        team.sync()
    words = (desktop.folder / "words").read_text().splitlines()[0]
    desktop.open()
    desktop.choose(RECOVER)
    desktop.wait_for(RecoverPage)
    page = part(desktop.window, RecoverPage)
    field = part(page, GrowingText, "kit-words")
    field.set_text(words.rpartition(" ")[0])
    page.findChildren(FolderField)[0].set_path(desktop.folder / "share")
    part(page, QLineEdit, "member").setText("Rita Vale")
    for line in page.findChildren(QLineEdit, "passphrase"):
        line.setText(PASSPHRASE)
    page.place.set_path(desktop.folder / "new")
    part(page, Button, "recover").click()
    desktop.qtbot.waitUntil(lambda: "23 words" in desktop.bar().accessibleName(), timeout=SLOW)
    field.set_text(words)
    part(page, Button, "recover").click()
    desktop.wait_for(WorkspaceView)
    assert "came in with the recovery kit" in desktop.bar().accessibleName()
    assert desktop.settings.workspaces() == [desktop.folder / "new"]


def test_founding_a_team_leads_to_its_workspace_and_the_passphrase_opens_it_again(desktop: Desktop) -> None:
    desktop.open()
    desktop.choose(CREATE)
    desktop.wait_for(CreatePage)
    page = part(desktop.window, CreatePage)
    team, member = page.findChildren(QLineEdit)[:2]
    team.setText("Harbour House")
    member.setText("Joy Okafor")
    first, again = page.findChildren(QLineEdit, "passphrase")
    part(page, Button, "six-words").click()
    words = first.text()
    assert len(words.split()) == 6
    again.setText(words)
    part(page, CheckBox).setChecked(False)
    place = desktop.folder / "made" / "here"
    page.place.set_path(place)
    shared = page.findChildren(FolderField)[0]
    shared.set_path(desktop.folder / "share")
    kit = page.findChildren(FolderField)[1]
    (desktop.folder / "stick").mkdir()
    kit.set_path(desktop.folder / "stick")
    part(page, Button, "create-the-workspace").click()
    desktop.wait_for(WorkspaceView)
    assert desktop.settings.workspaces() == [place]
    assert [path.name for path in (desktop.folder / "stick").iterdir()] == ["recovery-kit.pdf"]
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: part(desktop.window, Button, "open").isEnabled(), timeout=SLOW)
    desktop.unlock(words)
    desktop.wait_for(WorkspaceView)


def test_the_demo_plays_opens_and_tells_its_passphrase(desktop: Desktop) -> None:
    desktop.open()
    desktop.choose(DEMO)
    desktop.wait_for(WorkspaceView)
    assert PASSPHRASE in desktop.bar().accessibleName()
    assert desktop.settings.workspaces() == []


def test_a_weak_passphrase_or_two_different_ones_are_refused_and_nothing_is_lost(desktop: Desktop) -> None:
    desktop.open()
    desktop.choose(CREATE)
    page = part(desktop.window, CreatePage)
    create = part(page, Button, "create-the-workspace")
    create.click()
    assert "needs a name" in page.bar.accessibleName()
    team, member = page.findChildren(QLineEdit)[:2]
    team.setText("Harbour House")
    member.setText("Joy Okafor")
    first, again = page.findChildren(QLineEdit, "passphrase")
    first.setText("password")
    create.click()
    assert "too easy to guess" in page.bar.accessibleName()
    first.setText(PASSPHRASE)
    again.setText(PASSPHRASE + "x")
    create.click()
    assert "differ" in page.bar.accessibleName()
    assert (team.text(), first.text()) == ("Harbour House", PASSPHRASE)


def test_the_workspace_opened_last_is_offered_and_opens(desktop: Desktop, workspace: Path) -> None:
    desktop.settings.remember_workspace(workspace)
    desktop.open()
    assert part(desktop.window, UnlockPage).path() == workspace
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    assert not part(desktop.window, ExerciseBand).isVisible()


def test_an_exercise_has_its_band_and_its_word_in_the_title(desktop: Desktop, tmp_path: Path) -> None:
    with a_workspace(tmp_path, is_exercise=True) as session:
        path = session.path
    desktop.open(path)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    assert part(desktop.window, ExerciseBand).isVisible()
    assert desktop.window.windowTitle() == "EXERCISE \N{EN DASH} Incident Console"
    desktop.window.lock()
    assert "EXERCISE" not in desktop.window.windowTitle()


def test_a_wrong_passphrase_is_told_and_can_be_corrected(desktop: Desktop, workspace: Path) -> None:
    desktop.open(workspace)
    desktop.unlock("lift harbour quiet oaf")
    desktop.qtbot.waitUntil(lambda: desktop.bar().isVisible(), timeout=SLOW)
    assert "passphrase" in desktop.bar().accessibleName()
    assert focused().objectName() == "passphrase"
    desktop.unlock()  # what stood there is marked, so typing replaces it
    desktop.wait_for(WorkspaceView)


def test_a_workspace_in_use_says_by_whom(desktop: Desktop, workspace: Path) -> None:
    other = open_session(workspace, PASSPHRASE, purpose="a backup")
    try:
        desktop.open(workspace)
        desktop.unlock()
        desktop.qtbot.waitUntil(lambda: desktop.bar().isVisible(), timeout=SLOW)
        assert "in use by a backup" in desktop.bar().accessibleName()
    finally:
        other.close()


@pytest.mark.parametrize("what", ["damaged", "no workspace"])
def test_what_does_not_open_says_why(desktop: Desktop, workspace: Path, what: str) -> None:
    if what == "damaged":
        (workspace / "key.sealed").write_bytes(b"junk")
    else:
        (workspace / "key.sealed").unlink()
    desktop.open(workspace)
    desktop.unlock()
    desktop.qtbot.waitUntil(lambda: desktop.bar().isVisible(), timeout=SLOW)
    words = {"damaged": "is damaged", "no workspace": "is not a workspace"}
    assert words[what] in desktop.bar().accessibleName()


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace and a copy of it, both used, who met by commands that nobody watched."""
    with two_laptops(tmp_path) as team:
        path = team.joy.path
    copy = Path(shutil.copytree(path, tmp_path / "copy"))
    for place in (path, copy, path):
        with closing(open_session(place, PASSPHRASE)) as session:
            an_incident(session, place.name)
            session.folders.sync()
    return path, copy


@pytest.mark.parametrize(
    ("which", "title"), [(0, "A copy of this workspace is in use"), (1, "This workspace was used on another laptop")]
)
def test_a_copy_that_a_command_met_is_told_in_the_window_until_somebody_closes_it(
    desktop: Desktop, copied: tuple[Path, Path], which: int, title: str
) -> None:
    desktop.open(copied[which])
    for _ in range(2):
        desktop.unlock()
        desktop.wait_for(WorkspaceView)
        wait_for_title(desktop, title)
        lock(desktop)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    desktop.bar().tell(Tone.OK, "Something else")
    desktop.bar().dismiss()
    wait_for_title(desktop, title)
    desktop.bar().dismiss()
    lock(desktop)
    with closing(open_session(copied[which], PASSPHRASE)) as session:
        assert session.notices.unseen() is None


def wait_for_title(desktop: Desktop, beginning: str) -> None:
    """Wait until the bar above the page says this."""
    desktop.qtbot.waitUntil(lambda: desktop.bar().isVisible() and desktop.bar().title.startswith(beginning))


def lock(desktop: Desktop) -> None:
    """Lock, and wait until others may open the workspace."""
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: part(desktop.window, Button, "open").isEnabled(), timeout=SLOW)


def test_locking_takes_everything_off_the_screen_and_lets_others_in(desktop: Desktop, workspace: Path) -> None:
    desktop.open(workspace)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    desktop.press(Qt.Key.Key_L, CTRL | SHIFT)
    desktop.qtbot.waitUntil(lambda: desktop.window.findChild(WorkspaceView) is None)
    assert part(desktop.window, QLineEdit, "passphrase").text() == ""
    desktop.qtbot.waitUntil(lambda: part(desktop.window, Button, "open").isEnabled(), timeout=SLOW)
    open_session(workspace, PASSPHRASE).close()


def test_a_workspace_that_nobody_touches_locks_itself(desktop: Desktop, workspace: Path) -> None:
    desktop.open(workspace)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    assert desktop.settings.get(LOCK_AFTER_MIN) == 15
    idle = desktop.window._idle
    assert idle is not None
    with desktop.qtbot.waitSignal(desktop.window.locked, timeout=5_000):
        idle.set_minutes(0.1 / 60)
    desktop.wait_for(UnlockPage)


def test_how_the_workspace_was_left_is_sealed_inside_it(desktop: Desktop, workspace: Path) -> None:
    desktop.open(workspace)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    desktop.settings.set(LOCK_AFTER_MIN, 60)
    desktop.window.lock()
    assert desktop.settings.get(LOCK_AFTER_MIN) == 15  # the usual one, while nothing is open
    desktop.qtbot.waitUntil(lambda: part(desktop.window, Button, "open").isEnabled(), timeout=SLOW)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    assert desktop.settings.get(LOCK_AFTER_MIN) == 60


def test_text_grows_and_shrinks_by_key_and_stays_so(desktop: Desktop) -> None:
    desktop.open()
    desktop.press(Qt.Key.Key_Equal, CTRL)
    desktop.press(Qt.Key.Key_Plus, CTRL)
    assert (desktop.settings.get(ZOOM), theme_manager().zoom_percent) == (120, 120)
    desktop.press(Qt.Key.Key_Minus, CTRL)
    assert desktop.settings.get(ZOOM) == 110
    desktop.press(Qt.Key.Key_0, CTRL)
    assert (desktop.settings.get(ZOOM), theme_manager().zoom_percent) == (100, 100)


def test_somebody_who_joins_sees_the_words_waits_and_is_let_in(desktop: Desktop, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        desktop.open()
        desktop.choose(JOIN)
        page = part(desktop.window, JoinPage)
        page.findChildren(FolderField)[0].set_path(team.folder)
        part(page, QLineEdit, "member").setText("Mia Reyes")
        for line in page.findChildren(QLineEdit, "passphrase"):
            line.setText(PASSPHRASE)
        page.place.set_path(tmp_path / "mia")
        part(page, Button, "ask-to-join").click()
        desktop.wait_for(WaitingPage)
        waiting = part(desktop.window, WaitingPage)
        team.joy.folders.sync()
        request = team.joy.team.requests()[0]
        words = team.joy.team.words_of(request.id)
        desktop.qtbot.waitUntil(lambda: _labels(waiting) >= set(words), timeout=SLOW)
        team.joy.team.admit(request.id, Role.RESPONDER)
        team.joy.folders.sync()
        desktop.wait_for(WorkspaceView)
        desktop.qtbot.waitUntil(lambda: desktop.bar().isVisible())
        assert "Joy Okafor on JO let you in" in desktop.bar().accessibleName()


def test_somebody_joins_by_bundles_alone(desktop: Desktop, tmp_path: Path) -> None:
    out, back = tmp_path / "out.bundle", tmp_path / "back.bundle"
    with two_laptops(tmp_path) as team:
        team.joy.bundles.save(out)
        desktop.open()
        desktop.choose(JOIN)
        page = part(desktop.window, JoinPage)
        part(page, Button, "bundle").click()
        _choose(desktop, out)
        part(page, QLineEdit, "member").setText("Mia Reyes")
        for line in page.findChildren(QLineEdit, "passphrase"):
            line.setText(PASSPHRASE)
        page.place.set_path(tmp_path / "mia")
        part(page, Button, "ask-to-join").click()
        desktop.wait_for(WaitingPage)
        waiting = part(desktop.window, WaitingPage)
        part(waiting, Button, "save-request").click()
        _choose(desktop, back)
        desktop.qtbot.waitUntil(lambda: "Saved: 2 files in back.bundle" in waiting.bar.accessibleName(), timeout=SLOW)
        team.joy.bundles.read(back)
        (request,) = team.joy.team.requests()
        team.joy.team.admit(request.id, Role.RESPONDER)
        team.joy.bundles.save(out)
        part(waiting, Button, "read-bundle").click()
        _choose(desktop, out)
        desktop.wait_for(WorkspaceView)


def test_closing_tells_the_team(desktop: Desktop, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        joys, sams = team.joy.path, team.sam.path
    desktop.open(sams)
    desktop.unlock()
    desktop.wait_for(WorkspaceView)
    desktop.window.close()
    joy = open_session(joys, PASSPHRASE)
    joy.folders.sync()
    state = next(line.state for line in joy.status.stations() if line.member == "Sam Reed")
    joy.close()
    assert state == "closing"


def _choose(desktop: Desktop, path: Path) -> None:
    """Answer the system's dialog for a bundle."""
    dialog = desktop.window.findChildren(QFileDialog, "bundle-dialog")[-1]
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def _labels(page: Door) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel)}
