# SPDX-License-Identifier: Apache-2.0
"""Any page on a real workspace, as somebody sits before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.page import Page, PageContext
from incident_console.ui.settings import Settings
from tests.ui.asking import focused

P = TypeVar("P", bound=Page)


class Memory:
    """What an unlocked workspace keeps of its views, for as long as a test lasts."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, key: str) -> str:
        return self.kept.get(key, "")

    def write(self, key: str, value: str) -> None:
        self.kept[key] = value


@dataclass
class Told:
    """What a page said to the frame."""

    saved: int = 0
    badges: list[int] = field(default_factory=list)
    went: list[tuple[str, bytes | None]] = field(default_factory=list)

    def go_to(self, page: str, thing: bytes | None) -> None:
        self.went.append((page, thing))

    def tell_saved(self) -> None:
        self.saved += 1


@dataclass
class PageDesk(Generic[P]):
    """A window with one page."""

    session: Session
    qtbot: QtBot
    window: QWidget
    page: P
    memory: Memory
    told: Told

    def type(self, text: str) -> None:
        """Type into the field that has the keyboard."""
        QTest.keyClicks(focused(), text)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(focused(), key)

    def wait_until(self, is_so: Callable[[], object]) -> None:
        """Let the window live until something is so."""
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=15_000)


@contextmanager
def shown_page(
    session: Session,
    make: Callable[[PageContext], P],
    qtbot: QtBot,
    tmp_path: Path,
    *,
    is_visible: bool = True,
    memory: Memory | None = None,
) -> Iterator[PageDesk[P]]:
    """The page in a window of 1180 x 640 (what the frame leaves at 1366 x 768), fed by the workspace's events.

    With the ``memory`` of another one it is as after a lock.
    """
    errors: list[BaseException] = []
    jobs, memory = JobRunner(errors.append, errors.append), memory or Memory()
    window = QWidget()
    desk: PageDesk[P]
    told = Told()
    settings = Settings(LaptopFile(tmp_path / "laptop.json"), memory)
    page = make(PageContext(session, jobs, settings, told.go_to, told.tell_saved))
    desk = PageDesk(session, qtbot, window, page, memory, told)
    page.badge_changed.connect(told.badges.append)
    bridge = EventBridge(session.bus, page)
    bridge.arrived.connect(page.take_events)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    window.resize(1180, 640)
    qtbot.addWidget(window)
    if is_visible:
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
    try:
        yield desk
    finally:
        window.close()
        bridge.close()
        assert jobs.shutdown()
    assert [error for error in errors if not isinstance(error, KnownError)] == []
