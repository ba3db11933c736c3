# SPDX-License-Identifier: Apache-2.0
"""Laptops sign what they have seen of each other: after decisions, from time to time, and never in a storm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.domain.status_log import add_entry
from incident_console.sync import checkpoints
from incident_console.sync.checkpoints import HOUR_MS
from incident_console.sync.governing import revoke
from incident_console.sync.vectors import unpack_state
from tests.helpers.stations import INCIDENT, Laptop, a_team, cheap_secrets, exchange


@pytest.fixture
def team(tmp_path: Path) -> Iterator[list[Laptop]]:
    """An admin, a responder and a viewer, all with one folder."""
    with cheap_secrets():
        _, laptops = a_team(tmp_path, Role.RESPONDER, Role.VIEWER)
        yield laptops
        for laptop in laptops:
            laptop.close()


def decide(laptop: Laptop) -> None:
    draft = add_entry(laptop.station.random(16), INCIDENT, "Evacuate hall 2", "decision", laptop.clock.ms, 0)
    laptop.station.save([draft])


def checkpoints_of(laptop: Laptop) -> int:
    """How many checkpoints of this laptop there are."""
    rows = laptop.station.index.connection.execute(
        "SELECT count(*) FROM ops WHERE kind = 'checkpoint.sign' AND device = ?", (laptop.station.device,)
    )
    return int(rows.fetchone()[0])


def counts(team: list[Laptop]) -> list[int]:
    return [checkpoints_of(laptop) for laptop in team]


def pass_time(team: list[Laptop], ms: int) -> None:
    for laptop in team:
        laptop.clock.ms += ms
    exchange(*team)


def test_a_decision_is_signed_at_once_by_the_others_and_once(team: list[Laptop]) -> None:
    decide(team[0])
    exchange(*team)
    exchange(*team)
    assert counts(team) == [0, 1, 1]
    decided = team[0].station.record.open_stream()
    for other in team[1:]:
        assert unpack_state(other.station.record.open_stream().seen).tips[decided.stream] == (
            (decided.seq, decided.last_stmt),
        )
    assert len({laptop.station.set_hash() for laptop in team}) == 1


def test_plain_work_is_signed_after_an_hour_and_not_again_without_news(team: list[Laptop]) -> None:
    team[0].write("Generator 2 started")
    exchange(*team)
    pass_time(team, HOUR_MS - 1_000)
    assert counts(team) == [0, 0, 0]
    pass_time(team, HOUR_MS)
    assert counts(team) == [0, 1, 1]
    for _ in range(5):
        pass_time(team, HOUR_MS)
    assert counts(team) == [0, 1, 1]


def test_who_writes_himself_signs_with_that(team: list[Laptop]) -> None:
    for hour in range(3):
        team[0].write(f"Line {hour}")
        exchange(*team)
        team[1].write(f"Answer {hour}")
        pass_time(team, HOUR_MS // 2)
    assert checkpoints_of(team[1]) == 0


def test_a_larger_team_signs_less_often_each(team: list[Laptop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "AN_HOUR", 1)
    team[0].write("Generator 2 started")
    exchange(*team)
    pass_time(team, 2 * HOUR_MS)
    assert counts(team) == [0, 0, 0]
    pass_time(team, HOUR_MS)
    assert counts(team) == [0, 1, 1]


def test_after_a_decision_only_the_nearest_sign_at_once(team: list[Laptop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "AT_ONCE", 1)
    for _ in range(8):
        decide(team[0])
        exchange(*team)
    assert sum(counts(team)) < 12
    assert counts(team)[0] == 0


def test_a_removed_laptop_signs_nothing_any_more(team: list[Laptop]) -> None:
    revoke(team[0].station, team[1].station.device)
    exchange(*team)
    decide(team[0])
    exchange(*team)
    pass_time(team, HOUR_MS)
    assert counts(team)[1] == 0
