# SPDX-License-Identifier: Apache-2.0
"""A laptop whose clock is a year ahead or back: each says so in its status, and nothing is refused or re-dated."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine

YEAR_S = 365 * 86_400
Wrong = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def wrong_clock(monkeypatch: pytest.MonkeyPatch) -> Wrong:
    """Lets commands run on a laptop whose clock is off by so many seconds."""

    @contextmanager
    def off_by(seconds: int) -> Iterator[None]:
        right = time.time
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: right() + seconds)
            yield

    return off_by


@pytest.fixture
def team(command: CommandLine) -> tuple[Path, Path, str]:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    for workspace in (joy, sam, joy):
        command.json("sync", workspace)
    return joy, sam, incident


def ahead_s(command: CommandLine, workspace: Path) -> dict[str, int]:
    return {line["code"]: line["clock_ahead_s"] for line in command.json("status", workspace)["stations"]}


def test_clocks_that_agree_are_shown_and_nothing_is_warned_of(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    clock = command.json("status", team[0])["clock"]
    assert clock["warnings"] == []
    assert clock["now"].startswith("20")
    assert set(ahead_s(command, team[0]).values()) == {0}
    assert command("status", team[0]).out.count("Clock") == 1


@pytest.mark.parametrize(
    ("off_s", "way_here", "way_there"), [(YEAR_S, "ahead of", "behind"), (-YEAR_S, "behind", "ahead of")]
)
def test_a_clock_a_year_off_is_told_on_both_sides(
    command: CommandLine, team: tuple[Path, Path, str], wrong_clock: Wrong, off_s: int, way_here: str, way_there: str
) -> None:
    joy, sam, incident = team
    command.json("log", joy, incident, "Pump failed")
    command.json("sync", joy)
    with wrong_clock(off_s):
        entry = command.json("log", sam, incident, "Sent Ben")
        command.json("sync", sam)
    command.json("sync", joy)
    with wrong_clock(off_s):
        command.json("sync", sam)
        status = command("status", sam).out
        assert f"This clock is 365 d 0 h or more {way_here} that of JO" in status.replace("364 d 23 h", "365 d 0 h")
    assert f"{way_there} that of SR" in command("status", joy).out
    assert abs(ahead_s(command, joy)["SR"] - off_s) < 600
    assert entry["id"] in {line["id"] for line in command.json("entries", joy, incident)}


def test_a_clock_that_was_set_back_is_told_until_the_laptop_writes_again(
    command: CommandLine, team: tuple[Path, Path, str], wrong_clock: Wrong
) -> None:
    joy, _, incident = team
    with wrong_clock(YEAR_S):
        command.json("log", joy, incident, "Written a year ahead")
    (warning,) = command.json("status", joy)["clock"]["warnings"]
    assert "less than when this laptop last wrote: it was set back, or was ahead" in warning
    command.json("log", joy, incident, "Written in time")
    assert command.json("status", joy)["clock"]["warnings"] == []
