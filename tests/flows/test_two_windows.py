# SPDX-License-Identifier: Apache-2.0
"""Two real windows on two workspaces and one folder: a line typed in one is seen in the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from incident_console.services.session import open_session
from tests.helpers.screen import Window, a_screen, a_window, wait_until
from tests.helpers.workspaces import PASSPHRASE, an_incident, two_laptops

SEEN_WITHIN_S = 5.0


def unlock(window: Window) -> None:
    """Type the passphrase, and go to the log."""
    window.activate()
    wait_until(lambda: window.ask()["focus"] == "passphrase")
    window.screen.write(PASSPHRASE)
    window.screen.press("Return")
    wait_until(lambda: window.ask()["content"] == "workspace-view")
    window.screen.press("ctrl+l")
    wait_until(lambda: window.ask()["focus"] == "entry-text")


def write_entry(window: Window, text: str) -> None:
    """Type a line into the log from wherever one is, and save it."""
    window.activate()
    window.screen.press("ctrl+l")
    wait_until(lambda: window.ask()["focus"] == "entry-text")
    window.screen.write(text)
    window.screen.press("Return")


def test_a_line_typed_in_one_window_is_seen_in_the_other_within_seconds(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        an_incident(team.joy)
        team.sync()
        joys, sams = team.joy.path, team.sam.path
    with (
        a_screen() as screen,
        a_window(screen, joys, tmp_path / "joys-home") as joy,
        a_window(screen, sams, tmp_path / "sams-home") as sam,
    ):
        for window in (joy, sam):
            unlock(window)
        for writer, reader, text in (
            (joy, sam, "Generator 2 started, fuel for 7 h"),
            (sam, joy, "Server room 31 degrees and rising"),
        ):
            write_entry(writer, text)
            wait_until(partial(reader.shows, text), SEEN_WITHIN_S)
        assert joy.close() == 0
        assert sam.end() == 0
    session = open_session(joys, PASSPHRASE)
    assert len(session.log.lines(session.incidents.lines()[0].id)) == 2
    session.close()
