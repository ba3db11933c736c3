# SPDX-License-Identifier: Apache-2.0
"""Files that anybody can make: membership acts sealed to a laptop that asked to join, and join requests.

A laptop's public keys stand in its join request, so whoever reads the folder can seal to it, under an epoch of his own
and signed by nobody's key. Such acts are no damage, and they may even be real, if their author's admission is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from incident_console.crypto.hashing import TEAM_SPACE, sha256
from incident_console.crypto.signing import Signer
from incident_console.domain.roles import Role
from incident_console.sync.joining import admit, pending_requests
from incident_console.sync.keys import Device
from incident_console.sync.requests import make_request
from incident_console.wire import act, names
from incident_console.wire.acts import NamePerson
from tests.helpers.seeded import seeded_random
from tests.helpers.stations import Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in

MOST = 5


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, list[Laptop]]]:
    with cheap_secrets(), mock.patch("incident_console.sync.taking_acts.MOST_KEPT", MOST):
        folder, laptops = a_team(tmp_path, Role.RESPONDER)
        yield folder, laptops
        for laptop in laptops:
            laptop.close()


def a_strangers_act(number: int, victim: Laptop, **changes: object) -> bytes:
    """An act by a key that nobody admitted, sealed to a laptop of the team under an epoch that he made up."""
    chance = seeded_random(number)
    signer, epoch = Signer(chance(32)), act.EpochKey(TEAM_SPACE, 7, chance(32))
    said = act.Act(
        content=NamePerson(victim.station.device, (chance(16), "Nobody")),
        author_key=signer.public_key,
        heads=(victim.station.team_id,),
        author_tips=(),
        wall_ms=victim.clock().ms,
        utc_offset_min=0,
        app_version="1.0",
    )
    return act.seal_act(
        said,
        act.Keyring((epoch,), None),
        [victim.station.device_keys.lockbox.public_key],
        sign=signer.sign,
        epoch=epoch,
        team_id=victim.station.team_id,
        device_secret=chance(32),
        random=chance,
    )


def lay(folder: Path, data: bytes) -> Path:
    path = folder / names.act_file(sha256(data))
    path.write_bytes(data)
    return path


def acts_held(laptop: Laptop) -> int:
    return len(list((laptop.path / "replica" / "a").iterdir()))


def test_of_strangers_acts_few_are_kept_and_none_is_shown_or_hashed(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (one, other) = pair
    held, digest = acts_held(other), other.station.set_hash()
    for number in range(4 * MOST):
        lay(folder, a_strangers_act(number, other))
    for _ in range(3):
        other.engine.sync()
    assert acts_held(other) == held + MOST
    assert other.station.set_hash() == digest == one.station.set_hash()
    other.reopen()
    assert acts_held(other) == held + MOST
    assert len(other.station.strangers) == MOST
    assert other.station.rebuild() == one.station.state_hash()
    assert other.station.set_hash() == digest


def test_what_was_passed_by_is_not_opened_again_at_every_look(pair: tuple[Path, list[Laptop]]) -> None:
    folder, (_, other) = pair
    for number in range(4 * MOST):
        lay(folder, a_strangers_act(number, other))
    other.engine.sync()
    assert other.engine.sync().opened == 0


def test_real_acts_get_through_heaps_of_strangers_ones(pair: tuple[Path, list[Laptop]], tmp_path: Path) -> None:
    folder, (one, other) = pair
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 99)
    for number in range(4 * MOST):
        lay(folder, a_strangers_act(number, other))
        lay(folder, a_strangers_act(1_000 + number, newcomer))
    let_in(one, newcomer, Role.RESPONDER)
    newcomer.write("I am in")
    exchange(newcomer, other, one)
    assert "I am in" in other.texts()
    assert newcomer.station.set_hash() == other.station.set_hash() == one.station.set_hash()
    newcomer.close()


def test_damaged_membership_files_are_read_only_so_many_in_a_round_and_hide_nothing(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, other) = pair
    for number in range(1_500):
        (folder / "a" / f"{number:020d}.m").write_bytes(b"junk")
    assert other.engine.sync().opened <= 201
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 99)
    for _ in range(9):
        newcomer.engine.sync()
        one.engine.sync()
        for request in pending_requests(one.station):
            admit(one.station, request, Role.VIEWER)
    for _ in range(9):
        newcomer.engine.sync()
    assert newcomer.station.role == Role.VIEWER
    newcomer.close()


def test_acts_of_somebody_whose_admission_is_late_count_once_it_arrives(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, other) = pair
    deputy = a_newcomer(tmp_path / "deputy", folder, "Deputy", 99)
    let_in(one, deputy, Role.ADMIN)
    admission = next(path for path in (folder / "a").iterdir() if path.name not in _names(other, "a"))
    hidden = admission.read_bytes()
    late = a_newcomer(tmp_path / "late", folder, "Late Comer", 98)
    let_in(deputy, late, Role.RESPONDER)
    admission.unlink()
    other.engine.sync()
    assert len(other.station.strangers) == 1
    assert late.station.device not in other.station.members()
    other.reopen()
    admission.write_bytes(hidden)
    other.engine.sync()
    assert other.station.members()[late.station.device].role == Role.RESPONDER
    assert not other.station.strangers
    for laptop in (deputy, late):
        laptop.close()


def _names(laptop: Laptop, directory: str) -> set[str]:
    return {path.name for path in (laptop.path / "replica" / directory).iterdir()}


def test_of_thousands_of_join_requests_only_so_many_are_kept_and_a_real_one_is_found(
    pair: tuple[Path, list[Laptop]], tmp_path: Path
) -> None:
    folder, (one, _) = pair
    with mock.patch("incident_console.sync.taking_files.MOST_REQUESTS", 10):
        for number in range(60):
            chance = seeded_random(number)
            request = make_request(
                Device(chance(32), chance(32)), one.station.team_id, one.station.identity.join_key,
                f"Nobody {number}", "NO", one.clock(), chance,
            )  # fmt: skip
            (folder / names.join_file(sha256(request))).write_bytes(request)
        newcomer = a_newcomer(tmp_path / "newcomer", folder, "Late Comer", 99)
        seen: set[str] = set()
        for _ in range(20):
            one.engine.sync()
            seen |= {request.member for request in pending_requests(one.station)}
            assert len(list((one.path / "replica" / "j").iterdir())) <= 11
        assert "Late Comer" in seen
    newcomer.close()
