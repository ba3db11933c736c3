# SPDX-License-Identifier: Apache-2.0
"""This laptop as its team knows it: who sits at it, what it may do, and what the others are called."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock

from incident_console.domain.errors import KnownError
from incident_console.domain.membership import Member
from incident_console.domain.operation import Number
from incident_console.domain.projection import StationName
from incident_console.domain.roles import Role
from incident_console.storage.index import Index
from incident_console.storage.workspace import Workspace
from incident_console.wire import names

from .identity import Identity, load_identity
from .keys import load_device
from .persons import kept_writer, persons_here
from .team_state import TeamState


class OwnStanding:
    """What follows from the membership acts that an unlocked workspace holds."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.lock = RLock()
        self.identity = _identity(workspace)
        self.writer = kept_writer(workspace.record)
        self.device_keys = load_device(workspace.record)
        self.team: TeamState

    @property
    def index(self) -> Index:
        """Everything that people look at."""
        return self.workspace.index

    @property
    def team_id(self) -> bytes:
        """The team's id: the hash of the act that founded it."""
        return self.identity.team_id

    @property
    def team_name(self) -> str:
        """The team's name, empty while waiting for admission."""
        return self.identity.team_name

    @property
    def is_exercise(self) -> bool:
        """Whether this is an exercise's own team."""
        return self.identity.is_exercise

    @property
    def is_joined(self) -> bool:
        """Whether this laptop was admitted."""
        return self.identity.is_joined

    @property
    def device(self) -> bytes:
        """This laptop's id."""
        return self.device_keys.id

    @property
    def person(self) -> bytes:
        """Who is writing at this laptop: whoever was chosen, else who joined with it."""
        return self.writer if self.writer in persons_here(self) else self.identity.person

    @property
    def member_name(self) -> str:
        """The name of who is writing at this laptop."""
        return persons_here(self).get(self.person, self.identity.member_name)

    @property
    def role(self) -> Role | None:
        """What this laptop may do, None while waiting or once it was revoked."""
        member = self.members().get(self.device)
        return member.role if member else None

    @property
    def is_revoked(self) -> bool:
        """Whether an admin ended this laptop's membership."""
        return self.is_joined and self.device in self.members() and self.role is None

    @property
    def has_lost_admission(self) -> bool:
        """Whether the admission of this laptop counts no more: who let it in had been removed, or used an old kit."""
        return self.is_joined and self.device not in self.members()

    @property
    def code(self) -> str:
        """This laptop's code, as in its numbers."""
        return self.team.code(self.device)

    @property
    def fingerprint(self) -> str:
        """The team id as people compare it on paper: five groups of four characters."""
        return names.fingerprint(self.team_id)

    def members(self) -> Mapping[bytes, Member]:
        """Every device ever admitted, by device: laptops and recovery kits, the revoked ones too."""
        return self.team.team.members

    def station_name(self, device: bytes) -> str:
        """What people call a station: its name if it was given one, else its code."""
        named = self.index.things.get(StationName, device)
        return named.name if named else self.team.code(device)

    def author_name(self, device: bytes, person: bytes) -> str:
        """Who wrote something; a person whom the team's acts do not bind to that laptop is called unknown."""
        member = self.members().get(device)
        known = dict(member.persons) if member else {}
        return known.get(person) or f"unknown person at {self.team.code(device)}"

    def label(self, number: Number | None, incident: bytes = b"", op_id: bytes = b"") -> str:
        """A number as people say it: JO-17, T-JO9."""
        with self.lock:
            return self.team.label(number, incident, op_id)

    def require(self, role: Role, doing: str) -> None:
        """Raise KnownError unless this laptop may do something."""
        if not self.is_joined:
            raise KnownError(
                "This laptop was not admitted yet", f"It cannot {doing}.", "Ask an admin to admit it, then sync."
            )
        if self.is_revoked:
            raise KnownError(
                "This laptop was removed from the team",
                f"It cannot {doing}. What it holds stays readable.",
                "To come back, join again in a new workspace.",
            )
        if self.role is None:
            raise KnownError(
                "The admission of this laptop does not count",
                f"It cannot {doing}. What it holds stays readable.",
                "Whoever let it in had been removed before. Sync once more, or join again in a new workspace.",
            )
        if self.role < role:
            article = "an" if role is Role.ADMIN else "a"
            raise KnownError(
                f"Your role ({self.role.word}) may not {doing}",
                "Nothing was changed.",
                f"It takes {article} {role.word}.",
            )


def _identity(workspace: Workspace) -> Identity:
    identity = load_identity(workspace.record)
    if identity is None:
        raise KnownError(
            f"Making the workspace {workspace.path} was interrupted", "It holds nothing.", "Remove it and start anew."
        )
    return identity
