# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.stations import Laptop, a_founder

ROOT = Path(__file__).resolve().parents[2]
LINES = (1, 7, 18, 33)
"""After so many printed lines the writer is killed: just begun, and between seals and syncs."""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_writer_killed_again_and_again_loses_no_line_that_it_printed(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    laptop = a_founder(tmp_path / "laptop", folder)
    printed: list[str] = []
    for lines in LINES:
        laptop.close()
        printed += ids_until_killed(laptop.path, lines)
        is_all_there(laptop, printed)
    assert printed
    laptop.close()


def ids_until_killed(workspace: Path, lines: int) -> list[str]:
    """Start a writer, kill it after some lines, and return every id that it got out."""
    command = [sys.executable, "-m", "tests.simulation.writer", str(workspace)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        ids = [writer.stdout.readline().strip() for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
    return [*ids, *(line for line in rest if len(line) == 64)]


def is_all_there(laptop: Laptop, printed: list[str]) -> None:
    station = laptop.station
    held = {entry.hex() for entry in station.index.sorted_ids()[0]}
    assert set(printed) <= held
    assert len(station.record.own_streams()) == 1
    assert not laptop.notices
    state = station.state_hash()
    laptop.engine.sync()
    assert station.rebuild() == state
    assert not laptop.notices
