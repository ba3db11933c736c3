# SPDX-License-Identifier: Apache-2.0
"""Runs commands: in this process for speed, or as real processes where that is what matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from incident_console.cli import main
from incident_console.cli.passphrase import VARIABLE

PASSPHRASE = "lift harbour quiet oak"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON result."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """One JSON result for each line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class CommandLine:
    """The command line as a person uses it from a directory of the test's own."""

    capture: pytest.CaptureFixture[str]
    base: Path

    def __call__(self, *words: str | Path) -> Ran:
        """Run a command, whatever becomes of it."""
        self.capture.readouterr()
        code = main([str(word) for word in words])
        printed = self.capture.readouterr()
        return Ran(code, printed.out, printed.err)

    def json(self, *words: str | Path) -> Any:
        """The JSON result of a command that must succeed."""
        ran = self(*words, "--json")
        assert ran.code == 0, ran.err
        return ran.json

    def found(self, name: str = "joy", *more: str) -> Path:
        """A new team's workspace, with the folder ``share`` beside it."""
        path = self.base / name
        words = ["--team", "Harbour", "--member", "Joy Okafor", "--folder", str(self.base / "share")]
        self.json("create", path, *words, "--kdf-memory", "64", *more)
        return path

    def admitted(self, admin: Path, name: str = "sam", member: str = "Sam Reed", role: str = "coordinator") -> Path:
        """The workspace of another member, admitted and up to date."""
        path = self.base / name
        self.json("join", path, "--folder", self.base / "share", "--member", member, "--kdf-memory", "64")
        self.json("admit", admin, member, "--role", role)
        self.json("sync", path)
        return path

    def opened(self, workspace: Path, name: str = "Facility outage") -> str:
        """An incident from the plan that comes with the program; returns its id."""
        return str(self.json("open-incident", workspace, "--plan", "facility-outage", "--name", name)["id"])


def start(*words: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """A command as a process of its own, with pipes; the passphrase comes from the environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "incident_console", *(str(word) for word in words)],
        stdin=options.get("stdin", subprocess.PIPE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, VARIABLE: PASSPHRASE, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def run(*words: str | Path) -> Ran:
    """A command as a process of its own, to its end."""
    process = start(*words, stdin=subprocess.DEVNULL)
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out.decode(), err.decode())
