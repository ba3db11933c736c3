# SPDX-License-Identifier: Apache-2.0
"""The bench runs: nothing here looks at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
