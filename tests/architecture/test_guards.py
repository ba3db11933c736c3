# SPDX-License-Identifier: Apache-2.0
"""The guards of the tests themselves: each kind of leftover fails the test that leaves it, and only that one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ["tests.helpers.surroundings", "tests.helpers.leftovers", "tests.helpers.qt_leftovers"]

LEAKS = """
import logging, subprocess, sys, tempfile, threading
from pathlib import Path
import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget
from tests.helpers import leftovers

leftovers.GRACE_SECONDS = 0.1
kept = []
end = threading.Event()

def test_thread():
    threading.Thread(target=end.wait, name="forgotten", daemon=True).start()

def test_child():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_file_here():
    Path("forgotten.txt").write_text("x")

def test_file_in_tmpdir():
    tempfile.mkdtemp(prefix="forgotten")

def test_log_line():
    logging.getLogger("incident_console.sync").warning("folder gone")

@pytest.mark.expects_log("folder gone")
def test_missing_log_line():
    pass

def test_timer(qapp):
    timer = QTimer(qapp, interval=60_000, objectName="forgotten")
    timer.start()

def test_single_shot(qapp):
    QTimer.singleShot(60_000, end.set)

class Waiting(QThread):
    def run(self):
        end.wait(1)

def test_qt_thread(qapp):
    kept.append(Waiting(qapp))
    kept[-1].start()

def test_window(qapp):
    kept.append(QWidget(objectName="forgotten"))

@pytest.mark.expects_log("folder gone")
def test_clean(qtbot, tmp_path):
    logging.getLogger("incident_console.sync").warning("folder gone")
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget, interval=60_000)
    timer.start()
    (tmp_path / "file").write_text("x")
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a run of the leaking tests says, by the name of the test."""
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "test_leaks.py").write_text(LEAKS, encoding="utf-8")
    ini = "[pytest]\nqt_api = pyside6\nmarkers = expects_log(pattern): as in pyproject.toml\n"
    (folder / "pytest.ini").write_text(ini, encoding="utf-8")
    plugins = [part for name in PLUGINS for part in ("-p", name)]
    options = ["-p", "no:cacheprovider", "--basetemp=tmp", "-q", "-rE"]
    command = [sys.executable, "-m", "pytest", *plugins, *options, "test_leaks.py"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "400"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, env=environment)
    assert "11 passed, 10 errors" in done.stdout, done.stdout + done.stderr
    return dict(re.findall(r"^ERROR test_leaks\.py::test_(\w+) - (.*)$", done.stdout, re.MULTILINE))


@pytest.mark.parametrize(
    ("leaking", "complaint"),
    [
        ("thread", "thread forgotten"),
        ("child", "child process"),
        ("file_here", "file forgotten.txt"),
        ("file_in_tmpdir", "file forgotten"),
        ("log_line", "log line WARNING incident_console.sync: folder gone"),
        ("missing_log_line", "no log line matches"),
        ("timer", "running QTimer forgotten"),
        ("single_shot", "running QTimer"),
        ("qt_thread", "running Waiting"),
        ("window", "window QWidget forgotten"),
    ],
)
def test_a_leftover_fails_the_test_that_leaves_it(complaints: dict[str, str], leaking: str, complaint: str) -> None:
    assert complaint in complaints[leaking]


def test_a_test_that_cleans_up_passes(complaints: dict[str, str]) -> None:
    assert "clean" not in complaints
