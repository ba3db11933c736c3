# SPDX-License-Identifier: Apache-2.0
"""Other programs on the same files: runs the scripts that a directory holds, and reads the lines that they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_FIGURE = re.compile(r"([\w.-]+): (\S+) \S+\Z")
_DATA, _STORES = "data.py", "02_stores.py"


class PeerScripts:
    """The scripts of a directory, at work in another one; their own environment variable PEERS names that.

    They must hold one that makes files below ``data``, and one that stores them with the programs it is told:
    arguments RUNS, TOOLS and SETS, one line ``store.TOOL.SET.STEP: SECONDS s`` for each step.
    """

    def __init__(self, scripts: Path, work: Path) -> None:
        self._scripts, self._work = scripts.absolute(), work.absolute()
        (self._work / "results").mkdir(parents=True)
        missing = [name for name in (_DATA, _STORES) if not (scripts / name).is_file()]
        if missing:
            raise SystemExit(f"{scripts} holds no {missing[0]}")

    def make_data(self, sets: Sequence[str]) -> dict[str, Path]:
        """Let the scripts make their files; returns where the files of each set lie."""
        self._run(_DATA)
        return {name: self._work / "data" / name for name in sets}

    def store(self, tool: str, files: str) -> Mapping[str, float]:
        """Store a set with one program, store it again, change one file, restore it; figures by the name of the step.

        Empty if the program is not installed or fails.
        """
        printed = self._run(_STORES, "1", tool, files)
        found = [match.groups() for line in printed.splitlines() if (match := _FIGURE.match(line))]
        start = f"store.{tool}.{files}."
        return {name.removeprefix(start): float(value) for name, value in found if name.startswith(start)}

    def _run(self, script: str, *arguments: str) -> str:
        env = {**os.environ, "PEERS": str(self._work), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, str(self._scripts / script), *arguments]
        return subprocess.run(
            command, check=False, cwd=self._work, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ).stdout
