# SPDX-License-Identifier: Apache-2.0
"""The demo is the flow test: an outage from end to end, three stations, one folder, one stick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from incident_console.demo import PASSPHRASE, run
from incident_console.services.session import open_session
from tests.helpers.canaries import found_in
from tests.helpers.screen import ROOT, a_process, a_screen, wait_until

CANARIES = ("Okafor", "Harbour House", "ring main", "generator fuel", "Sokolov", "7946 0101", "cooling-loss-runbook")
DEMO = (sys.executable, "-m", "incident_console", "demo")
PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def test_the_demo_keeps_every_promise_and_leaves_nothing_in_plain(tmp_path: Path) -> None:
    said: list[str] = []
    workspace = run(tmp_path / "demo", said.append)
    assert any("names the silent station: Ops-3" in line for line in said)
    assert (tmp_path / "demo" / "status-report-1.pdf").read_bytes().startswith(b"%PDF")
    sealed = [path for part in ("workspaces", "share", "usb-stick") for path in (tmp_path / "demo" / part).rglob("*")]
    files = [path for path in sealed if path.is_file()]
    assert len(files) > 50
    assert found_in(files, CANARIES) == []
    assert [path for path in sealed if any(canary.lower() in path.name.lower() for canary in CANARIES)] == []
    session = open_session(workspace, PASSPHRASE)
    assert [line.name for line in session.incidents.lines()] == ["Facility outage, Harbour House"]
    session.close()


@pytest.mark.timeout(300)
def test_the_demo_can_be_played_again_stays_open_on_a_display_and_tells_a_program_how_it_went(tmp_path: Path) -> None:
    into = tmp_path / "demo"
    run(into, lambda _: None)
    with a_screen() as screen:
        environment = {**screen.environment, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
        with a_process(*DEMO, "--into", into, "--json", env=environment, cwd=ROOT, **PIPES) as demo:
            wait_until(lambda: demo.poll() is not None or screen.has_window(demo.pid), seconds=200)
            demo.terminate()
            out, err = demo.communicate(timeout=60)
    assert demo.returncode == 0, err
    assert json.loads(out) == {"ok": True}
    assert "names the silent station" in err
    assert (into / "status-report-2.pdf").is_file()
    assert len(list((into / "pictures").rglob("*.png"))) >= 16
