# SPDX-License-Identifier: Apache-2.0
"""An evidence package of the first release that wrote them: every later verifier, and its own, finds it sound.

If a test here fails, packages that people keep as evidence cannot be checked any more. Mend the program, never the
archive.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from incident_console.services.evidence_check import check
from tests.golden.make_evidence import unpacked


def test_todays_verifier_finds_it_sound(tmp_path: Path) -> None:
    package = unpacked(tmp_path)
    fingerprint = json.loads((package / "manifest.json").read_text("utf-8"))["fingerprint"]
    assert check(package, fingerprint).faults == ()


def test_its_own_verifier_still_runs(tmp_path: Path) -> None:
    package = unpacked(tmp_path)
    command = [sys.executable, "-I", str(package / "verify.py"), str(package)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "OK: 9 entries, 0 faults"


def test_what_it_withholds_stays_proven(tmp_path: Path) -> None:
    rows = json.loads((unpacked(tmp_path) / "entries.json").read_text("utf-8"))
    assert sorted(row["number"] for row in rows if row["redacted"]) == ["JO-4", "SR-2", "SR-4"]
