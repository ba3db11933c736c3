# SPDX-License-Identifier: Apache-2.0
"""One station, several threads: a person writes while each folder is looked at by a thread of its own."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.sync.engine import SyncEngine
from tests.helpers.stations import Laptop, a_team, cheap_secrets, exchange

LINES = 25


def test_writing_goes_on_while_two_folders_are_synced_and_a_third_thread_rebuilds(tmp_path: Path) -> None:
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        second = tmp_path / "second"
        second.mkdir()
        one.engine.seed(second)
        for laptop in (one, other):
            laptop.station.folders.add(second)
        failures: list[BaseException] = []
        start = Barrier(4)
        threads = [
            Thread(target=guarded, args=(failures, start, work))
            for work in (
                lambda: looks(one, folder),
                lambda: looks(one, second),
                lambda: [one.station.rebuild() for _ in range(5)],
                lambda: [one.write(f"line {number}") for number in range(LINES)],
            )
        ]
        for number in range(5):
            other.write(f"meanwhile {number}")
            other.engine.sync()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        exchange(one, other)
        assert len(one.texts()) == len(other.texts()) == LINES + 5
        assert one.station.state_hash() == other.station.state_hash() == one.station.rebuild()
        one.close()
        other.close()


def looks(laptop: Laptop, folder: Path) -> None:
    engine = SyncEngine(laptop.station)
    for number in range(10):
        if number % 3:
            engine.poll([folder])
        else:
            engine.sync([folder])


def guarded(failures: list[BaseException], start: Barrier, work: object) -> None:
    start.wait()
    try:
        work()  # type: ignore[operator]
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
        failures.append(error)


def test_a_thread_left_behind_changes_nothing_after_the_workspace_was_locked(tmp_path: Path) -> None:
    with cheap_secrets():
        folder, (one, other) = a_team(tmp_path, Role.RESPONDER)
        other.write("arrives too late")
        other.engine.sync()
        engine, station = one.engine, one.station
        one.close()
        before = {path: path.read_bytes() for path in one.path.rglob("*") if path.is_file()}
        for work in (lambda: engine.sync([folder]), lambda: engine.poll([folder]), station.seal, station.rebuild):
            with pytest.raises(KnownError, match="is locked"):
                work()
        assert {path: path.read_bytes() for path in one.path.rglob("*") if path.is_file()} == before
        other.close()
