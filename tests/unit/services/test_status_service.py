# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from incident_console.domain.roles import Role
from incident_console.services.session import join_session
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock, an_incident, two_laptops


def test_a_damaged_file_is_set_aside_with_its_reason_until_the_next_try(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        an_incident(team.joy)
        team.joy.folders.sync()
        batch = max((team.folder / "s").rglob("*-*"), key=lambda path: path.stat().st_mtime_ns)
        batch.write_bytes(batch.read_bytes()[:-1])
        team.sam.folders.sync()
        (aside,) = team.sam.status.set_aside()
        assert (aside.folder, Path(aside.name).name, aside.reason) == (str(team.folder), batch.name, "hash")
        assert aside.what == "batch of changes"
        assert (aside.first_seen_ms, aside.next_try_ms) == (clock.ms, clock.ms + 5_000)


def test_work_of_a_laptop_whose_admission_has_not_arrived_is_held(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        known_acts = {path.name for path in (team.folder / "a").iterdir()}
        tom = join_session(
            tmp_path / "tom", PASSPHRASE, folder=team.folder, member="Tom Brandt", kdf_memory_mib=CHEAP_MIB, now=Clock()
        )
        try:
            team.joy.folders.sync()
            team.joy.team.admit(team.joy.team.requests()[0].id, Role.COORDINATOR)
            for session in (team.joy, tom):
                session.folders.sync()
            an_incident(tom)
            tom.folders.sync()
        finally:
            tom.close()
        for act in (team.folder / "a").iterdir():
            if act.name not in known_acts:
                act.rename(tmp_path / act.name)
                late = act
        team.sam.folders.sync()
        assert team.sam.status.held() == team.sam.status.counts()["held"] == 1
        (tmp_path / late.name).rename(late)
        team.sam.folders.sync()
        assert team.sam.status.held() == 0


def test_a_laptop_that_was_not_given_the_key_of_now_knows_it_until_the_key_comes(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        assert not team.sam.lacks_key
        acts = team.folder / "a"
        known = {path.name for path in acts.iterdir()}
        team.joy.governing.revoke(team.sam.station.device)
        team.joy.folders.sync()
        withheld = {path: path.read_bytes() for path in acts.iterdir() if path.name not in known}
        for path in withheld:
            path.unlink()
        team.sam.folders.sync()
        assert (team.sam.lacks_key, team.sam.is_removed, team.joy.lacks_key) == (True, False, False)
        for path, data in withheld.items():
            path.write_bytes(data)
        team.sam.folders.sync()
        assert team.sam.is_removed
