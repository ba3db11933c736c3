# SPDX-License-Identifier: Apache-2.0
"""The demo: an outage played from end to end by three stations, checking itself as it goes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from incident_console.services.session import open_session

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


def main(into: Path | None = None, say: Callable[[str], None] = print) -> int:
    """Play the demo for a person: pictures of every page beside the reports; with a display the window stays open."""
    workspace = run(into, say)
    target = workspace.parent.parent / "pictures"
    say(f"{_draw(workspace, target)} pictures of its pages are in {target}")
    from incident_console.ui.display import has_display

    if not has_display():
        say("There is no display: the pictures show what the window would.")
        return 0
    from incident_console import app

    return int(app.main([str(workspace)]))


def _draw(workspace: Path, target: Path) -> int:
    """Draw every page into a directory; returns how many pictures that made."""
    from incident_console.ui.pictures import DARK, LIGHT, contact_sheet, draw_pages

    session = open_session(workspace, PASSPHRASE, purpose="demo")
    try:
        drawn = draw_pages(session, target, (LIGHT, DARK))
    finally:
        session.close()
    contact_sheet(drawn, target / "contact-sheet.png")
    return len(drawn)
