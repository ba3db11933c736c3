# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, Notice, SyncStateChanged
from incident_console.services.session import Session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.frame.head_and_foot import HeadAndFoot
from incident_console.ui.frame.incident_menu import IncidentMenu
from incident_console.ui.frame.keys_panel import KeysPanel
from incident_console.ui.frame.open_incident import OpenIncidentPanel
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.catalogue import PageEntry
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.sealed_memory import SealedMemory
from incident_console.ui.settings import Settings
from incident_console.ui.widgets.header_bar import HeaderBar
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.navigation_rail import NavigationRail
from incident_console.ui.widgets.option_list import OptionList
from incident_console.ui.widgets.status_line import StatusLine
from tests.helpers.workspaces import a_workspace, an_incident
from tests.ui.asking import focused, part

CTRL = Qt.KeyboardModifier.ControlModifier


class SmallPage(Page):
    """A page with one line to type in, that notes what it is told."""

    def __init__(self, name: str, context: PageContext) -> None:
        super().__init__(context)
        self.title = name.capitalize()
        self.setObjectName(f"{name}-page")
        self.line = QLineEdit()
        self.line.setObjectName(f"{name}-line")
        self.events: list[Event] = []
        self.things: list[bytes] = []
        self.is_kept = False
        column = QVBoxLayout(self)
        column.addWidget(QLabel(self.title))
        column.addWidget(self.line)

    def focus_first(self) -> None:
        self.line.setFocus()

    def take_events(self, events: Sequence[Event]) -> None:
        self.events.extend(events)

    def show_thing(self, key: bytes) -> None:
        self.things.append(key)

    def page_keys(self) -> Sequence[PageKey]:
        return (PageKey("S", "mark as significant"),)

    def keep_unsaved(self) -> None:
        self.is_kept = True


def entry(name: str, shortcut: str, **more: bool) -> PageEntry:
    return PageEntry(name, "file-text", name.capitalize(), shortcut, partial(SmallPage, name), **more)


ENTRIES = (
    entry("overview", "Ctrl+1"),
    entry("log", "Ctrl+2"),
    entry("tasks", "Ctrl+3", has_badge=True),
    entry("documents", "Ctrl+6", needs_incident=False),
    entry("team", "", needs_incident=False, is_lower=True),
)


class Desk:
    """A view on a real workspace, with jobs, events and memory as in the program."""

    def __init__(self, session: Session, memory: SealedMemory, folder: Path, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.settings = Settings(LaptopFile(folder / "window.json"), memory)
        self.jobs = JobRunner(_raise, _raise)
        self.bridge = EventBridge(session.bus)
        self.view = WorkspaceView(session, self.jobs, self.settings, ENTRIES)
        self.bridge.arrived.connect(self.view.take_events)
        qtbot.addWidget(self.view)
        self.view.resize(1366, 768)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()

    def close(self) -> None:
        self.bridge.close()
        self.jobs.shutdown()

    def _pages(self, name: str) -> list[SmallPage]:
        return self.view.findChildren(SmallPage, f"{name}-page")

    def page(self, name: str) -> SmallPage:
        return part(self.view, SmallPage, f"{name}-page")

    def wait_for_page(self, name: str) -> SmallPage:
        self.qtbot.waitUntil(lambda: any(page.isVisible() for page in self._pages(name)))
        return self.page(name)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifier)


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with a_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def memory() -> SealedMemory:
    return SealedMemory("", lambda _: None)


@pytest.fixture
def desk(session: Session, memory: SealedMemory, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    an_incident(session)
    made = Desk(session, memory, tmp_path, qtbot)
    yield made
    made.close()
    memory.flush()


def test_the_first_page_of_the_open_incident_is_shown_with_the_keyboard_in_it(desk: Desk) -> None:
    page = desk.wait_for_page("overview")
    assert page.incident == desk.session.incidents.lines()[0].id
    assert focused() is page.line


def test_a_key_shows_its_page_and_gives_it_the_keyboard(desk: Desk) -> None:
    desk.wait_for_page("overview")
    desk.press(Qt.Key.Key_6, CTRL)
    assert focused() is desk.wait_for_page("documents").line
    assert part(desk.view, NavigationRail).current() == "documents"


def test_pages_are_made_when_they_are_first_shown_and_those_with_a_count_soon(desk: Desk) -> None:
    desk.wait_for_page("overview")
    assert desk.view.findChild(SmallPage, "documents-page") is None
    desk.qtbot.waitUntil(lambda: desk.view.findChild(SmallPage, "tasks-page") is not None)
    desk.page("tasks").badge_changed.emit(3)
    assert "3" in part(desk.view, NavigationRail).item("tasks").accessibleName()


def test_ctrl_l_goes_to_the_log_and_esc_comes_back_to_the_very_field(desk: Desk) -> None:
    desk.wait_for_page("overview")
    desk.press(Qt.Key.Key_6, CTRL)
    line = desk.wait_for_page("documents").line
    desk.press(Qt.Key.Key_L, CTRL)
    assert focused() is desk.wait_for_page("log").line
    desk.press(Qt.Key.Key_L, CTRL)  # once more changes nothing of where one came from
    desk.press(Qt.Key.Key_Escape)
    assert focused() is line
    assert desk.page("documents").isVisible()


def test_a_key_pressed_before_the_first_page_is_there_counts(desk: Desk) -> None:
    QTest.keyClick(desk.view, Qt.Key.Key_L, CTRL)  # right after unlocking, at three in the morning
    assert focused() is desk.wait_for_page("log").line


def test_esc_stays_on_a_page_that_one_chose(desk: Desk) -> None:
    desk.wait_for_page("overview")
    desk.press(Qt.Key.Key_L, CTRL)
    desk.wait_for_page("log")
    desk.press(Qt.Key.Key_6, CTRL)
    desk.wait_for_page("documents")
    desk.press(Qt.Key.Key_Escape)
    assert desk.page("documents").isVisible()


def test_f1_shows_the_keys_of_the_page_and_again_hides_them(desk: Desk) -> None:
    desk.wait_for_page("overview")
    panel = part(desk.view, KeysPanel)
    desk.press(Qt.Key.Key_F1)
    assert panel.isVisible()
    assert "mark as significant" in [label.text() for label in panel.findChildren(QLabel)]
    desk.press(Qt.Key.Key_F1)
    assert not panel.isVisible()


def test_another_page_can_be_asked_for_one_thing(desk: Desk) -> None:
    desk.wait_for_page("overview").context.go_to("tasks", b"k" * 16)
    assert desk.wait_for_page("tasks").things == [b"k" * 16]


def test_what_is_saved_is_told_with_its_time_and_as_sealed_only_when_it_is(desk: Desk) -> None:
    desk.wait_for_page("overview")
    status = part(desk.view, StatusLine)
    desk.session.log.add(desk.session.incidents.lines()[0].id, "Water in the lift shaft")
    desk.qtbot.waitUntil(lambda: _words(status, "status-saved").endswith(", sealing"))
    assert _words(status, "status-saved").startswith("Saved ")
    desk.session.sync.seal()
    desk.session.bus.publish(SyncStateChanged())
    desk.qtbot.waitUntil(lambda: "sealing" not in _words(status, "status-saved"))


def test_events_reach_pages_and_a_notice_is_told_above_them(desk: Desk) -> None:
    page = desk.wait_for_page("overview")
    desk.session.bus.publish(Notice("A folder fell back", "Nothing is lost."))
    desk.qtbot.waitUntil(lambda: page.events != [])
    bar = part(desk.view, InlineBar)
    assert bar.isVisible()
    assert bar.accessibleName().startswith("A folder fell back")


def test_an_error_that_no_page_took_is_told(desk: Desk) -> None:
    desk.wait_for_page("overview")
    desk.view.tell_error(KnownError("The disk is full", "What was saved before is safe."))
    assert part(desk.view, InlineBar).isVisible()


def test_lock_is_asked_for_by_key(desk: Desk) -> None:
    desk.wait_for_page("overview")
    with desk.qtbot.waitSignal(desk.view.lock_requested):
        desk.press(Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)


def test_pages_keep_what_was_typed_before_locking(desk: Desk) -> None:
    page = desk.wait_for_page("overview")
    desk.view.keep_unsaved()
    assert page.is_kept


def test_the_window_opens_again_where_it_was_left(
    desk: Desk, session: Session, memory: SealedMemory, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.wait_for_page("overview")
    desk.press(Qt.Key.Key_6, CTRL)
    desk.wait_for_page("documents")
    again = Desk(session, memory, tmp_path, qtbot)
    again.wait_for_page("documents")
    again.close()


def test_the_menu_lists_incidents_and_changes_what_every_page_shows(desk: Desk) -> None:
    page = desk.wait_for_page("overview")
    other = an_incident(desk.session, "Flood & fire")
    first = page.incident
    head = desk.view.findChild(HeadAndFoot)
    assert isinstance(head, HeadAndFoot)
    desk.qtbot.waitUntil(lambda: head.facts is not None and len(head.facts.incidents) == 2)
    _choose(desk, "Flood && fire")
    desk.qtbot.waitUntil(lambda: page.incident == other.id)
    header = part(desk.view, HeaderBar)
    desk.qtbot.waitUntil(lambda: "Flood" in header.incident_button.accessibleName())
    _choose(desk, "Power failure")
    desk.qtbot.waitUntil(lambda: page.incident == first)


def test_the_menu_has_a_key(desk: Desk) -> None:
    desk.wait_for_page("overview")
    desk.press(Qt.Key.Key_I, CTRL)
    part(desk.view, IncidentMenu).close()


def test_another_incident_is_opened_from_the_menu_and_esc_leaves_the_form(desk: Desk) -> None:
    desk.wait_for_page("overview")
    panel = part(desk.view, OpenIncidentPanel)
    _choose(desk, "Open an incident")
    assert panel.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page("overview").isVisible()


@pytest.fixture
def empty_desk(session: Session, memory: SealedMemory, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(session, memory, tmp_path, qtbot)
    panel = part(made.view, OpenIncidentPanel)
    qtbot.waitUntil(lambda: len(part(panel, OptionList).keys()) > 3 and panel.isVisible())
    yield made
    made.close()
    memory.flush()


def test_without_an_incident_the_window_offers_to_open_one(empty_desk: Desk) -> None:
    panel = part(empty_desk.view, OpenIncidentPanel)
    assert isinstance(focused(), QLineEdit)
    QTest.keyClicks(focused(), "Power failure, Harbour House")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    page = empty_desk.wait_for_page("overview")
    line = empty_desk.session.incidents.lines()[0]
    assert (page.incident, line.name, line.plan) == (line.id, "Power failure, Harbour House", "Facility outage")
    assert not panel.isVisible()


def test_an_incident_that_arrives_takes_the_place_of_the_form(empty_desk: Desk) -> None:
    an_incident(empty_desk.session, "Ransomware")
    empty_desk.wait_for_page("overview")


def test_a_form_that_is_refused_keeps_its_words(empty_desk: Desk) -> None:
    panel = part(empty_desk.view, OpenIncidentPanel)
    name, since = panel.findChildren(QLineEdit)[:2]
    name.setText("Power failure")
    since.setText("half past never")
    QTest.keyClick(name, Qt.Key.Key_Return)
    bar = part(panel, InlineBar)
    empty_desk.qtbot.waitUntil(bar.isVisible)
    assert (name.text(), since.text()) == ("Power failure", "half past never")
    assert empty_desk.session.incidents.lines() == []


def test_pages_that_need_no_incident_are_there_without_one(empty_desk: Desk) -> None:
    empty_desk.press(Qt.Key.Key_6, CTRL)
    empty_desk.wait_for_page("documents")
    empty_desk.press(Qt.Key.Key_2, CTRL)
    assert part(empty_desk.view, OpenIncidentPanel).isVisible()


def test_a_narrow_window_shows_icons_alone(empty_desk: Desk) -> None:
    rail = part(empty_desk.view, NavigationRail)
    wide = rail.width()
    empty_desk.view.resize(700, 600)
    assert rail.width() < wide


def _words(status: StatusLine, name: str) -> str:
    return part(status, QWidget, name).accessibleName()


def _menu(desk: Desk) -> IncidentMenu:
    part(desk.view, HeaderBar).incident_button.click()
    return desk.view.findChildren(IncidentMenu)[-1]


def _choose(desk: Desk, beginning: str) -> None:
    menu = _menu(desk)
    action: QAction = next(action for action in menu.actions() if action.text().startswith(beginning))
    action.trigger()
    menu.close()
