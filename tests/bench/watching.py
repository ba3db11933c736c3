# SPDX-License-Identifier: Apache-2.0
"""The process of a window, off screen, that imports a folder while a clock of 5 ms watches how long it stands still.

``python -m tests.bench.watching WORKSPACE SOURCE`` prints the seconds of the longest stalls and of the import.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.garbage import Garbage
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.main_window import MainWindow
from incident_console.ui.opening import Demo
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.settings import Settings
from incident_console.ui.theme import ThemeChoice, theme_manager
from tests.bench.stations import PASSPHRASE
from tests.ui.asking import part

EVERY_MS = 5


class Watch:
    """Notes how long the window's thread does nothing else than one thing."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=EVERY_MS)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Watch from now on."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def _note(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last - EVERY_MS / 1000)
        self._last = now


def main(workspace: Path, source: Path) -> dict[str, object]:
    """Unlock, go to the documents, import; what the watch saw meanwhile."""
    app = QApplication([sys.argv[0]])
    theme_manager().apply(ThemeChoice.LIGHT, 100)
    crashes: list[BaseException] = []
    window = MainWindow(Settings(LaptopFile(workspace / "window.json")), crashes.append, lambda: Demo(_none, ""))
    garbage = Garbage(window)
    window.unlocked.connect(garbage.on_unlocked)
    window.open_door(workspace)
    window.show()
    page = _documents_page(window)
    watch, started = Watch(), time.perf_counter()
    watch.start()
    page.importing.import_paths([source])
    _wait_until(lambda: not page.importing.is_busy)
    taken = time.perf_counter() - started
    watch.stop()
    window.close()
    _wait_until(lambda: not window.isVisible())
    app.processEvents()
    garbage.close()
    if crashes:
        raise crashes[0]
    return {"stalls": sorted(watch.gaps)[-5:], "seconds": taken}


def _documents_page(window: MainWindow) -> DocumentsPage:
    _wait_until(lambda: window.findChild(QLineEdit, "passphrase") is not None)
    line = part(window, QLineEdit, "passphrase")
    line.setText(PASSPHRASE)
    line.returnPressed.emit()
    _wait_until(lambda: window.findChild(WorkspaceView) is not None)
    part(window, WorkspaceView).go_to("documents", None)
    _wait_until(lambda: window.findChild(DocumentsPage) is not None)
    page = part(window, DocumentsPage)
    _wait_until(lambda: page.shelf.is_loaded)
    QTest.qWait(500)  # what belongs to opening the page is no part of the import
    return page


def _wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    loop = QEventLoop()
    looking = QTimer(interval=50)
    looking.timeout.connect(lambda: loop.quit() if is_so() else None)
    looking.start()
    if not is_so():
        loop.exec()


def _none(_say: object) -> Path:
    raise AssertionError("nobody asked for the demo")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
