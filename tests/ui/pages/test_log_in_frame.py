# SPDX-License-Identifier: Apache-2.0
"""The log inside the frame: Ctrl+L from anywhere, Esc back to where one was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.log_page import LogPage
from incident_console.ui.sealed_memory import SealedMemory
from incident_console.ui.settings import Settings
from incident_console.ui.widgets.rail_item import RailItem
from tests.helpers.workspaces import a_workspace, an_incident
from tests.ui.asking import focused, part

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def joy(tmp_path: Path) -> Iterator[Session]:
    with a_workspace(tmp_path) as session:
        an_incident(session)
        yield session


@pytest.fixture
def view(joy: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[WorkspaceView]:
    errors: list[BaseException] = []
    jobs = JobRunner(errors.append, errors.append)
    memory = SealedMemory("", lambda _: None)
    view = WorkspaceView(joy, jobs, Settings(LaptopFile(tmp_path / "laptop.json"), memory))
    bridge = EventBridge(joy.bus, view)
    bridge.arrived.connect(view.take_events)
    view.resize(1366, 768)
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    qtbot.waitUntil(lambda: bool(view.findChildren(RailItem)) and view._stack.key != "")
    yield view
    view.close()
    memory.flush()
    bridge.close()
    assert jobs.shutdown()
    assert errors == []


def test_ctrl_l_writes_from_anywhere_and_esc_goes_back(view: WorkspaceView, joy: Session, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_1, CONTROL)
    before = focused()
    QTest.keyClick(view, Qt.Key.Key_L, CONTROL)
    page = part(view, LogPage)
    assert page.isVisible()
    assert focused() is page.compose_bar.text
    QTest.keyClicks(focused(), "Power failed at the main site")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.compose_bar.text.text() == "")
    (line,) = joy.log.lines(joy.incidents.lines()[0].id)
    assert line.text == "Power failed at the main site"
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert focused() is before


def test_ctrl_l_in_the_log_itself_returns_to_the_list(view: WorkspaceView, joy: Session, qtbot: QtBot) -> None:
    joy.log.add(joy.incidents.lines()[0].id, "Power failed")
    QTest.keyClick(view, Qt.Key.Key_2, CONTROL)
    page = part(view, LogPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.focus_first()
    QTest.keyClick(focused(), Qt.Key.Key_L, CONTROL)
    assert focused() is page.compose_bar.text
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert focused() is page.rows
