# SPDX-License-Identifier: Apache-2.0
"""The team: who asks to join, letting them in, and what the stations are called."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role

from .base import Service
from .finding import find_one


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A station of the team with its member, as lists show it."""

    device: bytes
    code: str
    name: str
    member: str
    role: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A join request; the admin compares the ``words`` by phone with those on the new laptop."""

    id: str
    member: str
    wanted_code: str
    words: tuple[str, ...]
    asked_at_ms: int


class TeamService(Service):
    """Members, stations and join requests."""

    def members(self) -> list[MemberLine]:
        """Every station of the team, by name."""
        station = self.station
        lines = [
            MemberLine(
                device=device,
                code=member.admission.code,
                name=station.station_name(device),
                member=", ".join(name for _, name in member.admission.persons),
                role=member.admission.role.word,
                is_self=device == station.device,
            )
            for device, member in station.members().items()
        ]
        return sorted(lines, key=lambda line: (line.name.casefold(), line.device))

    def join_words(self) -> tuple[str, ...]:
        """The 8 words to read out to the admin, while this laptop waits for admission."""
        from incident_console.sync.joining import join_words

        return join_words(self.station)

    def requests(self) -> list[RequestLine]:
        """Join requests that nobody has answered, the oldest first."""
        from incident_console.sync.joining import pending_requests

        return [
            RequestLine(one.id, one.member, one.wanted_code, one.words, one.asked_at_ms)
            for one in pending_requests(self.station)
        ]

    def find_request(self, named: str) -> RequestLine:
        """The request with this id, beginning of an id, or member's name; raises KnownError for none or several."""
        return find_one(named, "join requests", self.requests(), lambda line: line.id, lambda line: (line.member,))

    def admit(self, request: str, role: Role, code: str | None = None) -> MemberLine:
        """Let a laptop in with a role and a station code; raises KnownError without the right or the request."""
        from incident_console.sync.joining import admit, pending_requests

        self.station.require(Role.ADMIN, "admit a laptop")
        asking = next((one for one in pending_requests(self.station) if one.id == request), None)
        if asking is None:
            raise KnownError("This join request is not here", "Nobody was admitted.", "It may come with the next sync.")
        device = admit(self.station, asking, role, code).admission.device
        return next(line for line in self.members() if line.device == device)

    def name_station(self, name: str) -> None:
        """Say what this laptop is called on the boards, such as Ops-1; raises KnownError for a blank name."""
        if not name.strip():
            raise KnownError("A station needs a name", "Nothing was changed.")
        fields: dict[str, Value] = {"name": name.strip()}
        self._change("station.set", self.station.device, fields)
