# SPDX-License-Identifier: Apache-2.0
"""The demo: an outage played from end to end by three stations, checking itself as it goes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .play import play
from .stage import PASSPHRASE, Stage

__all__ = ["PASSPHRASE", "main", "run"]


def run(into: Path | None = None, say: Callable[[str], None] = print) -> Path:
    """Play the demo into a directory and say what happens; returns the workspace that a person may look into.

    Raises DemoFailed at the first promise that is not kept, KnownError for a directory that holds something else.
    Without a directory a private one is made.
    """
    started = time.monotonic()
    stage = Stage(into.absolute() if into else Path(tempfile.mkdtemp(prefix="incident-console-demo-")), say)
    stage.prepare()
    try:
        play(stage)
        workspace = stage.laptops[0].session.path
    finally:
        stage.close()
    say(f"The demo holds, in {time.monotonic() - started:.0f} s. Everything it made is in {stage.into}")
    say(f"Look into it: incident-console, then open {workspace}; the passphrase is “{PASSPHRASE}”.")
    return workspace


def main(into: Path | None = None) -> int:
    """Play the demo for a person at a terminal; returns 0, or raises what went wrong."""
    run(into)
    return 0
