# SPDX-License-Identifier: Apache-2.0
"""The log page on a real workspace, as somebody sits before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.item_roles import KeyRole
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.log_page import LogPage
from incident_console.ui.pages.page import PageContext
from incident_console.ui.settings import Settings
from tests.ui.asking import focused


@dataclass
class LogDesk:
    """A window with the page, and what it told the frame."""

    session: Session
    incident: bytes
    qtbot: QtBot
    window: QWidget
    page: LogPage
    jobs: JobRunner
    saved: list[int] = field(default_factory=list)
    went: list[tuple[str, bytes | None]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Type into the field that has the keyboard; \\n is Enter."""
        for char in text:
            if char == "\n":
                QTest.keyClick(focused(), Qt.Key.Key_Return)
            else:
                QTest.keyClicks(focused(), char)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(focused(), key, modifiers)

    def write(self, text: str) -> None:
        """Write a line as Ctrl+L does it, and wait until it stands in the list."""
        count = len(self.texts())
        self.page.compose()
        self.type(f"{text}\n")
        self.qtbot.waitUntil(lambda: len(self.texts()) > count and not self.page.compose_bar.text.text())

    def texts(self) -> list[str]:
        """What the rows say, from top to bottom, headings too."""
        model = self.page.model
        keys = [model.index(row, 0).data(KeyRole) for row in range(model.rowCount())]
        found = []
        for key in keys:
            own, shown = model.own_row(key), model.line(key)
            found.append(own.spoken() if own else shown.entry.text if shown else "...")
        return found

    def wait_for(self, *texts: str) -> None:
        """Wait until the list shows exactly these."""
        self.qtbot.waitUntil(lambda: self.texts() == list(texts))

    def choose(self, text: str) -> None:
        """Choose the row with this text and wait for its detail."""
        key = self.page.model.key_at(self.texts().index(text))
        self.page.rows.select_key(key)
        self.page.rows.setFocus()
        self.qtbot.waitUntil(lambda: self.page.detail.key == key)


@contextmanager
def a_desk(session: Session, incident: bytes, qtbot: QtBot, tmp_path: Path) -> Iterator[LogDesk]:
    """The page in a window of 1180 x 640 (what the frame leaves at 1366 x 768), fed by the workspace's events."""
    errors: list[BaseException] = []
    went: list[tuple[str, bytes | None]] = []
    saved: list[int] = []
    jobs = JobRunner(errors.append, errors.append)
    settings = Settings(LaptopFile(tmp_path / "laptop.json"))

    def go_to(page: str, key: bytes | None) -> None:
        went.append((page, key))

    page = LogPage(PageContext(session, jobs, settings, go_to, lambda: saved.append(1)))
    bridge = EventBridge(session.bus, page)
    bridge.arrived.connect(page.take_events)
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    window.resize(1180, 640)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.show_incident(incident)
    desk = LogDesk(session, incident, qtbot, window, page, jobs, saved, went, errors)
    qtbot.waitUntil(lambda: page.feed.state is not None)
    page.focus_first()
    try:
        yield desk
    finally:
        window.close()
        bridge.close()
        assert jobs.shutdown()
    assert [error for error in errors if not isinstance(error, KnownError)] == []
