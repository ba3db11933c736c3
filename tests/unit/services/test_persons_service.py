# SPDX-License-Identifier: Apache-2.0
"""A laptop that several persons write at: who is writing stands in each entry, on every laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session, open_session
from tests.helpers.workspaces import PASSPHRASE, Clock, a_workspace, an_incident, an_outage, two_laptops


def writing(session: Session) -> list[tuple[str, bool]]:
    return [(line.name, line.is_writing) for line in session.writers.lines()]


def authors(session: Session) -> list[tuple[str, str]]:
    return [(line.text, line.author) for line in session.log.lines(session.incidents.lines()[0].id)]


def test_who_joined_with_a_laptop_writes_at_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        assert writing(team.sam) == [("Sam Reed", True)]


def test_who_is_added_is_writing_and_stands_in_the_entries_everywhere(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        team.sam.log.add(incident, "Before")
        team.sam.writers.add("  Mia Toth ")
        team.sam.log.add(incident, "After")
        assert writing(team.sam) == [("Sam Reed", False), ("Mia Toth", True)]
        team.sync()
        for session in (team.joy, team.sam):
            assert set(authors(session)) == {("Before", "Sam Reed"), ("After", "Mia Toth")}


def test_changing_places_back_changes_no_earlier_entry(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        joy.writers.add("Mia Toth")
        joy.log.add(incident, "By Mia")
        joy.writers.choose(joy.writers.lines()[0].id)
        joy.log.add(incident, "By Joy")
        assert set(authors(joy)) == {("By Mia", "Mia Toth"), ("By Joy", "Joy Okafor")}


def test_who_was_writing_is_still_writing_after_a_lock(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.writers.add("Mia Toth")
    again = open_session(tmp_path / "joy", PASSPHRASE, now=Clock())
    try:
        assert writing(again) == [("Joy Okafor", False), ("Mia Toth", True)]
        assert again.station.member_name == "Mia Toth"
    finally:
        again.close()


def test_the_same_name_is_the_same_person(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        assert joy.writers.add("Mia Toth") == joy.writers.add("Mia Toth")
        assert len(joy.writers.lines()) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_person_without_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with a_workspace(tmp_path) as joy:
        with pytest.raises(KnownError, match="1 to 200 letters"):
            joy.writers.add(name)
        assert writing(joy) == [("Joy Okafor", True)]


def test_nobody_writes_as_a_person_of_another_laptop(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        joy = team.joy.writers.lines()[0].id
        with pytest.raises(KnownError, match="does not work here"):
            team.sam.writers.choose(joy)
        assert writing(team.sam) == [("Sam Reed", True)]


def test_on_a_removed_laptop_nobody_is_added(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.governing.revoke(team.sam.station.device)
        team.sync()
        with pytest.raises(KnownError, match="removed from the team"):
            team.sam.writers.add("Mia Toth")


def test_a_report_knows_the_station_of_each_person_of_a_laptop(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        joy.team.name_station("Ops-1")
        joy.writers.add("Mia Toth")
        for role, holder in zip(joy.roles.lines(incident)[:2], ("Mia Toth", "Joy Okafor"), strict=True):
            joy.roles.assign(incident, role.key, holder)
        held = joy.reports.draft(incident).roles
        assert {(one.holder, one.station) for one in held} >= {("Mia Toth", "Ops-1"), ("Joy Okafor", "Ops-1")}
