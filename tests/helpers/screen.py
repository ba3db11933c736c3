# SPDX-License-Identifier: Apache-2.0
"""A virtual screen with a window manager, and windows of the program on it that real keys are pressed in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.helpers.programs import require_program

SIZE = "1366x768x24"
LONGEST_S = 30.0
ROOT = Path(__file__).resolve().parents[2]


def wait_until(is_so: Callable[[], bool], seconds: float = LONGEST_S) -> float:
    """Wait for something that another process does; returns how many seconds it took, fails when it never comes."""
    began = time.monotonic()
    while not is_so():
        passed = time.monotonic() - began
        assert passed < seconds, f"not so after {passed:.1f} s"
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def a_process(*command: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process of ours, ended by its own handle at the end, kindly first."""
    process = subprocess.Popen([str(word) for word in command], text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@dataclass
class Screen:
    """A display of its own; ``press`` and ``write`` act on the window that has the keyboard, as a person does."""

    display: str
    environment: dict[str, str] = field(default_factory=dict)

    def xdotool(self, *words: str) -> str:
        """Run xdotool on this screen; returns what it prints."""
        command = [require_program("xdotool"), *words]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def windows(self, pid: int) -> list[str]:
        """The ids of the windows that a process shows."""
        words = ("search", "--all", "--onlyvisible", "--pid", str(pid), "--name", "Incident Console")
        try:
            return self.xdotool(*words).split()
        except subprocess.CalledProcessError:  # none yet
            return []

    def has_window(self, pid: int) -> bool:
        """Whether a process shows a window."""
        return bool(self.windows(pid))

    def is_managed(self) -> bool:
        """Whether the window manager is at work."""
        try:
            return int(self.xdotool("get_num_desktops")) > 0
        except (subprocess.CalledProcessError, ValueError):
            return False

    def press(self, *keys: str) -> None:
        """Press keys or combinations, such as ctrl+l."""
        self.xdotool("key", "--clearmodifiers", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self.xdotool("type", "--clearmodifiers", "--delay", "8", text)


@contextmanager
def a_screen() -> Iterator[Screen]:
    """A virtual screen with a window manager; skips the test where the programs for it are missing."""
    for program in ("xdotool", "openbox"):
        require_program(program)
    reading, writing = os.pipe()
    options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = (require_program("Xvfb"), "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp")
    with a_process(*server, pass_fds=(writing,), **options):
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with a_process("openbox", env=environment, **options):
            screen = Screen(display, environment)
            wait_until(screen.is_managed)  # a window that came before its manager would never get the keyboard
            yield screen


class Window:
    """A window of the program in a process of its own, which answers what it shows (tests/helpers/probed_window.py)."""

    def __init__(self, screen: Screen, process: subprocess.Popen[str]) -> None:
        self.screen, self.process = screen, process
        self.id = self._find()
        wait_until(self._has_keyboard)  # or it would take it later

    def ask(self) -> dict[str, Any]:
        """What the window shows now: the object name of its content, and every row of every list that is visible."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def shows(self, words: str) -> bool:
        """Whether one of the visible rows holds these words."""
        return any(words in row for row in self.ask()["rows"])

    def activate(self) -> None:
        """Bring the window to the front and give it the keyboard."""
        self.screen.xdotool("windowactivate", "--sync", self.id)
        wait_until(self._is_active)

    def close(self) -> int:
        """Close it by the window manager's key; returns the exit code."""
        self.activate()
        self.screen.press("alt+F4")
        return self.process.wait(LONGEST_S)

    def end(self) -> int:
        """Ask the process to end, as the system does when it shuts down; returns the exit code."""
        self.process.terminate()
        return self.process.wait(LONGEST_S)

    def _is_active(self) -> bool:
        return bool(self.ask()["is_active"])

    def _has_keyboard(self) -> bool:
        """A new window gets the keyboard; one that did not takes it, as somebody would by a click."""
        is_active = self._is_active()
        if not is_active:
            self.screen.xdotool("windowactivate", self.id)
        return is_active

    def _find(self) -> str:
        wait_until(partial(self.screen.has_window, self.process.pid))
        return self.screen.windows(self.process.pid)[-1]


@contextmanager
def a_window(screen: Screen, workspace: Path, home: Path) -> Iterator[Window]:
    """The program with a workspace to unlock, and a home of its own for its settings."""
    homes = {name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    command = (sys.executable, "-m", "tests.helpers.probed_window", workspace)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with a_process(*command, env={**screen.environment, **homes}, cwd=ROOT, **pipes) as process:
        yield Window(screen, process)
