# SPDX-License-Identifier: Apache-2.0
"""Puts the window together: theme, settings, guard against crashes, and the first page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from incident_console.domain.errors import KnownError
from incident_console.ui.crash_guard import CrashGuard, usual_log_file
from incident_console.ui.display import can_open_windows
from incident_console.ui.end_signals import EndSignals
from incident_console.ui.garbage import Garbage
from incident_console.ui.laptop_file import LaptopFile, usual_place
from incident_console.ui.main_window import MainWindow
from incident_console.ui.settings import THEME, ZOOM, Settings
from incident_console.ui.theme import ThemeChoice, theme_manager

if TYPE_CHECKING:
    from incident_console.ui.opening import Demo


def main(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code. ``argv`` may name a workspace.

    Raises KnownError where there is no screen.
    """
    if not can_open_windows():
        raise KnownError(
            "There is no screen to open the window on",
            "Neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "All other commands work; incident-console --help lists them.",
        )
    app = QApplication.instance()
    if not isinstance(app, QApplication):  # the demo has drawn its pictures with one already
        app = QApplication([sys.argv[0]])
    app.setApplicationName("incident-console")
    app.setApplicationDisplayName("Incident Console")
    app.setDesktopFileName("incident-console")
    guard = CrashGuard(usual_log_file())
    guard.install()
    settings = Settings(LaptopFile(usual_place()))
    theme_manager().apply(ThemeChoice(settings.get(THEME)), settings.get(ZOOM))
    window = MainWindow(settings, guard.report, _find_demo)
    window.open_door(Path(argv[0]).absolute() if argv else None)
    signals = EndSignals(window.close, window)
    garbage = Garbage(window)
    window.unlocked.connect(garbage.on_unlocked)
    window.locked.connect(garbage.on_locked)
    window.show()
    QTimer.singleShot(0, window.warm_up)
    try:
        return app.exec()
    finally:
        garbage.close()
        signals.close()
        guard.uninstall()


def _find_demo() -> Demo:
    """The demo, loaded only when somebody wants it."""
    from incident_console import demo
    from incident_console.ui.opening import Demo

    return Demo(partial(demo.run, None), demo.PASSPHRASE)
