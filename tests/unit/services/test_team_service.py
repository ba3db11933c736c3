# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.session import NewTeam, Session, create_session, join_session
from incident_console.sync.codes import suggested
from tests.helpers.workspaces import CHEAP_MIB, MINUTE_MS, PASSPHRASE, Clock, TwoLaptops, an_incident, two_laptops


@contextmanager
def a_newcomer(team: TwoLaptops, tmp_path: Path, member: str = "Tom Brandt") -> Iterator[Session]:
    """A third laptop whose request has reached Joy."""
    session = join_session(
        tmp_path / member, PASSPHRASE, folder=team.folder, member=member, kdf_memory_mib=CHEAP_MIB, now=Clock()
    )
    try:
        team.joy.folders.sync()
        yield session
    finally:
        session.close()


def test_a_request_names_its_member_and_a_code_that_is_free(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "Sue Rand"):
        (request,) = team.joy.team.requests()
        assert (request.member, request.code) == ("Sue Rand", "SR2")


def test_both_screens_have_the_same_words_and_only_the_first_look_is_slow(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path) as tom:
        request = team.joy.team.requests()[0].id
        words = team.joy.team.words_of(request)
        assert words == tom.team.join_words()
        began = perf_counter()
        assert team.joy.team.words_of(request) == words
        assert perf_counter() - began < 0.05


def test_listing_requests_computes_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("words were computed")

    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path):
        monkeypatch.setattr("incident_console.sync.requests.join_words", fail)
        assert len(team.joy.team.requests()) == 1


def test_the_check_takes_the_words_that_the_newcomer_reads(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path) as tom:
        check = team.joy.team.word_check(team.joy.team.requests()[0].id)
        read_out = tom.team.join_words()
        assert check.is_right({place: read_out[place - 1] for place in check.places})


def test_words_of_a_request_that_is_gone_are_told_so(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, pytest.raises(KnownError, match="not here"):
        team.joy.team.words_of("0" * 20)


def test_a_member_knows_who_admitted_him_and_the_founder_nobody(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        joy, sam = team.sam.team.members()
        assert (joy.member, joy.admitted_by) == ("Joy Okafor", "")
        assert (sam.member, sam.admitted_by) == ("Sam Reed", "Joy Okafor on JO")


def test_it_is_told_how_many_batches_a_station_lacked_at_its_last_word(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        sam = team.sam.station.device
        assert team.joy.team.lacking() == {sam: {}}
        for text in ("Power is back", "Lifts work again"):
            team.joy.log.add(incident, text)
            team.joy.station.seal()
        assert team.joy.team.lacking() == {sam: {"JO": 2}}
        team.sync()
        assert team.joy.team.lacking() == {sam: {}}


def test_what_a_station_holds_is_known_over_many_batches_and_after_a_rebuild(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        for number in range(70):
            team.joy.log.add(incident, f"Line {number}")
            team.joy.station.seal()
            team.sam.station.seal()
        team.sync()
        for number in range(70):
            team.sam.log.add(incident, f"Answer {number}")
            team.sam.station.seal()
        team.joy.log.add(incident, "Seen by nobody yet")
        team.joy.station.seal()
        team.sam.folders.sync()
        team.joy.folders.sync()
        assert team.joy.team.lacking() == {team.sam.station.device: {"JO": 1}}
        team.joy.rebuild()
        assert team.joy.team.lacking() == {team.sam.station.device: {"JO": 1}}


@dataclass
class SlowClock:
    """Joy's clock, but so many minutes behind it."""

    of: Clock
    minutes_behind: int

    def __call__(self) -> Moment:
        now = self.of()
        return Moment(now.ms - self.minutes_behind * MINUTE_MS, now.utc_offset_min)


@contextmanager
def a_slow_laptop(tmp_path: Path, minutes_behind: int) -> Iterator[tuple[TwoLaptops, Clock, SlowClock]]:
    """Joy and Sam, whose clock is behind from the first day."""
    clock, folder, new = Clock(), tmp_path / "share", NewTeam("Harbour", "Joy Okafor")
    slow = SlowClock(clock, minutes_behind)
    first = create_session(tmp_path / "joy", PASSPHRASE, new, folder=folder, kdf_memory_mib=CHEAP_MIB, now=clock)
    second = join_session(
        tmp_path / "sam", PASSPHRASE, folder=folder, member="Sam Reed", kdf_memory_mib=CHEAP_MIB, now=slow
    )
    with closing(first) as joy, closing(second) as sam:
        joy.folders.sync()
        joy.team.admit(joy.team.requests()[0].id, Role.COORDINATOR)
        team = TwoLaptops(joy, sam, folder)
        team.sync()
        an_incident(joy)
        yield team, clock, slow


def test_a_clock_that_answers_before_it_was_asked_is_surely_behind(tmp_path: Path) -> None:
    with a_slow_laptop(tmp_path, 9) as (team, clock, _):
        team.joy.folders.sync()
        clock.pass_minutes(3)
        team.sam.folders.sync()
        clock.pass_minutes(40)  # however late the answer comes
        team.joy.folders.sync()
        assert team.joy.team.clocks_behind() == {team.sam.station.device: 6 * MINUTE_MS}


def test_that_it_was_behind_holds_until_a_later_word_contradicts_it(tmp_path: Path) -> None:
    with a_slow_laptop(tmp_path, 9) as (team, clock, slow):
        team.sync()
        assert team.joy.team.clocks_behind() == {team.sam.station.device: 9 * MINUTE_MS}
        clock.pass_minutes(20)
        team.sync()
        assert team.joy.team.clocks_behind() == {team.sam.station.device: 9 * MINUTE_MS}
        slow.minutes_behind = 0
        clock.pass_minutes(20)
        team.sync()
        assert team.joy.team.clocks_behind() == {}


def test_equal_clocks_and_slow_ways_prove_nothing(tmp_path: Path) -> None:
    with a_slow_laptop(tmp_path, 0) as (team, clock, _):
        for _ in range(3):
            team.joy.folders.sync()
            clock.pass_minutes(15)
            team.sam.folders.sync()
            clock.pass_minutes(15)
            team.joy.log.add(team.joy.incidents.lines()[0].id, "Still nothing")
            team.joy.folders.sync()
            assert team.joy.team.clocks_behind() == {}


def test_of_a_station_never_heard_nobody_knows_what_it_holds(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path):
        tom = team.joy.team.admit(team.joy.team.requests()[0].id, Role.VIEWER).device
        assert team.joy.team.lacking()[tom] is None


@pytest.mark.parametrize(
    ("wanted", "code"), [("F3", "F3"), (" f3 ", "F3"), ("", "TB"), ("F-3!", "TB"), ("X" * 9, "TB")]
)
def test_a_wanted_code_that_is_none_gives_way_to_the_initials(wanted: str, code: str) -> None:
    assert suggested(wanted, "Tom Brandt") == code


def test_a_request_tells_who_of_that_name_the_team_knows(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "sam reed"):
        (request,) = team.joy.team.requests()
        (known,) = request.namesakes
        assert (known.person, known.label, known.role, known.is_active) == ("Sam Reed", "SR", "coordinator", True)


def test_a_second_laptop_can_be_the_same_persons(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "Sam Reed") as second:
        (request,) = team.joy.team.requests()
        line = team.joy.team.admit(request.id, Role.RESPONDER, same_person=team.sam.station.device)
        team.joy.folders.sync()
        second.folders.sync()
        assert (line.code, line.role, line.is_active) == ("SR2", "responder", True)
        assert second.station.person == team.sam.station.person
        assert len([one for one in team.joy.team.members() if one.is_active]) == 3


def test_a_new_laptop_takes_the_place_of_an_old_one_in_one_step(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "Sam Reed") as second:
        incident = an_incident(team.joy).id
        team.sync()
        team.sam.writers.add("Mia Toth")
        team.sam.log.add(incident, "By Mia")
        team.sync()
        (request,) = team.joy.team.requests()
        line = team.joy.team.replace(request.id, team.sam.station.device)
        team.sync()
        second.folders.sync()
        assert (line.role, line.member) == ("coordinator", "Sam Reed, Mia Toth")
        assert team.sam.station.is_revoked
        assert [one.name for one in second.writers.lines()] == ["Sam Reed", "Mia Toth"]
        assert [entry.text for entry in second.log.lines(incident)] == ["By Mia"]
        second.log.add(incident, "Going on")
        second.folders.sync()
        team.joy.folders.sync()
        assert {entry.author for entry in team.joy.log.lines(incident)} == {"Mia Toth", "Sam Reed"}


def test_the_last_admin_can_hand_over_to_a_new_laptop_of_his_own(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "Joy Okafor") as second:
        (request,) = team.joy.team.requests()
        team.joy.team.replace(request.id, team.joy.station.device, "J2")
        team.joy.folders.sync()
        second.folders.sync()
        second.folders.sync()
        assert (second.station.role, second.station.code) == (Role.ADMIN, "J2")
        assert team.joy.station.is_revoked


def test_what_is_no_member_cannot_be_replaced_and_nobody_is_admitted(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team, tmp_path, "Sam Reed"):
        team.joy.governing.revoke(team.sam.station.device)
        (request,) = team.joy.team.requests()
        with pytest.raises(KnownError, match="no member"):
            team.joy.team.replace(request.id, team.sam.station.device)
        assert team.joy.team.requests() == [request]
        (known,) = request.namesakes
        assert not known.is_active
