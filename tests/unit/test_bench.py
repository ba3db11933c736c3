# SPDX-License-Identifier: Apache-2.0
"""The bench runs: nothing here looks at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.peers import PeerScripts

ROOT = Path(__file__).resolve().parents[2]


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *map(str, arguments)]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=100)


@pytest.mark.parametrize("name", ["lines", "poll"])
def test_an_item_prints_its_ratios_and_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    done = bench(name, "--quick", "--into", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "at most" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_does_not_exist_is_named() -> None:
    done = bench("lightning")
    assert done.returncode == 2
    assert "there is no item lightning" in done.stderr


def test_other_programs_are_timed_by_the_scripts_of_a_directory(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "data.py").write_text(
        "import os, pathlib; pathlib.Path(os.environ['PEERS'], 'data', 'small').mkdir(parents=True)", encoding="utf-8"
    )
    (scripts / "02_stores.py").write_text(
        "import sys\nprint('# noise: of the day')\nprint(f'store.{sys.argv[2]}.{sys.argv[3]}.first: 2.5 s')\n"
        "print('store.other.small.first: 9 s')",
        encoding="utf-8",
    )
    peers = PeerScripts(scripts, tmp_path / "work")
    assert peers.make_data(["small"])["small"].is_dir()
    assert peers.store("restic", "small") == {"first": 2.5}


def test_a_directory_without_scripts_is_refused(tmp_path: Path) -> None:
    done = bench("--peers", tmp_path, "--into", tmp_path / "disk")
    assert done.returncode == 1
    assert f"{tmp_path} holds no data.py" in done.stderr
    assert list((tmp_path / "disk").iterdir()) == []
