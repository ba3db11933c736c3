# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from tests.helpers.workspaces import Clock, a_workspace, an_outage, two_laptops


def test_naming_a_deputy_is_no_hand_over(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        incident = an_outage(joy).id
        role = joy.roles.get(incident, "scribe")
        assert joy.roles.given(role.id) is None
        given_at_ms = joy.roles.take(incident, "scribe").since_at_ms
        clock.pass_minutes(30)
        joy.roles.set_deputies(incident, "scribe", ["Mia Toth"])
        given = joy.roles.given(role.id)
        assert given is not None
        assert (given.at_ms, given.by) == (given_at_ms, "Joy Okafor")


def test_the_same_role_added_on_two_laptops_apart_is_one_role(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_outage(team.joy).id
        team.sync()
        for session in (team.joy, team.sam):
            session.roles.add_titled(incident, "Interpreter")
        team.sync()
        for session in (team.joy, team.sam):
            assert [line.key for line in session.roles.lines(incident)].count("interpreter") == 1
        with pytest.raises(KnownError, match="already"):
            team.sam.roles.add_titled(incident, " interpreter ")


def test_a_role_without_a_name_is_refused(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, pytest.raises(KnownError, match="needs a name"):
        joy.roles.add_titled(an_outage(joy).id, " ... ")


def test_a_responder_is_told_that_it_takes_a_coordinator(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        assert team.joy.roles.refusal() is None
        refusal = team.sam.roles.refusal()
        assert refusal is not None
        assert "coordinator" in refusal.one_line()
