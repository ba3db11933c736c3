# SPDX-License-Identifier: Apache-2.0
"""What the page of the team shows, read from the services in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.services.folders import FolderLine
from incident_console.services.governing import HeldLine
from incident_console.services.persons import Writer
from incident_console.services.status import SetAside, StationLine
from incident_console.services.team import MemberLine, RequestLine

if TYPE_CHECKING:
    from incident_console.services.session import Session

_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class StationFacts:
    """A station: when it was heard, who sits at it, and what it lacked then, by code (None where nobody knows).

    ``behind_ms``: its clock is behind this one's by so much at least.
    """

    line: StationLine
    member: MemberLine | None
    lacking: Mapping[str, int] | None
    behind_ms: int = 0


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """A shared folder, how many batches wait for it, and how many of its files have not arrived whole.

    ``parts`` are those of documents that did not fit into a full one.
    """

    line: FolderLine
    waiting: int
    set_aside: int
    parts: int = 0


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """All of it at one moment; stations by last word, this one first; ``removed`` are those of before.

    ``held`` is work that does not count, ``held_ops`` how many changes wait in it; ``is_key_pending`` says that
    somebody outside the team still holds the key that is written under. ``newer`` says what only a newer version of
    the program can show.
    """

    now: Moment
    name: str
    fingerprint: str
    stations: tuple[StationFacts, ...]
    folders: tuple[FolderFacts, ...]
    requests: tuple[RequestLine, ...]
    set_aside: tuple[SetAside, ...]
    removed: tuple[MemberLine, ...] = ()
    held: tuple[HeldLine, ...] = ()
    held_ops: int = 0
    is_key_pending: bool = False
    writers: tuple[Writer, ...] = ()
    newer: str = ""

    @property
    def me(self) -> StationFacts | None:
        """This laptop."""
        return next((facts for facts in self.stations if facts.line.is_self), None)

    @property
    def may_admit(self) -> bool:
        """Whether this laptop may let others in."""
        return self.me is not None and self.me.line.role == _ADMIN

    @property
    def waiting(self) -> tuple[HeldLine, ...]:
        """Held work that an admin may let count."""
        return tuple(line for line in self.held if line.may_count)

    @property
    def late(self) -> tuple[StationFacts, ...]:
        """The stations that do not write under a key yet that only members hold; none where nobody was removed."""
        if not self.removed:
            return ()
        return tuple(facts for facts in self.stations if facts.member is not None and not facts.member.has_switched)

    @property
    def admins(self) -> tuple[str, ...]:
        """Who may: "Joy Okafor on Ops-1"."""
        lines = [facts.line for facts in self.stations if facts.line.role == _ADMIN]
        return tuple(f"{line.member} on {line.name}" for line in lines)


def read_team(session: Session, before: TeamFacts | None = None) -> TeamFacts:
    """Read everything; opening join requests costs most, so those of ``before`` are taken over if it is given.

    So is held work, unless there is more or less of it.
    """
    set_aside = tuple(session.status.set_aside())
    held_ops = session.status.held()
    is_same = before is not None and before.held_ops == held_ops
    members = {line.device: line for line in session.team.members()}
    return TeamFacts(
        now=session.now(),
        name=session.team.name,
        fingerprint=session.team.fingerprint,
        stations=_stations(session, members),
        folders=tuple(_folder(session, line, set_aside) for line in session.folders.lines()),
        requests=before.requests if before else tuple(session.team.requests()),
        set_aside=set_aside,
        removed=tuple(line for line in members.values() if not (line.is_active or line.is_paper)),
        held=before.held if before is not None and is_same else tuple(session.governing.held()),
        held_ops=held_ops,
        is_key_pending=session.governing.is_key_pending,
        writers=tuple(session.writers.lines()),
        newer=session.status.newer().words,
    )


def _stations(session: Session, members: Mapping[bytes, MemberLine]) -> tuple[StationFacts, ...]:
    lacking = session.team.lacking()
    behind = session.team.clocks_behind()
    return tuple(
        StationFacts(line, members.get(line.device), lacking.get(line.device), behind.get(line.device, 0))
        for line in sorted(session.status.stations(), key=_by_last_word)
    )


def _by_last_word(line: StationLine) -> tuple[object, ...]:
    return not line.is_self, line.last_heard_ms is None, -(line.last_heard_ms or 0), line.name.casefold(), line.device


def _folder(session: Session, line: FolderLine, set_aside: tuple[SetAside, ...]) -> FolderFacts:
    waiting = 0 if line.state == "ok" else session.folders.waiting_batches(Path(line.path))
    parts = session.folders.waiting_parts(Path(line.path)) if line.state == "full" else 0
    return FolderFacts(line, waiting, sum(file.folder == line.path for file in set_aside), parts)
