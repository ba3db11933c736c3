# SPDX-License-Identifier: Apache-2.0
"""After changes of role, removals, copies and admitted work the verifier judges every operation as the program does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry
from incident_console.services.evidence import EvidenceService
from incident_console.services.evidence_check import verifier
from incident_console.storage.held_work import HeldWork
from incident_console.storage.operations import OpState
from incident_console.sync.governing import admit_held, change_role, revoke
from tests.helpers.forging import an_op, forge
from tests.helpers.stations import INCIDENT, Laptop, a_team, cheap_secrets, exchange

STATES = {"counts": (OpState.ACCEPTED, OpState.NOT_UNDERSTOOD), "held": (OpState.HELD,), "refused": (OpState.REJECTED,)}


@pytest.fixture
def team(tmp_path: Path) -> Iterator[list[Laptop]]:
    """Two admins, a coordinator and a responder, all with one folder."""
    with cheap_secrets():
        _, laptops = a_team(tmp_path, Role.ADMIN, Role.COORDINATOR, Role.RESPONDER)
        yield laptops
        for laptop in laptops:
            laptop.close()


def assert_same_verdicts(laptop: Laptop, out: Path) -> dict[str, str]:
    """The verifier finds no fault and judges as the laptop does; returns the standing of each entry."""
    written = EvidenceService(laptop.station).export(INCIDENT, out)
    assert written.faults == ()
    report, package = verifier().verify(out, laptop.station.fingerprint)
    assert report.findings == []
    states = dict(laptop.station.index.connection.execute("SELECT id, state FROM ops"))
    assert {op_id for op_id, (op, _) in package.places.items() if states[op_id] in STATES[op.state]} == set(states)
    return {line.number: line.op.state for line in package.lines}


def test_removals_role_changes_and_admitted_work(team: list[Laptop], tmp_path: Path) -> None:
    ann, bob, cy, dan = team
    for laptop in team:
        laptop.write("first")
    exchange(*team)
    cy.write("in time")
    cy.engine.sync()
    bob.write("an admin who saw it")
    bob.engine.sync()
    dan.write("on the way")
    revoke(ann.station, cy.station.device)
    change_role(ann.station, dan.station.device, Role.VIEWER)
    cy.write("too late")
    exchange(*team)
    states = assert_same_verdicts(ann, tmp_path / "one")
    assert sorted(states.values()).count("held") >= 2
    admit_held(ann.station, HeldWork(ann.station.index.connection).stmts()[:1])
    exchange(*team)
    assert assert_same_verdicts(bob, tmp_path / "two") != states


def test_admins_who_remove_each_other(team: list[Laptop], tmp_path: Path) -> None:
    ann, bob, cy, dan = team
    revoke(ann.station, bob.station.device)
    revoke(bob.station, cy.station.device)
    bob.write("after I removed her")
    cy.write("still here")
    dan.write("watching")
    exchange(*team)
    assert_same_verdicts(ann, tmp_path / "ann")
    assert_same_verdicts(dan, tmp_path / "dan")


def test_a_copied_laptop_and_its_later_stream(team: list[Laptop], tmp_path: Path) -> None:
    ann, dan = team[0], team[3]
    dan.write("before")
    exchange(*team)
    dan.close()
    shutil.copytree(dan.path, tmp_path / "image")
    dan.write("on the copy")
    exchange(*team)
    dan.go_on_from(tmp_path / "image")
    dan.write("on the restored one")
    exchange(*team)
    dan.write("afterwards")
    exchange(*team)
    states = assert_same_verdicts(ann, tmp_path / "out")
    assert set(states.values()) == {"counts"}
    assert {ann.station.label(entry.number, INCIDENT, entry.id) for entry in entries(ann)} == set(states)


def test_work_beyond_a_role_and_unknown_kinds(team: list[Laptop], tmp_path: Path) -> None:
    ann, dan = team[0], team[3]
    folder = tmp_path / "share"
    forge(dan, folder, an_op(dan, "incident.set", {"name": "mine"}, right=2), an_op(dan, "entry.later", {}), an_op(dan))
    ann.engine.sync()
    assert_same_verdicts(ann, tmp_path / "out")


def test_a_batch_that_names_one_of_another_stream_as_the_one_before_knows_nothing_of_it(
    team: list[Laptop], tmp_path: Path
) -> None:
    ann, dan = team[0], team[3]
    ann.write("by an admin")
    exchange(*team)
    before = ann.station.record.open_stream()
    forge(dan, tmp_path / "share", an_op(dan), prev_stmt=before.last_stmt, seq=before.seq + 1, acl_heads=())
    ann.engine.sync()
    (batch,) = ann.station.index.batches("prev = ?", (before.last_stmt,))
    assert batch.known_heads == ()


def entries(laptop: Laptop) -> list[Entry]:
    return laptop.station.index.things.all(Entry, INCIDENT)
