# SPDX-License-Identifier: Apache-2.0
"""A laptop without the keys, or without the work, does not undo what those who have it tidy up in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.sync.governing import change_key, revoke
from incident_console.sync.heads import BEAT_MS
from incident_console.wire import names
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in


@pytest.fixture
def team(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.ADMIN, Role.RESPONDER)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def move_on(*laptops: Laptop) -> None:
    """Time passes, work is done, and everybody says where he stands."""
    for laptop in laptops:
        laptop.clock.ms += BEAT_MS
        laptop.write("more work")
    exchange(*laptops)


def test_a_removed_laptop_puts_no_old_heads_back(team: tuple[Path, list[Laptop]]) -> None:
    folder, (ann, bob, dan) = team
    move_on(ann, bob, dan)
    revoke(ann.station, dan.station.device)
    exchange(ann, bob, dan)
    move_on(ann, bob)
    before = sorted(path.name for path in (folder / "h").iterdir())
    assert not dan.engine.sync().healed
    assert sorted(path.name for path in (folder / "h").iterdir()) == before


def test_a_removed_laptop_still_puts_work_back_its_own_and_that_of_others(team: tuple[Path, list[Laptop]]) -> None:
    folder, (ann, bob, dan) = team
    move_on(ann, bob, dan)
    revoke(ann.station, dan.station.device)
    exchange(ann, bob, dan)
    batches = [path for path in dan.station.files.paths if path.startswith("s/")]
    for path in batches:
        (folder / path).unlink()
    dan.engine.sync()
    assert len(batches) > 1
    assert all((folder / path).is_file() for path in batches)


def test_a_member_whom_a_change_of_key_missed_puts_no_old_heads_back(
    team: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (ann, bob, _) = team
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 200)
    bob.engine.sync()
    let_in(bob, newcomer, Role.RESPONDER)
    move_on(bob, newcomer)
    change_key(ann.station)  # she has not heard of the newcomer
    ann.station.write_head()
    heads, name = folder / "h", names.stream_name(ann.station.record.open_stream().stream)
    for path in heads.glob(f"{name}-*"):
        path.unlink()
    (newest,) = (path for path in ann.station.files.paths if path.startswith(f"h/{name}-"))
    (folder / newest).write_bytes((ann.path / "replica" / newest).read_bytes())
    newcomer.engine.sync()
    assert [path.name for path in heads.glob(f"{name}-*")] == [newest.removeprefix("h/")]
    newcomer.close()


def test_a_laptop_that_lacks_the_work_between_two_heads_does_not_put_the_older_back(
    team: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (ann, _, dan) = team
    move_on(ann, dan)
    name = names.stream_name(ann.station.record.open_stream().stream)
    known = set((folder / "s" / name).iterdir())
    ann.clock.ms += BEAT_MS
    ann.write("not passed on yet")
    ann.engine.sync()
    (hidden,) = set((folder / "s" / name).iterdir()) - known
    late = hidden.rename(tmp_path / "late.b")
    (newest,) = (folder / "h").glob(f"{name}-*")
    dan.engine.sync()
    assert [path.name for path in (folder / "h").glob(f"{name}-*")] == [newest.name]
    late.rename(hidden)
    dan.engine.sync()
    assert "not passed on yet" in dan.texts()
    assert [path for path in dan.station.files.paths if path.startswith(f"h/{name}-")] == [f"h/{newest.name}"]
