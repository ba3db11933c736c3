# SPDX-License-Identifier: Apache-2.0
"""From the command to the first painted window, beside a window with nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measuring import Finding, beside, interleaved

_WATCH = """
import os, sys
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow
class Watched(QApplication):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.installEventFilter(self)
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            os._exit(0)
        return False
"""
_BARE = (
    _WATCH
    + """
app = Watched(sys.argv)
window = QMainWindow()
window.resize(1366, 768)
window.show()
sys.exit(app.exec() or 1)
"""
)
_OURS = (
    _WATCH
    + """
import incident_console.app
incident_console.app.QApplication = Watched
from incident_console.__main__ import main
sys.argv = ["incident-console"]
sys.exit(main() or 1)
"""
)


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Start the program on a laptop that has no workspace yet, off screen; the process ends with its first paint."""
    places = {name: str(root) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "APPDATA")}
    env = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    ours, bare = interleaved(partial(_start, _OURS, env), partial(_start, _BARE, env), rounds=3 if is_quick else 15)
    yield beside("first painted window / a bare one", ours, bare, 3)


def _start(script: str, env: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", script], check=False, env=env, capture_output=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
