# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.session import NewTeam, create_session, is_workspace, join_session, open_session
from incident_console.services.status import coverage_words
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock, a_workspace, an_incident, two_laptops

HARBOUR = NewTeam("Harbour", "Joy Okafor")


def test_what_was_saved_is_there_after_closing_and_opening(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy)
        line = joy.log.add(incident.id, "Gate 2 open")
    again = open_session(tmp_path / "joy", PASSPHRASE)
    try:
        assert again.log.get(line.id).text == "Gate 2 open"
        assert again.incidents.find("power failure").id == incident.id
    finally:
        again.close()


def test_a_wrong_passphrase_and_a_second_owner_are_told(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, pytest.raises(KnownError, match="in use"):
        open_session(joy.path, PASSPHRASE)
    with pytest.raises(KnownError, match="passphrase"):
        open_session(tmp_path / "joy", "wrong")
    with pytest.raises(KnownError, match="not a workspace"):
        open_session(tmp_path / "nothing", PASSPHRASE)
    assert is_workspace(tmp_path / "joy")
    assert not is_workspace(tmp_path / "nothing")


def test_a_changed_passphrase_opens_and_the_old_one_no_longer_does(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        with pytest.raises(KnownError):
            joy.change_passphrase("wrong", "new words")
        joy.change_passphrase(PASSPHRASE, "new words")
    with pytest.raises(KnownError):
        open_session(tmp_path / "joy", PASSPHRASE)
    open_session(tmp_path / "joy", "new words").close()


def test_founding_with_a_folder_makes_and_fills_it(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    session = create_session(tmp_path / "joy", PASSPHRASE, HARBOUR, folder=folder, kdf_memory_mib=CHEAP_MIB)
    assert [line.path for line in session.folders.lines()] == [str(folder)]
    session.close()
    assert list(folder.glob("team-*.id"))


@pytest.mark.parametrize("place", ["no/such/parent", "a-file"])
def test_a_folder_that_cannot_be_is_refused_before_anything_is_made(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").write_text("x")
    with pytest.raises(KnownError, match="not there"):
        create_session(tmp_path / "joy", PASSPHRASE, HARBOUR, folder=tmp_path / place, kdf_memory_mib=CHEAP_MIB)
    assert not (tmp_path / "joy").exists()


def test_another_teams_folder_is_refused_but_an_exercise_may_share_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        with pytest.raises(KnownError, match="another team"):
            create_session(tmp_path / "x", PASSPHRASE, HARBOUR, folder=team.folder, kdf_memory_mib=CHEAP_MIB)
        drill = NewTeam("Drill", "Joy Okafor", True)
        exercise = create_session(tmp_path / "y", PASSPHRASE, drill, folder=team.folder, kdf_memory_mib=CHEAP_MIB)
        assert exercise.is_exercise
        exercise.close()
        assert list(team.folder.glob("x-*/team-*.id"))


def test_a_laptop_waits_until_it_is_admitted_and_both_show_the_same_words(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    joy = create_session(tmp_path / "joy", PASSPHRASE, HARBOUR, folder=folder, kdf_memory_mib=CHEAP_MIB)
    sam = join_session(tmp_path / "sam", PASSPHRASE, folder=folder, member="Sam Reed", kdf_memory_mib=CHEAP_MIB)
    try:
        assert not sam.is_joined
        assert sam.status.stations() == []
        with pytest.raises(KnownError, match="not admitted yet"):
            sam.incidents.open_without_plan("Mine")
        joy.folders.sync()
        (asking,) = joy.team.requests()
        assert (asking.member, joy.team.words_of(asking.id)) == ("Sam Reed", sam.team.join_words())
        assert joy.team.find_request("sam reed") == joy.team.find_request(asking.id[:6]) == asking
        with pytest.raises(KnownError):
            joy.team.admit("nobody", Role.VIEWER)
        member = joy.team.admit(asking.id, Role.RESPONDER, "SAM")
        assert (member.code, member.role) == ("SAM", "responder")
        joy.folders.sync()
        sam.folders.sync()
        assert sam.team.members()
        assert joy.team.requests() == []
        assert {line.member for line in sam.team.members()} == {"Joy Okafor", "Sam Reed"}
    finally:
        joy.close()
        sam.close()


def test_only_an_admin_admits(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        asking = join_session(
            tmp_path / "eva", PASSPHRASE, folder=team.folder, member="Eva Marsh", kdf_memory_mib=CHEAP_MIB
        )
        asking.close()
        team.sync()
        with pytest.raises(KnownError, match="may not"):
            team.sam.team.admit(team.sam.team.requests()[0].id, Role.VIEWER)


def test_a_station_gets_a_name_that_everyone_sees(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.team.name_station("Ops-1")
        line = team.joy.log.add(an_incident(team.joy).id, "Gate 2 open")
        team.sync()
        assert team.sam.log.get(line.id).station == "Ops-1"
        with pytest.raises(KnownError):
            team.joy.team.name_station(" ")


def test_coverage_says_who_is_silent_since_when(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        assert coverage_words(team.joy.status.stations(), clock.ms) == "Heard 2 of 2 stations"
        clock.pass_minutes(38)
        words = coverage_words(team.joy.status.stations(), clock.ms)
        assert words == "Heard 1 of 2 stations - silent: SR (38 min)"


def test_a_lost_folder_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        away = team.folder.rename(tmp_path / "away")
        incident = an_incident(team.joy)
        (told,) = team.joy.folders.sync().folders
        assert told.state == "unreachable"
        assert "safe" in told.message
        away.rename(team.folder)
        team.sync()
        assert team.sam.incidents.get(incident.id).name == incident.name


def test_a_destroyed_folder_is_filled_again_and_a_stick_carries(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy)
        shutil.rmtree(team.folder)
        team.folder.mkdir()
        assert team.joy.folders.sync().folders[0].state == "empty"
        team.joy.folders.seed(team.folder)
        stick = tmp_path / "stick"
        stick.mkdir()
        team.joy.folders.seed(stick)
        team.sam.folders.sync([stick])
        assert team.sam.incidents.get(incident.id).name == incident.name
        assert [line.path for line in team.sam.folders.lines()] == [str(team.folder)]


def test_folders_are_added_and_removed(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        with pytest.raises(KnownError, match="not there"):
            joy.folders.add(tmp_path / "share")
        (tmp_path / "share").mkdir()
        assert joy.folders.add(tmp_path / "share").path == str(tmp_path / "share")
        joy.folders.remove(tmp_path / "share")
        with pytest.raises(KnownError, match="not one of"):
            joy.folders.remove(tmp_path / "share")


def test_damage_in_a_folder_is_found_and_healed(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        an_incident(team.joy)
        team.sync()
        victim = next(team.folder.glob("s/*/*.b"))
        victim.write_bytes(victim.read_bytes()[:-1] + b"\0")
        found = team.joy.folders.check(team.folder)
        assert (found.damaged, found.healed) == (1, 1)
        again = team.joy.folders.check(team.folder)
        assert (again.missing, again.damaged) == (0, 0)


def test_everything_is_found_by_its_words(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy, "Blackout at the harbour").id
        joy.log.add(incident, "Seagull in the transformer")
        joy.tasks.add(incident, "Remove the seagull")
        joy.people.add("Jonathan Seagull", title="Bird expert")
        joy.messages.send(incident, "A seagull, truly", subject="Cause")
        joy.calls.record(incident, joy.people.find("Jonathan Seagull").id, "reached", note="seagull expert comes at 16")
        hits = {hit.kind: hit for hit in joy.search.find("seag")}
        assert hits["entry"].title == "JO-1 fact"
        assert hits["task"].title == "T-JO1 Remove the seagull"
        assert hits["message"].title == "M-JO1 Cause"
        assert hits["call"].title.startswith("Call to Jonathan Seagull")
        snippet, (mark, *_) = hits["entry"].snippet, hits["entry"].marks
        assert snippet[mark[0] : mark[1]] == "Seagull"
        assert joy.search.find("harbour blackout")[0].kind == "incident"
        assert joy.search.find("walrus") == joy.search.find('"*') == joy.search.find("") == []
        assert {hit.kind for hit in joy.search.find("seag", kinds=("task",))} == {"task"}


def test_two_laptops_that_hold_the_same_show_the_same_hashes_and_counts(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.joy.log.add(incident, "one")
        team.sam.folders.sync()
        team.sync()
        here, there = team.joy.status.summary(), team.sam.status.summary()
        assert (here.state_hash, here.set_hash, here.counts) == (there.state_hash, there.set_hash, there.counts)
        assert here.counts["entries"] == 1
        assert here.counts["held"] == 0
        assert team.sam.rebuild() == here.state_hash
