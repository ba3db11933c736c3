# SPDX-License-Identifier: Apache-2.0
"""Builders of real workspaces: one founded team, or two laptops of it and the folder between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from incident_console.domain.clock import Moment
from incident_console.domain.roles import Role
from incident_console.services.incidents import IncidentLine
from incident_console.services.session import NewTeam, Session, create_session, join_session

CHEAP_MIB = 64
PASSPHRASE = "lift harbour quiet oak"
MINUTE_MS = 60_000


@dataclass
class Clock:
    """A clock that a test moves on: 22 November 2026, 14:05 UTC, on a laptop in UTC+01:00."""

    ms: int = 1_795_356_300_000
    offset_min: int = 60

    def __call__(self) -> Moment:
        return Moment(self.ms, self.offset_min)

    def pass_minutes(self, minutes: int) -> None:
        """Let some minutes go by."""
        self.ms += minutes * MINUTE_MS


@contextmanager
def a_workspace(tmp_path: Path, clock: Clock | None = None, *, is_exercise: bool = False) -> Iterator[Session]:
    """The workspace of a founder, Joy Okafor."""
    new = NewTeam("Harbour", "Joy Okafor", is_exercise)
    session = create_session(tmp_path / "joy", PASSPHRASE, new, kdf_memory_mib=CHEAP_MIB, now=clock or Clock())
    try:
        yield session
    finally:
        session.close()


@dataclass
class TwoLaptops:
    """Joy's laptop and Sam's, with the folder that both sync through."""

    joy: Session
    sam: Session
    folder: Path

    def sync(self) -> None:
        """Let each see what the other wrote."""
        for session in (self.joy, self.sam, self.joy):
            session.folders.sync()


@contextmanager
def two_laptops(tmp_path: Path, role: Role = Role.COORDINATOR, clock: Clock | None = None) -> Iterator[TwoLaptops]:
    """A team of two: Joy Okafor, admin, and Sam Reed with a role."""
    now, folder = clock or Clock(), tmp_path / "share"
    new = NewTeam("Harbour", "Joy Okafor")
    joy = create_session(tmp_path / "joy", PASSPHRASE, new, folder=folder, kdf_memory_mib=CHEAP_MIB, now=now)
    sam = join_session(
        tmp_path / "sam", PASSPHRASE, folder=folder, member="Sam Reed", kdf_memory_mib=CHEAP_MIB, now=now
    )
    team = TwoLaptops(joy, sam, folder)
    try:
        joy.folders.sync()
        joy.team.admit(joy.team.requests()[0].id, role)
        team.sync()
        yield team
    finally:
        joy.close()
        sam.close()


def an_incident(session: Session, name: str = "Power failure") -> IncidentLine:
    """An open incident without a plan."""
    return session.incidents.open_without_plan(name)


def an_outage(session: Session, name: str = "Facility outage") -> IncidentLine:
    """An incident from the plan that comes with the program."""
    return session.plans.open_incident(session.plans.find("facility-outage"), name)
