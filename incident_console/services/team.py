# SPDX-License-Identifier: Apache-2.0
"""The team: who asks to join, letting them in, and what the stations are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role

from .base import Service
from .finding import find_one
from .word_check import WordCheck

if TYPE_CHECKING:
    from incident_console.domain.membership import Member
    from incident_console.sync.holdings import Holdings
    from incident_console.sync.requests import PendingRequest
    from incident_console.sync.station import Station


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A station of the team with its member, as lists show it; nobody admitted the founder.

    ``is_active`` is false once it was removed, by ``ended_by``; ``role`` is then the last one that it had. ``is_paper``
    tells a recovery kit; ``has_switched`` whether, at its last word, it wrote under a key that only members hold.
    """

    device: bytes
    code: str
    name: str
    member: str
    role: str
    is_self: bool
    admitted_by: str
    admitted_at_ms: int
    is_active: bool
    is_paper: bool
    has_switched: bool
    ended_by: str
    ended_at_ms: int | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A person of the team with the name of who asks to join, at a station that may still be a member.

    ``label`` is what people call the station.
    """

    device: bytes
    person: str
    label: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A join request; ``code`` is the one that its station gets unless an admin says otherwise.

    ``namesakes`` may be the same person, at another laptop or with a new one.
    """

    id: str
    member: str
    code: str
    asked_at_ms: int
    namesakes: tuple[Namesake, ...] = ()


class TeamService(Service):
    """Members, stations and join requests."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._words: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _holdings(self) -> Holdings:
        from incident_console.sync.holdings import Holdings

        return Holdings(self.station)

    @property
    def name(self) -> str:
        """What the team is called."""
        return self.station.team_name

    @property
    def fingerprint(self) -> str:
        """The team as people compare it on paper: five groups of four characters."""
        return self.station.fingerprint

    def members(self) -> list[MemberLine]:
        """Every station that is or was of the team, the active ones first, by name."""
        from incident_console.sync.coverage import switched

        station = self.station
        with station.lock:
            clean = switched(station)
            lines = [self._line(device, member, device in clean) for device, member in station.members().items()]
        return sorted(lines, key=lambda line: (not line.is_active, line.name.casefold(), line.device))

    def find_member(self, named: str) -> MemberLine:
        """The station with this code, name or member; raises KnownError for none or several."""
        lines = self.members()
        by_code = [line for line in lines if line.code.casefold() == named.strip().casefold()]
        if len(by_code) == 1:
            return by_code[0]
        return find_one(
            named, "stations", lines, lambda line: line.device.hex(), lambda line: (line.code, line.name, line.member)
        )

    def switching(self) -> tuple[int, int] | None:
        """How many stations of how many write under a key that only members hold; None where nobody was removed."""
        lines = [line for line in self.members() if not line.is_paper]
        if all(line.is_active for line in lines):
            return None
        active = [line for line in lines if line.is_active]
        return sum(line.has_switched for line in active), len(active)

    def join_words(self) -> tuple[str, ...]:
        """The 8 words to read out to the admin, while this laptop waits for admission."""
        from incident_console.sync.joining import join_words

        return join_words(self.station)

    def lacking(self) -> dict[bytes, Mapping[str, int] | None]:
        """For every other station: by code, how many batches it lacked at its last word; None where nobody knows."""
        return {device: self._by_code(batches) for device, batches in self._holdings.lacking().items()}

    def clocks_behind(self) -> dict[bytes, int]:
        """For every other station whose clock is surely behind this one's: by how many ms at least."""
        return self._holdings.clocks_behind()

    def requests(self) -> list[RequestLine]:
        """Join requests that nobody has answered, the oldest first."""
        from incident_console.sync.joining import suggested_code

        return [
            RequestLine(
                one.id, one.member, suggested_code(self.station, one), one.asked_at_ms, self._namesakes(one.member)
            )
            for one in self._pending()
        ]

    def words_of(self, request: str) -> tuple[str, ...]:
        """The 8 words that the laptop which asks shows; a quarter of a second the first time.

        Raises KnownError for a request that is gone.
        """
        if request not in self._words:
            self._words[request] = self._asking(request).words()
        return self._words[request]

    def word_check(self, request: str) -> WordCheck:
        """What an admin answers before this request is admitted. Raises KnownError if it is gone."""
        return WordCheck(self.words_of(request), self.station.random)

    def find_request(self, named: str) -> RequestLine:
        """The request with this id, beginning of an id, or member's name; raises KnownError for none or several."""
        return find_one(named, "join requests", self.requests(), lambda line: line.id, lambda line: (line.member,))

    def admit(
        self, request: str, role: Role, code: str | None = None, *, same_person: bytes | None = None
    ) -> MemberLine:
        """Let a laptop in with a role and a station code; raises KnownError without the right or the request.

        ``same_person`` is the station of somebody who works at both.
        """
        from incident_console.sync.joining import admit, namesakes_first

        self.station.require(Role.ADMIN, "admit a laptop")
        asking = self._asking(request)
        known = self.station.members()[same_person].persons if same_person else ()
        return self._member(admit(self.station, asking, role, code, namesakes_first(known, asking.member)[:1]))

    def replace(self, request: str, old: bytes, code: str | None = None) -> MemberLine:
        """Let a laptop take the place of a station, which is removed in the same step; its work up to now counts.

        Raises KnownError without the right or the request, or for a station that is no member.
        """
        from incident_console.sync.joining import replace_laptop

        self.station.require(Role.ADMIN, "admit a laptop")
        return self._member(replace_laptop(self.station, self._asking(request), old, code))

    def name_station(self, name: str) -> None:
        """Say what this laptop is called on the boards, such as Ops-1; raises KnownError for a blank name."""
        if not name.strip():
            raise KnownError("A station needs a name", "Nothing was changed.")
        fields: dict[str, Value] = {"name": name.strip()}
        self._change("station.set", self.station.device, fields)

    def _member(self, admitted: Member) -> MemberLine:
        return next(line for line in self.members() if line.device == admitted.admission.device)

    def _namesakes(self, name: str) -> tuple[Namesake, ...]:
        """Everybody with this name, those whose station is a member first."""
        found = [
            Namesake(line.device, person, line.name, line.role, line.is_active)
            for line in self.members()
            for _, person in self.station.members()[line.device].persons
            if person.casefold() == name.casefold() and not line.is_paper
        ]
        return tuple(found)

    def _pending(self) -> list[PendingRequest]:
        from incident_console.sync.joining import pending_requests

        return pending_requests(self.station)

    def _asking(self, request: str) -> PendingRequest:
        found = next((one for one in self._pending() if one.id == request), None)
        if found is None:
            raise KnownError("This join request is not here", "Nobody was admitted.", "It may come with the next sync.")
        return found

    def _by_code(self, batches: Mapping[bytes, int] | None) -> Mapping[str, int] | None:
        if batches is None:
            return None
        return {self.station.team.code(device): count for device, count in batches.items()}

    def _line(self, device: bytes, member: Member, has_switched: bool) -> MemberLine:
        station, is_ended = self.station, not member.is_active
        is_founder = member.admitted_by == member.admission.sign_key
        return MemberLine(
            device=device,
            code=station.team.code(device),
            name=station.station_name(device),
            member=member.names,
            role=member.last_role.word,
            is_self=device == station.device,
            admitted_by="" if is_founder else self._signer(member.admitted_by),
            admitted_at_ms=member.admitted_at_ms,
            is_active=member.is_active,
            is_paper=member.admission.is_paper,
            has_switched=has_switched,
            ended_by=self._signer(member.changed_by) if is_ended else "",
            ended_at_ms=member.changed_at_ms if is_ended else None,
        )

    def _signer(self, sign_key: bytes) -> str:
        """Who signed an act, with the station he sat at; empty where that is not known."""
        for device, admin in self.station.members().items():
            if admin.admission.sign_key == sign_key:
                is_paper, name = admin.admission.is_paper, self.station.station_name(device)
                return f"the recovery kit {name}" if is_paper else f"{admin.names} on {name}"
        return ""
