# SPDX-License-Identifier: Apache-2.0
"""What the list of the team shows: stations, folders, join requests and files set aside, under their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from incident_console.services.governing import HeldLine
from incident_console.services.status import SetAside
from incident_console.services.team import MemberLine, RequestLine
from incident_console.ui.models.team_facts import FolderFacts, StationFacts, TeamFacts


class Section(StrEnum):
    """The looks at the team, one at a time; stations come with everything that wants attention."""

    STATIONS = "stations"
    FOLDERS = "folders"
    REQUESTS = "requests"
    HELD = "held"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """How much work is held, as one row that leads to it; ``decidable`` of it waits for an admin, perhaps for us."""

    count: int
    decidable: int
    may_decide: bool


@dataclass(frozen=True, slots=True)
class HeldShown:
    """A piece of held work."""

    line: HeldLine
    may_decide: bool


@dataclass(frozen=True, slots=True)
class RemovedShown:
    """A station that was removed, how much of its work is held, and who has not heard of it yet."""

    line: MemberLine
    held: int
    late: int


@dataclass(frozen=True, slots=True)
class KeyShown:
    """How far the team has come with writing under a key that only members hold.

    ``late`` names the stations that have not; ``is_pending`` says that there is no such key yet, ``may_change`` that
    this laptop may make one.
    """

    switched: int
    total: int
    late: tuple[str, ...]
    is_pending: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class NewerFacts:
    """What is kept and passed on but needs a newer version of the program to be shown."""

    words: str


@dataclass(frozen=True, slots=True)
class FolderShown:
    """A folder in the list; ``work`` says what is done with it right now."""

    facts: FolderFacts
    work: str = ""


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A join request in the list; one that was put off waits without a badge."""

    line: RequestLine
    is_put_off: bool


Decided = HeldFacts | HeldShown | RemovedShown | KeyShown | NewerFacts
Thing = StationFacts | FolderShown | RequestShown | SetAside | Decided


@dataclass(frozen=True, slots=True)
class TeamItem:
    """One row: a thing, or with ``heading`` the name of those below it."""

    key: str
    thing: Thing | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class TeamView:
    """What somebody looks at: a section, the requests put off, and what is done with folders, by path."""

    section: Section = Section.STATIONS
    put_off: Set[str] = frozenset()
    work: Mapping[str, str] = field(default_factory=dict)


def station_key(device: bytes) -> str:
    """The row of a station."""
    return f"station/{device.hex()}"


def folder_key(path: str) -> str:
    """The row of a folder."""
    return f"folder/{path}"


def request_key(request: str) -> str:
    """The row of a join request."""
    return f"request/{request}"


def held_key(piece: str) -> str:
    """The row of a piece of held work."""
    return f"held/{piece}"


def arrange_team(facts: TeamFacts, view: TeamView) -> list[TeamItem]:
    """The rows of a section, from top to bottom."""
    if view.section is Section.FOLDERS:
        return list(_folders(facts, view))
    if view.section is Section.REQUESTS:
        return list(_requests(facts, view, with_put_off=True))
    if view.section is Section.HELD:
        return list(_held(facts))
    if view.section is Section.SET_ASIDE:
        return [TeamItem(f"set-aside/{file.folder}/{file.name}", file) for file in facts.set_aside]
    return list(_everything(facts, view))


def waiting_requests(facts: TeamFacts, put_off: Set[str]) -> tuple[RequestLine, ...]:
    """Requests that nobody has put off."""
    return tuple(line for line in facts.requests if line.id not in put_off)


def _everything(facts: TeamFacts, view: TeamView) -> Iterator[TeamItem]:
    requests = list(_requests(facts, view, with_put_off=False))
    if requests:
        yield TeamItem("heading/requests", heading="Join requests")
        yield from requests
    yield TeamItem("heading/stations", heading="Stations, by last word")
    for station in facts.stations:
        yield TeamItem(station_key(station.line.device), station)
    if facts.me is not None and (facts.is_key_pending or facts.late):
        yield TeamItem("key", key_shown(facts))
    if facts.held:
        yield TeamItem("held", HeldFacts(len(facts.held), len(facts.waiting), facts.may_admit))
    if facts.newer:
        yield TeamItem("newer", NewerFacts(facts.newer))
    if facts.removed:
        yield TeamItem("heading/removed", heading="Removed")
        for line in facts.removed:
            yield TeamItem(station_key(line.device), removed_shown(line, facts))
    if facts.folders:
        yield TeamItem("heading/folders", heading="Folders")
        yield from _folders(facts, view)


def key_shown(facts: TeamFacts) -> KeyShown:
    """Who writes under a key that only members hold."""
    late = tuple(f"{one.line.name} ({one.line.code})" for one in facts.late)
    return KeyShown(len(facts.stations) - len(late), len(facts.stations), late, facts.is_key_pending, facts.may_admit)


def removed_shown(line: MemberLine, facts: TeamFacts) -> RemovedShown:
    """A removed station with what is held of it."""
    return RemovedShown(line, sum(piece.device == line.device for piece in facts.held), len(facts.late))


def _held(facts: TeamFacts) -> Iterator[TeamItem]:
    """Held work by station, in the order in which it was sealed."""
    by_station: dict[tuple[bytes | None, str], list[HeldLine]] = {}
    for piece in facts.held:
        by_station.setdefault((piece.device, piece.station), []).append(piece)
    for (device, station), pieces in by_station.items():
        yield TeamItem(f"heading/held/{device.hex() if device else station}", heading=f"From {station}")
        for piece in pieces:
            yield TeamItem(held_key(piece.id), HeldShown(piece, facts.may_admit))


def _folders(facts: TeamFacts, view: TeamView) -> Iterator[TeamItem]:
    for folder in facts.folders:
        path = folder.line.path
        yield TeamItem(folder_key(path), FolderShown(folder, view.work.get(path, "")))


def _requests(facts: TeamFacts, view: TeamView, *, with_put_off: bool) -> Iterator[TeamItem]:
    for line in facts.requests:
        is_put_off = line.id in view.put_off
        if with_put_off or not is_put_off:
            yield TeamItem(request_key(line.id), RequestShown(line, is_put_off))
