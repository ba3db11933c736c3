# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from tests.helpers.small_rollups import small_rollups
from tests.helpers.workspaces import a_workspace, an_incident, two_laptops

Told = list[tuple[str, int, int]]


def a_teller(told: Told) -> Callable[[str, int, int], None]:
    return lambda what, done, of: told.append((what, done, of))


def with_lines(session: Session, count: int) -> None:
    incident = an_incident(session).id
    for number in range(count):
        session.log.add(incident, f"Line {number}")
        session.station.seal()


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_batches_wait_for_a_folder_that_cannot_be_reached(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        assert team.joy.folders.waiting_batches(team.folder) == 0
        team.folder.rename(tmp_path / "lost")
        with_lines(team.joy, 3)
        team.joy.folders.sync()
        assert team.joy.folders.waiting_batches(team.folder) == 3
        (tmp_path / "lost").rename(team.folder)
        team.joy.folders.sync()
        assert team.joy.folders.waiting_batches(team.folder) == 0


def test_batches_that_were_joined_while_a_folder_was_away_still_wait_for_it_one_by_one(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, small_rollups():
        joy, stick = team.joy, tmp_path / "stick"
        stick.mkdir()
        joy.folders.add(stick)
        with_lines(joy, 2)
        with small_rollups(width=100):
            joy.folders.sync()
        stick.rename(tmp_path / "unplugged")
        with_lines(joy, 8)
        for _ in range(2):
            joy.folders.sync()
            assert joy.folders.waiting_batches(stick) == 8
        (tmp_path / "unplugged").rename(stick)
        joy.folders.sync()
        assert joy.folders.waiting_batches(stick) == 0


def test_a_check_tells_how_far_it_is_and_what_it_found(tmp_path: Path) -> None:
    told: Told = []
    with two_laptops(tmp_path) as team:
        with_lines(team.joy, 3)
        team.sync()
        batches = files_in(team.folder / "s")
        batches[0].unlink()
        batches[1].write_bytes(b"junk")
        found = team.joy.folders.check(team.folder, a_teller(told))
        assert (found.missing, found.damaged, found.healed, found.rolled_back) == (1, 1, 2, False)
        assert told[0][:2] == ("comparing", 0)
        assert told[0][2] >= 3
        again = team.joy.folders.check(team.folder)
        assert (again.missing, again.damaged, again.healed) == (0, 0, 0)


def test_a_cancelled_check_reads_no_further_and_claims_no_comparison(tmp_path: Path) -> None:
    told: Told = []
    with two_laptops(tmp_path) as team:
        with_lines(team.joy, 3)
        team.sync()
        (before,) = team.joy.folders.lines()
        cancel = Event()

        def stop_at_the_second(what: str, done: int, of: int) -> None:
            told.append((what, done, of))
            if done:
                cancel.set()

        team.joy.station.now.pass_minutes(5)  # type: ignore[attr-defined]
        team.joy.folders.check(team.folder, stop_at_the_second, cancel)
        assert [done for _, done, _ in told] == [0, 1]
        assert team.joy.folders.lines() == [before]


def test_a_check_of_a_folder_that_vanishes_meanwhile_is_told_plainly(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:

        def pull_out(what: str, done: int, of: int) -> None:
            if team.folder.exists():
                shutil.rmtree(team.folder)

        with pytest.raises(KnownError, match="cannot be reached"):
            team.joy.folders.check(team.folder, pull_out)


def test_filling_an_emptied_folder_tells_how_far_it_is(tmp_path: Path) -> None:
    told: Told = []
    with two_laptops(tmp_path) as team:
        with_lines(team.joy, 3)
        team.sync()
        before = {path.relative_to(team.folder) for path in files_in(team.folder / "s")}
        shutil.rmtree(team.folder)
        team.folder.mkdir()
        assert team.joy.folders.sync().folders[0].state == "empty"
        outcome = team.joy.folders.seed(team.folder, a_teller(told))
        assert outcome.folders[0].state == "ok"
        assert {path.relative_to(team.folder) for path in files_in(team.folder / "s")} == before
        assert ("sending", len(told), len(told)) == told[-1]


def test_a_folder_that_is_not_there_is_not_added(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session, pytest.raises(KnownError, match="is not there"):
        session.folders.add(tmp_path / "nowhere")
