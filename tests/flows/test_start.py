# SPDX-License-Identifier: Apache-2.0
"""The program as it is started: without a word the window opens; where there is no display that is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.screen import ROOT, a_process, a_screen, wait_until

START = (sys.executable, "-m", "incident_console")


def homes(folder: Path) -> dict[str, str]:
    return {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}


def test_without_a_word_the_window_opens_and_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with a_screen() as screen, a_process(*START, env={**screen.environment, **homes(tmp_path)}, cwd=ROOT) as program:
        wait_until(lambda: screen.has_window(program.pid))
        program.terminate()
        assert program.wait(30) == 0
    assert not (tmp_path / "XDG_STATE_HOME" / "incident-console" / "log" / "errors.log").exists()


def test_where_there_is_no_display_that_is_said_in_one_line(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= homes(tmp_path)
    done = subprocess.run(START, check=False, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    if sys.platform == "linux":
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("There is no screen to open the window on.")
        assert len(done.stderr.splitlines()) == 1
