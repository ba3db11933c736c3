# SPDX-License-Identifier: Apache-2.0
"""When very much arrives, the index writes it down in few commits: it shows at once, and no crash loses any of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.incident import open_incident
from incident_console.domain.roles import Role
from incident_console.storage import commits
from incident_console.storage.things import Things
from incident_console.sync import receiving_streams
from tests.helpers.stations import INCIDENT, Laptop, a_team, cheap_secrets, exchange

BATCHES = 8
LINES = [f"reading no. {number}" for number in range(BATCHES)]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[list[Laptop]]:
    """Two laptops; one wrote a number of batches that the other did not take in yet, each a slice of its own."""
    bulk = mock.patch.multiple(receiving_streams, BULK_FILES=BATCHES // 2, BULK_SLICE_S=0.0)
    with cheap_secrets(), bulk:
        _, laptops = a_team(tmp_path, Role.RESPONDER)
        one, _ = laptops
        one.station.save([open_incident(INCIDENT, "Facility outage", one.clock().ms)])
        exchange(*laptops)
        for line in LINES:
            one.write(line)
            one.station.seal()
        one.engine.sync()
        yield laptops
        for laptop in laptops:
            laptop.close()


def after(batches: int, do: Callable[[], object]) -> Callable[[str, int, int], None]:
    """Do something once, after so many batches were taken in."""

    def progress(what: str, done: int, _: int) -> None:
        if (what, done) == ("receiving", batches):
            do()

    return progress


def test_what_arrives_in_bulk_shows_at_once(team: list[Laptop]) -> None:
    _, other = team
    shown: list[int] = []
    other.engine.sync(progress=lambda *_: shown.append(len(other.texts())))
    assert set(range(1, BATCHES + 1)) <= set(shown)


@pytest.mark.parametrize("rows", [commits.BULK_ROWS, 1], ids=["one commit", "many commits"])
def test_a_crash_in_bulk_loses_nothing(team: list[Laptop], rows: int) -> None:
    one, other = team
    image = other.path.with_name("image")

    def crash() -> None:
        other.write("typed meanwhile")
        shutil.copytree(other.path, image)

    with mock.patch.object(commits, "BULK_ROWS", rows):
        other.engine.sync(progress=after(BATCHES // 2, crash))
    other.go_on_from(image)
    assert sorted(other.texts()) == [*LINES[: BATCHES // 2], "typed meanwhile"], "before any sync"
    exchange(other, one)
    assert sorted(one.texts()) == sorted([*LINES, "typed meanwhile"])
    assert one.station.set_hash() == other.station.set_hash()
    assert one.station.state_hash() == other.station.state_hash() == other.station.rebuild()


def test_what_a_failure_in_bulk_undid_is_there_before_the_next_change(team: list[Laptop]) -> None:
    one, other = team
    real, calls = Things.put, iter(range(BATCHES))

    def put(things: Things, rows: object) -> object:
        if next(calls) == BATCHES // 2:
            raise RuntimeError("a fault of ours")
        return real(things, rows)  # type: ignore[arg-type]

    with mock.patch.object(Things, "put", put), pytest.raises(RuntimeError, match="a fault of ours"):
        other.engine.sync()
    other.write("typed afterwards")
    assert set(LINES[: BATCHES // 2]) < set(other.texts())
    exchange(other, one)
    assert sorted(other.texts()) == sorted([*LINES, "typed afterwards"])
    assert one.station.state_hash() == other.station.state_hash() == other.station.rebuild()


def test_a_change_of_another_kind_that_fails_in_bulk_costs_nothing_that_arrived(team: list[Laptop]) -> None:
    one, other = team
    station = other.station

    def fail() -> None:
        with suppress(KnownError), station.lock, station.index.transaction():
            raise KnownError("The disk is full")

    other.engine.sync(progress=after(BATCHES // 2, fail))
    assert sorted(other.texts()) == LINES
    assert one.station.state_hash() == station.state_hash()


def test_a_workspace_may_be_locked_while_very_much_arrives(team: list[Laptop]) -> None:
    one, other = team
    with pytest.raises(KnownError, match="locked"):
        other.engine.sync(progress=after(BATCHES // 2, other.station.close))
    other.reopen()
    exchange(other, one)
    assert sorted(other.texts()) == LINES
    assert one.station.state_hash() == other.station.state_hash()
