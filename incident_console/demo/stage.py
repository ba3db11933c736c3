# SPDX-License-Identifier: Apache-2.0
"""The stage of the demo: three laptops, a share that can be lost, a stick, and a clock that can be moved on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.session import NewTeam, Session, create_session, join_session
from incident_console.sync.station import system_now

PASSPHRASE = "demo"  # noqa: S105 - an exercise for everyone to look into
_KDF_MIB = 64
PLAYED_MINUTES = 62
"""How long the outage lasts in the play: so long ago it begins, or the window would show times yet to come."""
_MARK = "demo.txt"
_OWN = ("workspaces", "share", "share (unreachable)", "usb-stick", "pictures")
_MARK_TEXT = """\
Made by the demo of Incident Console; the next demo that is given this directory replaces it.
workspaces/ holds the laptops of an exercise team. Their passphrase is: demo
"""


class DemoFailed(KnownError):
    """Something that the demo promises did not happen."""


class DemoClock:
    """The same time for all three laptops: it begins in the past and is moved on at will, to end with the present."""

    def __init__(self) -> None:
        self._ahead_ms = -PLAYED_MINUTES * 60_000

    def __call__(self) -> Moment:
        """The time on the laptops."""
        now = system_now()
        return Moment(now.ms + self._ahead_ms, now.utc_offset_min)

    def move_on(self, minutes: int) -> None:
        """Let some minutes pass."""
        self._ahead_ms += minutes * 60_000


@dataclass(frozen=True, slots=True)
class Laptop:
    """One station of the demo."""

    name: str
    session: Session


class Stage:
    """Everything that the demo plays on, inside one directory."""

    def __init__(self, into: Path, say: Callable[[str], None]) -> None:
        self.into = into
        self.say = say
        self.clock = DemoClock()
        self.share = into / "share"
        self.stick = into / "usb-stick"
        self._lost = into / "share (unreachable)"
        self.laptops: list[Laptop] = []

    def prepare(self) -> None:
        """Make the directory ready; raises KnownError if it holds something that no demo made."""
        self.into.mkdir(parents=True, exist_ok=True)
        is_ours = (self.into / _MARK).is_file()
        if not is_ours and any(self.into.iterdir()):
            raise KnownError(f"{self.into} is not empty", "Nothing was changed.", "Choose a new directory.")
        for name in _OWN:
            shutil.rmtree(self.into / name, ignore_errors=True)
        (self.into / _MARK).write_text(_MARK_TEXT, encoding="utf-8")
        for path in (self.share, self.stick, self.into / "workspaces"):
            path.mkdir()

    def found(self, team: str, member: str, name: str) -> Laptop:
        """The first laptop founds the exercise's team in the share."""
        workspace = self.into / "workspaces" / name
        new = NewTeam(team, member, is_exercise=True)
        session = create_session(
            workspace, PASSPHRASE, new, folder=self.share, kdf_memory_mib=_KDF_MIB, purpose="demo", now=self.clock
        )
        return self._stand(name, session)

    def join(self, member: str, name: str, role: Role) -> Laptop:
        """Another laptop asks; the words on both screens are compared; the first laptop admits it."""
        workspace = self.into / "workspaces" / name
        session = join_session(
            workspace, PASSPHRASE, folder=self.share, member=member, kdf_memory_mib=_KDF_MIB, purpose="demo",
            now=self.clock,
        )  # fmt: skip
        laptop, admin = self._stand(name, session), self.laptops[0].session
        admin.folders.sync()
        request = admin.team.find_request(member)
        words = admin.team.words_of(request.id)
        self.expect(words == session.team.join_words(), f"both screens show {member}'s eight words")
        admin.team.admit(request.id, role)
        admin.folders.sync()
        session.folders.sync()
        self.expect(session.station.is_joined, f"{member} is admitted as {role.word}")
        return laptop

    def lose_share(self) -> None:
        """The power goes, and the share with it."""
        self.share.rename(self._lost)

    def return_share(self) -> None:
        """The share is back, as it was."""
        self._lost.rename(self.share)

    def sync_all(self) -> None:
        """Let every laptop sync until nothing moves any more."""
        for _ in range(10):
            moved = [laptop.session.folders.sync().has_moved for laptop in self.laptops]
            if not any(moved):
                return
        raise DemoFailed("The laptops did not come to rest after ten rounds")

    def expect(self, is_so: bool, words: str) -> None:
        """Say what was seen, or fail loudly."""
        if not is_so:
            raise DemoFailed(f"The demo expected that {words}, but it is not so")
        self.say(f"  ✓ {words}")

    def close(self) -> None:
        """Lock every laptop."""
        for laptop in self.laptops:
            laptop.session.close()
        self.laptops.clear()

    def _stand(self, name: str, session: Session) -> Laptop:
        laptop = Laptop(name, session)
        self.laptops.append(laptop)
        return laptop
