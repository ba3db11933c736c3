# SPDX-License-Identifier: Apache-2.0
"""Every test of the window begins with the light theme at 100 %; ``show`` puts parts into a window."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.garbage import free_what_is_due
from incident_console.ui.theme import ThemeChoice, theme_manager

PATIENCE_MS = 20_000


class PatientQtBot(QtBot):
    """Gives up later: a wait ends when what it waits for is so, and a busy machine makes that late, not wrong."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Let the window live until something is so."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientQtBot(request)


@pytest.fixture(autouse=True)
def garbage_is_freed_here() -> Iterator[None]:
    """As in the program: a worker's thread must not end what belongs to a window."""
    gc.disable()
    yield
    free_what_is_due()
    gc.enable()


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    manager = theme_manager()
    if (manager.choice, manager.zoom_percent) != (ThemeChoice.LIGHT, 100):
        manager.apply(ThemeChoice.LIGHT, 100)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Puts widgets one below the other into a window, shows it and keeps it until the end of the test."""
    windows: list[QWidget] = []

    def show(*parts: QWidget) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for part in parts:
            column.addWidget(part)
        window.resize(1000, 600)
        qtbot.addWidget(window)
        windows.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield show
    windows.clear()
