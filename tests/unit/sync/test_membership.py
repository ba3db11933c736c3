# SPDX-License-Identifier: Apache-2.0
"""Acts that arrive late, twice, or side by side: what they touch is judged again, the same on every laptop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.incident import open_incident
from incident_console.domain.roles import Role
from incident_console.storage.operations import OpState
from incident_console.sync import taking_acts
from incident_console.sync.joining import admit, pending_requests
from tests.helpers.stations import INCIDENT, Laptop, a_newcomer, a_team, cheap_secrets, exchange


@pytest.fixture
def team(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    """Two admins, a responder, and a laptop that asks to join."""
    with cheap_secrets():
        folder, laptops = a_team(tmp_path, Role.ADMIN, Role.RESPONDER)
        laptops.append(a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 200))
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def let_in(admin: Laptop, role: Role) -> str:
    """Admit the one who asks; returns the name of the act's file."""
    admin.engine.sync()
    before = set(admin.station.files.paths)
    (request,) = pending_requests(admin.station)
    admit(admin.station, request, role)
    (path,) = (path for path in admin.station.files.paths - before if path.startswith("a/"))
    return path


def role_of(laptop: Laptop) -> Role | None:
    return laptop.station.role


def held(laptop: Laptop) -> int:
    return laptop.station.index.operation_states()[OpState.HELD]


def agree(*laptops: Laptop) -> bool:
    return len({(one.station.set_hash(), one.station.state_hash()) for one in laptops}) == 1


def test_work_of_a_member_whose_admission_is_late_waits_and_then_counts(team: tuple[Path, list[Laptop]]) -> None:
    folder, (one, _, watcher, newcomer) = team
    act = let_in(one, Role.RESPONDER)
    exchange(one, newcomer)
    newcomer.write("my first line")
    newcomer.engine.sync()
    hidden = (folder / act).rename(folder / "hidden")
    watcher.engine.sync()
    assert (held(watcher), watcher.texts()) == (1, [])
    hidden.rename(folder / act)
    watcher.engine.sync()
    assert (held(watcher), watcher.texts()) == (0, ["my first line"])
    exchange(one, newcomer, watcher)
    assert agree(one, newcomer, watcher)


def test_a_poll_that_meets_work_under_an_unknown_act_fetches_the_act(team: tuple[Path, list[Laptop]]) -> None:
    _, (one, _, watcher, newcomer) = team
    watcher.engine.sync()
    let_in(one, Role.RESPONDER)
    one.engine.sync()
    newcomer.engine.sync()
    newcomer.write("my first line")
    newcomer.engine.poll()
    watcher.engine.poll()
    assert watcher.texts() == ["my first line"]


def test_admitted_twice_apart_the_lower_role_counts_for_what_was_done_knowing_both(
    team: tuple[Path, list[Laptop]],
) -> None:
    folder, (one, second, watcher, newcomer) = team
    second.engine.sync()
    for admin, role in ((one, Role.COORDINATOR), (second, Role.RESPONDER)):
        admin.station.folders.remove(folder)
        request = next(iter(pending_requests(admin.station)), None)
        if request is None:
            admin.engine.sync([folder])
            (request,) = pending_requests(admin.station)
        admit(admin.station, request, role)
    one.engine.sync([folder])
    newcomer.engine.sync()
    assert role_of(newcomer) == Role.COORDINATOR
    newcomer.station.save([open_incident(INCIDENT, "As coordinator", 1)])
    newcomer.engine.sync()
    second.engine.sync([folder])
    newcomer.engine.sync()
    assert role_of(newcomer) == Role.RESPONDER
    with pytest.raises(KnownError, match="may not"):
        newcomer.station.save([open_incident(b"j" * 16, "Too late", 1)])
    for laptop in (one, second):
        laptop.station.folders.add(folder)
    exchange(one, second, watcher, newcomer)
    assert agree(one, second, watcher, newcomer)
    assert watcher.station.index.operation_states()[OpState.ACCEPTED] == 1


def test_two_laptops_with_one_code_are_told_apart_everywhere(team: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, second, watcher, newcomer) = team
    twin = a_newcomer(tmp_path / "twin", folder, "Lotte Clark", 201)
    for admin in (one, second):
        admin.engine.sync()
    requests = {request.member: request for request in pending_requests(one.station)}
    admit(one.station, requests["Late Comer"], Role.RESPONDER, "LC")
    admit(second.station, requests["Lotte Clark"], Role.RESPONDER, "LC")
    exchange(one, second, newcomer, twin, watcher)
    for laptop in (newcomer, twin):
        (saved,) = laptop.write("a line")
        label = watcher.station.label
        exchange(laptop, watcher)
        assert label(saved.head.number) == laptop.station.label(saved.head.number)
    assert newcomer.station.code != twin.station.code
    assert {newcomer.station.code[:3], twin.station.code[:3]} == {"LC."}
    twin.close()


def test_a_laptop_that_waits_says_so_and_keeps_nothing(team: tuple[Path, list[Laptop]]) -> None:
    _, (*_, newcomer) = team
    with pytest.raises(KnownError, match="was not admitted yet"):
        newcomer.write("too early")
    result = newcomer.engine.sync()
    assert (result.received, result.opened) == (0, 0)  # what it has no key for was tried when it asked


def test_a_crash_between_admission_and_joining_is_made_good_at_the_next_start(
    team: tuple[Path, list[Laptop]],
) -> None:
    _, (one, _, _, newcomer) = team
    let_in(one, Role.ADMIN)
    one.engine.sync()
    with mock.patch.object(taking_acts, "become_joined"):
        newcomer.engine.sync()
    assert not newcomer.station.is_joined
    newcomer.crash()
    assert newcomer.station.role == Role.ADMIN
    assert newcomer.station.keyring.join_seed is not None
