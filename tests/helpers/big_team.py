# SPDX-License-Identifier: Apache-2.0
"""A team of seven laptops in the middle of an outage, as its admin sees it: some working, one locked, two silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from incident_console.domain.roles import Role
from incident_console.services.session import NewTeam, Session, create_session, join_session
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock, an_incident

_STATIONS = (
    ("Lena Lindqvist", "Ops-3", Role.COORDINATOR),
    ("Sara Haddad", "Field-1", Role.RESPONDER),
    ("Nuri Aydin", "Field-2", Role.RESPONDER),
    ("Emma Marsh", "Legal-1", Role.VIEWER),
    ("Marco Reyes", "Ops-2", Role.COORDINATOR),
    ("Petra Novak", "Home-1", Role.RESPONDER),
)


@dataclass
class BigTeam:
    """Every laptop by the code of its station; ``admin`` is Joy's, ``newcomer`` asks to join."""

    share: Path
    stick: Path
    server: Path
    clock: Clock
    laptops: dict[str, Session] = field(default_factory=dict)

    @property
    def admin(self) -> Session:
        """Joy's laptop."""
        return self.laptops["JO"]

    @property
    def newcomer(self) -> Session:
        """The laptop of Tom Brandt, who waits for admission."""
        return self.laptops["TB"]

    def log(self, code: str, *texts: str) -> None:
        """Let a station write lines, each in a batch of its own."""
        session = self.laptops[code]
        incident = session.incidents.lines()[0].id
        for text in texts:
            session.log.add(incident, text)
            session.station.seal()

    def sync(self, *codes: str, folder: Path | None = None) -> None:
        """Let stations sync with the share or another folder, one after the other."""
        for code in codes:
            self.laptops[code].folders.sync([folder or self.share])


@contextmanager
def a_big_team(tmp_path: Path) -> Iterator[BigTeam]:
    """The team at 17:17; whatever lies below ``media`` counts as plugged in."""
    team = BigTeam(tmp_path / "continuity", tmp_path / "media" / "BLUE-2", tmp_path / "hq-server", Clock(offset_min=0))
    with ExitStack() as stack:
        stack.enter_context(patch("incident_console.services.carrier_names._STICKS", (str(tmp_path / "media"),)))
        _found(team, stack)
        _live_through_it(team, stack)
        yield team


def _found(team: BigTeam, stack: ExitStack) -> None:
    admin = create_session(
        team.share.with_name("JO"), PASSPHRASE, NewTeam("Harbour House", "Joy Okafor"), folder=team.share,
        kdf_memory_mib=CHEAP_MIB, now=team.clock,
    )  # fmt: skip
    stack.callback(admin.close)
    team.laptops["JO"] = admin
    admin.team.name_station("Ops-1")
    an_incident(admin, "Facility outage, Harbour House")
    for member, name, role in _STATIONS:
        code, session = _ask(team, member, stack)
        team.sync("JO")
        admin.team.admit(admin.team.find_request(member).id, role)
        team.sync("JO", code)
        session.team.name_station(name)
    team.sync(*team.laptops, "JO", *team.laptops)


def _ask(team: BigTeam, member: str, stack: ExitStack) -> tuple[str, Session]:
    code = "".join(part[0] for part in member.split())
    path = team.share.with_name(code)
    session = join_session(path, PASSPHRASE, folder=team.share, member=member, kdf_memory_mib=CHEAP_MIB, now=team.clock)
    stack.callback(session.close)
    team.laptops[code] = session
    return code, session


def _live_through_it(team: BigTeam, stack: ExitStack) -> None:
    """From 14:05 to 17:17, as the design tells it."""
    clock, admin = team.clock, team.admin
    for folder in (team.stick, team.server):
        folder.mkdir(parents=True)
        admin.folders.add(folder)
    admin.folders.sync()
    clock.pass_minutes(68)
    team.log("PN", "Reached the night shift by phone.")
    team.sync("PN", "JO")
    clock.pass_minutes(86)
    team.log("MR", "Generator 2 carries cooling.")
    team.sync("MR", "JO")
    team.server.rename(team.server.with_name("unplugged"))
    admin.folders.sync()
    clock.pass_minutes(31)
    for code in ("SH", "NA"):
        team.log(code, "North gate is open.", "Two visitors found at assembly point B.")
        team.sync(code, folder=team.stick)
    team.sync("JO", folder=team.stick)
    clock.pass_minutes(2)
    team.sync("EM")
    team.laptops["EM"].sync.leave(is_locking=True)
    team.sync("EM", "JO")
    clock.pass_minutes(3)
    team.sync("JO", "LL", "JO")
    team.log("JO", "Fuel delivery confirmed for 21:30.", "Utility names 20:30 as first estimate.")
    _ask(team, "Tom Brandt", stack)
    team.sync("JO")
    clock.pass_minutes(2)
