# SPDX-License-Identifier: Apache-2.0
"""Removing a station, changing roles and keys, letting held work count: the same on every laptop, in any order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_console.crypto.errors import KeyNotHeld
from incident_console.domain.errors import KnownError
from incident_console.domain.events import ThingsChanged
from incident_console.domain.incident import open_incident
from incident_console.domain.roles import Role
from incident_console.storage.operations import OpState
from incident_console.sync.checkpoints import HOUR_MS
from incident_console.sync.governing import (
    WAIT_MS,
    admit_held,
    change_key,
    change_role,
    keep_keys,
    name_person,
    revoke,
)
from incident_console.sync.joining import admit, pending_requests
from incident_console.sync.keys import new_epoch
from incident_console.sync.notices import REVOKED_NOTICE
from incident_console.sync.station import Station
from incident_console.sync.taking_acts import open_act, sign_act, take_acts
from incident_console.wire import names
from incident_console.wire.acts import NewEpoch, Revoke
from tests.helpers.stations import INCIDENT, Laptop, a_newcomer, a_team, cheap_secrets, exchange, let_in


@pytest.fixture
def team(tmp_path: Path) -> Iterator[list[Laptop]]:
    """Two admins, a coordinator and a responder, all with one folder."""
    with cheap_secrets():
        _, laptops = a_team(tmp_path, Role.ADMIN, Role.COORDINATOR, Role.RESPONDER)
        yield laptops
        for laptop in laptops:
            laptop.close()


def states(laptop: Laptop) -> dict[OpState, int]:
    return {state: count for state, count in laptop.station.index.operation_states().items() if count}


def held_stmts(laptop: Laptop) -> list[bytes]:
    index = laptop.station.index
    return [row.stmt for row in index.batches("role IS NULL OR role < claimed")]


def agree(*laptops: Laptop) -> bool:
    return len({(one.station.set_hash(), one.station.state_hash()) for one in laptops}) == 1


def keys(*laptops: Laptop) -> set[bytes]:
    return {laptop.station.keyring.current.id for laptop in laptops}


def has_clean_key(laptop: Laptop) -> bool:
    return laptop.station.keyring.is_clean


def test_a_removed_station_is_told_and_its_earlier_work_stands(team: list[Laptop]) -> None:
    ann, bob, cy, dan = team
    dan.write("before")
    exchange(*team)
    revoke(ann.station, dan.station.device)
    exchange(*team)
    assert dan.station.is_revoked
    assert REVOKED_NOTICE in dan.notices
    assert all("before" in laptop.texts() for laptop in team)
    with pytest.raises(KnownError, match="removed from the team"):
        dan.write("after")
    assert agree(ann, bob, cy)


def test_who_was_let_in_by_an_admin_already_removed_is_told_and_goes_on_syncing(
    team: list[Laptop], tmp_path: Path
) -> None:
    ann, bob, cy, _ = team
    newcomer = a_newcomer(tmp_path / "newcomer", tmp_path / "share", "Eve", 200)
    revoke(ann.station, bob.station.device)
    let_in(bob, newcomer, Role.RESPONDER)
    newcomer.write("let in too late")
    newcomer.engine.sync()
    cy.write("to be signed for by whoever is a member")
    cy.engine.sync()
    newcomer.engine.sync()
    ann.engine.sync()
    newcomer.clock.ms += 2 * HOUR_MS
    newcomer.engine.sync()
    newcomer.engine.sync()
    assert newcomer.station.has_lost_admission
    assert not newcomer.station.is_revoked
    with pytest.raises(KnownError, match="admission of this laptop does not count"):
        newcomer.write("after")
    newcomer.close()


@pytest.mark.parametrize("is_killed_on_the_way", [False, True])
def test_a_key_that_came_before_the_act_that_names_it_opens_that_act_after_a_restart(
    team: list[Laptop], tmp_path: Path, is_killed_on_the_way: bool
) -> None:
    ann, bob, *_ = team
    folder, known = tmp_path / "share", set((tmp_path / "share" / "a").iterdir())
    change_key(ann.station)
    ann.engine.sync()
    (naming,) = set((folder / "a").iterdir()) - known
    hidden = naming.rename(tmp_path / "late.m")
    newcomer = a_newcomer(tmp_path / "newcomer", folder, "Eve", 200)
    let_in(bob, newcomer, Role.RESPONDER)
    ann.station.folders.remove(folder)
    ann.station.folders.add(tmp_path / "stick")
    (tmp_path / "stick").mkdir()
    shutil.copytree(folder / "j", tmp_path / "stick" / "j")
    ann.engine.seed(tmp_path / "stick")
    admit(ann.station, pending_requests(ann.station)[0], Role.RESPONDER)
    ann.engine.sync()
    for act in (tmp_path / "stick" / "a").iterdir():
        if act.name != naming.name:
            shutil.copy(act, folder / "a" / act.name)
    newcomer.engine.sync()
    newcomer.reopen()
    if is_killed_on_the_way:  # kept, and not yet taken in
        with newcomer.station.record.transaction():
            newcomer.station.record.keep_act(f"a/{naming.name}", hidden.read_bytes())
        newcomer.crash()
    hidden.rename(naming)
    newcomer.engine.sync()
    assert newcomer.station.keyring.current.id == ann.station.keyring.current.id
    newcomer.close()


def test_what_a_crash_left_without_its_key_is_read_when_the_key_comes_again(team: list[Laptop], tmp_path: Path) -> None:
    ann, bob, *_ = team
    folder, replica = tmp_path / "share", bob.path / "replica"
    exchange(*team)
    known = set((folder / "a").iterdir())
    change_key(ann.station)
    ann.write("under the new key")
    ann.engine.sync()
    (naming,) = set((folder / "a").iterdir()) - known
    hidden = naming.rename(tmp_path / "late.m")
    stream = names.stream_name(ann.station.record.open_stream().stream)
    bob.close()
    for path in (*(folder / "s" / stream).iterdir(), *(folder / "h").glob(f"{stream}*")):
        target = replica / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    bob.reopen()
    told: list[ThingsChanged] = []
    bob.station.bus.subscribe(lambda event: told.append(event) if isinstance(event, ThingsChanged) else None)
    assert "under the new key" not in bob.texts()
    hidden.rename(naming)
    bob.engine.sync()
    assert "under the new key" in bob.texts()
    assert told
    ann.engine.sync()
    exchange(*team)
    assert agree(*team)
    assert [bob.engine.sync().has_moved for _ in range(2)] == [False, False]
    heads = [path.name for path in (replica / "h").glob(f"{stream}*")]
    assert len(heads) == 1


def test_what_the_team_seals_after_a_removal_the_removed_cannot_read(team: list[Laptop]) -> None:
    ann, bob, cy, dan = team
    revoke(ann.station, dan.station.device)
    exchange(*team)
    for laptop in (ann, bob, cy):
        laptop.write(f"secret of {laptop.path.name}")
    exchange(*team)
    assert len(keys(ann, bob, cy)) == 1
    assert dan.texts() == []
    newest = sorted(path for path in ann.station.files.paths if path.startswith("s/"))
    unreadable = 0
    for path in newest:
        data = ann.station.files.read(path)
        assert data is not None
        try:
            dan.station.verify_batch(data)
        except KeyNotHeld:
            unreadable += 1
    assert unreadable == 3
    assert agree(ann, bob, cy)


def test_later_work_of_a_removed_station_is_held_and_an_admin_may_let_it_count(team: list[Laptop]) -> None:
    ann, bob, cy, dan = team
    dan.write("known to all")
    exchange(*team)
    dan.write("in the stairwell")
    revoke(ann.station, dan.station.device)
    ann.engine.sync()
    dan.engine.sync()
    exchange(*team)
    assert all(laptop.texts() == ["known to all"] for laptop in (ann, bob, cy))
    assert states(bob)[OpState.HELD] == 1
    admit_held(bob.station, held_stmts(bob))
    exchange(*team)
    assert all("in the stairwell" in laptop.texts() for laptop in (ann, bob, cy))
    assert agree(ann, bob, cy)


def test_work_that_was_saved_but_not_sealed_before_the_news_still_goes_out(team: list[Laptop]) -> None:
    ann, _, _, dan = team
    dan.write("typed in the tunnel")
    revoke(ann.station, dan.station.device)
    ann.engine.sync()
    dan.engine.sync()
    ann.engine.sync()
    assert dan.station.is_revoked
    assert not dan.station.record.has_outbox()
    assert states(ann)[OpState.HELD] == 1


def test_whatever_an_admin_had_seen_before_he_removed_its_author_counts_although_it_is_not_named(
    team: list[Laptop],
) -> None:
    ann, bob, _, dan = team
    dan.write("seen by ann")
    exchange(*team)
    ann.write("I have seen it")
    ann.engine.sync()
    ann.station.seal()
    sign_act(ann.station, Revoke(dan.station.device, ()))
    exchange(ann, bob)
    assert "seen by ann" in bob.texts()
    assert states(bob).get(OpState.HELD) is None


def test_of_a_removal_with_an_empty_cut_everything_is_held(team: list[Laptop]) -> None:
    ann, bob, _, dan = team
    dan.write("nobody acknowledged it")
    exchange(dan, bob)
    sign_act(ann.station, Revoke(dan.station.device, ()))
    exchange(ann, bob)
    assert bob.texts() == []
    assert states(bob)[OpState.HELD] == 1


def test_a_lower_role_holds_what_was_done_without_knowing_it_and_refuses_what_was_done_in_spite_of_it(
    team: list[Laptop],
) -> None:
    ann, bob, cy, _ = team
    cy.station.save([open_incident(INCIDENT, "Known", 1)])
    exchange(*team)
    cy.station.save([open_incident(b"j" * 16, "Not known", 1)])
    change_role(ann.station, cy.station.device, Role.RESPONDER)
    exchange(*team)
    assert cy.station.role is Role.RESPONDER
    assert states(bob) == {OpState.ACCEPTED: 1, OpState.HELD: 1}
    with pytest.raises(KnownError, match="may not"):
        cy.station.save([open_incident(b"k" * 16, "In spite", 1)])
    cy.write("a responder's line")
    exchange(*team)
    assert all("a responder's line" in laptop.texts() for laptop in team)
    assert agree(*team)


def test_a_higher_role_counts_from_the_moment_it_is_known(team: list[Laptop]) -> None:
    ann, bob, _, dan = team
    change_role(ann.station, dan.station.device, Role.COORDINATOR)
    with pytest.raises(KnownError, match="may not"):
        dan.station.save([open_incident(INCIDENT, "Too early", 1)])
    exchange(*team)
    dan.station.save([open_incident(INCIDENT, "Now", 1)])
    exchange(*team)
    assert states(bob) == {OpState.ACCEPTED: 1}
    assert agree(*team)


def test_the_last_admin_can_neither_be_removed_nor_resign(team: list[Laptop]) -> None:
    ann, bob, _, _ = team
    revoke(ann.station, bob.station.device)
    with pytest.raises(KnownError, match="last admin"):
        revoke(ann.station, ann.station.device)
    with pytest.raises(KnownError, match="last admin"):
        change_role(ann.station, ann.station.device, Role.VIEWER)
    assert ann.station.role is Role.ADMIN


@pytest.mark.parametrize(
    "act",
    [
        lambda station: revoke(station, station.device),
        lambda station: change_role(station, station.device, Role.ADMIN),
        lambda station: admit_held(station, [bytes(32)]),
        change_key,
    ],
)
def test_only_an_admin_removes_changes_and_admits(team: list[Laptop], act: Callable[[Station], None]) -> None:
    with pytest.raises(KnownError, match="Your role") as told:
        act(team[2].station)
    assert told.value.what_to_do == "It takes an admin."


def test_two_admins_change_the_key_apart_and_all_write_under_one(team: list[Laptop]) -> None:
    ann, bob, cy, _ = team
    change_key(ann.station)
    change_key(bob.station)
    exchange(*team)
    assert len(keys(*team)) == 1
    cy.write("after the change")
    exchange(*team)
    assert all("after the change" in laptop.texts() for laptop in team)


def test_who_was_admitted_while_the_key_was_changed_is_given_it(team: list[Laptop], tmp_path: Path) -> None:
    ann, bob, cy, dan = team
    newcomer = a_newcomer(tmp_path / "newcomer", tmp_path / "share", "Late Comer", 200)
    bob.engine.sync()
    (request,) = pending_requests(bob.station)
    revoke(ann.station, dan.station.device)
    admit(bob.station, request, Role.RESPONDER)
    exchange(ann, bob, newcomer, cy)
    exchange(ann, bob, newcomer, cy)
    ann.write("for all members")
    exchange(ann, bob, newcomer, cy)
    assert newcomer.texts() == ["for all members"]
    assert keys(newcomer) == keys(ann)
    assert agree(ann, bob, cy, newcomer)
    newcomer.close()


def test_a_crash_between_the_two_files_of_a_removal_is_made_good_at_the_next_sync(team: list[Laptop]) -> None:
    ann, bob, _, dan = team
    before = keys(ann)
    sign_act(ann.station, Revoke(dan.station.device, ()))
    ann.crash()
    assert not has_clean_key(ann)
    assert keys(ann) == before
    ann.engine.sync()
    assert has_clean_key(ann)
    exchange(ann, bob)
    assert keys(ann) == keys(bob) != before


def test_another_admin_changes_the_key_in_the_end_if_who_removed_does_not(team: list[Laptop]) -> None:
    ann, bob, _, dan = team
    sign_act(ann.station, Revoke(dan.station.device, ()))
    copies = {path: ann.station.files.read(path) for path in ann.station.files.paths if path.startswith("a/")}
    take_acts(bob.station, [open_act(bob.station, data) for data in copies.values() if data])
    keep_keys(bob.station)
    was_clean = has_clean_key(bob)
    bob.clock.ms += 3 * WAIT_MS
    keep_keys(bob.station)
    assert (was_clean, has_clean_key(bob)) == (False, True)


def test_two_admins_who_remove_each_other_leave_the_first_one_and_all_agree(team: list[Laptop]) -> None:
    ann, bob, cy, dan = team
    revoke(ann.station, bob.station.device)
    revoke(bob.station, ann.station.device)
    exchange(bob, cy)
    cy.write("under the key of the one who loses")
    cy.engine.sync()
    exchange(*team)
    exchange(*team)
    assert ann.station.role is Role.ADMIN
    assert bob.station.is_revoked
    assert has_clean_key(ann)
    assert keys(ann) == keys(cy) == keys(dan)
    assert all("under the key of the one who loses" in laptop.texts() for laptop in (ann, cy, dan))
    assert agree(ann, cy, dan)


def test_what_a_removed_station_sealed_under_the_key_of_the_one_who_loses_is_held_and_may_count(
    team: list[Laptop],
) -> None:
    ann, bob, cy, dan = team
    revoke(ann.station, bob.station.device)
    revoke(ann.station, cy.station.device)
    revoke(bob.station, ann.station.device)
    exchange(bob, cy)
    cy.write("under the key of the one who loses")
    cy.engine.sync()
    for _ in range(3):
        exchange(*team)
    acts = len(ann.station.index.act_ids())
    exchange(*team)
    assert len(ann.station.index.act_ids()) == acts  # each key is handed over once
    assert "under the key of the one who loses" not in ann.texts()
    admit_held(ann.station, held_stmts(ann))
    exchange(*team)
    assert all("under the key of the one who loses" in laptop.texts() for laptop in (ann, dan))
    assert agree(ann, dan)


def test_a_key_that_nobody_wrote_under_is_handed_on_too_a_little_later(team: list[Laptop]) -> None:
    ann, bob, *others = team
    revoke(ann.station, bob.station.device)
    revoke(bob.station, ann.station.device)
    bob.engine.sync()  # and never comes back
    exchange(ann, *others)
    exchange(ann, *others)
    assert not agree(ann, *others)
    for laptop in team:
        laptop.clock.ms += 3 * WAIT_MS
    exchange(ann, *others)
    exchange(ann, *others)
    assert agree(ann, *others)


def test_what_a_removed_station_lets_one_member_alone_read_does_not_part_the_team(team: list[Laptop]) -> None:
    ann, bob, cy, dan = team
    revoke(ann.station, dan.station.device)
    dan.engine.sync()
    epoch = new_epoch(7, dan.station.random)
    dan.station.keyring.keep(epoch)
    for_bob = bob.station.members()[bob.station.device].admission.hpke_key
    sign_act(dan.station, NewEpoch(epoch.id, 7, (bob.station.device,)), [for_bob], epoch)
    dan.engine.sync()
    exchange(ann, bob, cy)
    change_role(bob.station, cy.station.device, Role.RESPONDER)  # knowing what he alone can read
    exchange(ann, bob, cy)
    assert not agree(ann, bob, cy)
    bob.reopen()
    bob.clock.ms += 3 * WAIT_MS
    exchange(ann, bob, cy)
    exchange(ann, bob, cy)
    assert agree(ann, bob, cy)
    assert cy.station.role is Role.RESPONDER


def test_a_second_person_at_a_laptop_is_named_by_whoever_sits_there(team: list[Laptop]) -> None:
    ann, _, _, dan = team
    person, _ = name_person(dan.station, dan.station.device, "Night Shift")
    assert name_person(dan.station, dan.station.device, "Night Shift")[0] == person
    exchange(*team)
    assert ann.station.author_name(dan.station.device, person) == "Night Shift"
    with pytest.raises(KnownError, match="may not"):
        name_person(dan.station, ann.station.device, "Mallory")


def test_a_rebuild_keeps_every_verdict(team: list[Laptop]) -> None:
    ann, bob, _, dan = team
    dan.write("one")
    exchange(*team)
    dan.write("two")
    revoke(ann.station, dan.station.device)
    exchange(*team)
    for laptop in (ann, bob):
        before = laptop.station.set_hash(), laptop.station.state_hash()
        laptop.station.rebuild()
        assert (laptop.station.set_hash(), laptop.station.state_hash()) == before
