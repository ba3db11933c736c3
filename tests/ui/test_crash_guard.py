# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from incident_console.ui.crash_guard import CrashGuard, first_word, usual_log_file
from incident_console.ui.widgets.crash_dialog import CrashDialog

SECRET = "the board meets at Harbour House"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "state" / "errors.log"


@pytest.fixture
def guard(log: Path, qapp: QApplication) -> Iterator[CrashGuard]:
    """A guard that is installed, with the hooks of the test run put back afterwards."""
    hooks = sys.excepthook, threading.excepthook
    made = CrashGuard(log)
    made.install()
    yield made
    made.uninstall()
    sys.excepthook, threading.excepthook = hooks


def dialogs() -> list[CrashDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog)]


def fail() -> None:
    raise ValueError(SECRET)


def test_a_mistake_is_told_once_and_logged_without_what_somebody_typed(
    guard: CrashGuard, log: Path, qtbot: QtBot
) -> None:
    for _ in range(3):
        try:
            fail()
        except ValueError as error:
            guard.report(error)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert log.read_text().count("ValueError") == 3
    assert "in fail" in log.read_text()
    assert SECRET not in log.read_text()
    assert SECRET not in dialogs()[0].details
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())


def test_after_the_dialog_was_closed_the_next_mistake_is_told_again(guard: CrashGuard, qtbot: QtBot) -> None:
    for _ in range(2):
        guard.report(ValueError("ours"))
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        dialogs()[0].accept()
        qtbot.waitUntil(lambda: not dialogs())


def test_a_mistake_in_any_thread_reaches_the_window(guard: CrashGuard, log: Path, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    thread.join()
    assert "in fail" in log.read_text()


def test_a_warning_of_qt_is_logged_by_the_name_of_its_function_alone(guard: CrashGuard, log: Path) -> None:
    qWarning(f"QLayout::addChild: {SECRET}")
    assert "QLayout::addChild" in log.read_text()
    assert SECRET not in log.read_text()


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("QFont::setPointSizeF: Point size <= 0", "QFont::setPointSizeF"),
        ("/home/joy/ops cannot be read", "message"),
        ("", "message"),
        ("Straße 7", "message"),
    ],
)
def test_only_a_name_of_a_function_is_taken_from_a_message(message: str, word: str) -> None:
    assert first_word(message) == word


def test_a_log_that_cannot_be_written_hides_no_mistake(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "state").write_text("in the way")
    guard = CrashGuard(tmp_path / "state" / "errors.log")
    guard.report(ValueError("ours"))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())


def test_the_log_does_not_grow_for_ever(guard: CrashGuard, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incident_console.ui.crash_guard._LARGEST_LOG", 100)
    for _ in range(5):
        qWarning("QWidget::show: no")
    assert log.stat().st_size < 200
    assert sorted(path.name for path in log.parent.iterdir()) == ["errors.log", "errors.old"]


def test_the_usual_place_is_the_users_own() -> None:
    assert usual_log_file().name == "errors.log"
