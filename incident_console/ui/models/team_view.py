# SPDX-License-Identifier: Apache-2.0
"""What the list of the team shows: stations, folders, join requests and files set aside, under their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from incident_console.services.status import SetAside
from incident_console.services.team import RequestLine
from incident_console.ui.models.team_facts import FolderFacts, StationFacts, TeamFacts


class Section(StrEnum):
    """The looks at the team, one at a time; stations come with everything that wants attention."""

    STATIONS = "stations"
    FOLDERS = "folders"
    REQUESTS = "requests"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """Changes that are kept but do not count yet."""

    count: int


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


Thing = StationFacts | FolderShown | RequestShown | SetAside | HeldFacts


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


def arrange_team(facts: TeamFacts, view: TeamView) -> list[TeamItem]:
    """The rows of a section, from top to bottom."""
    if view.section is Section.FOLDERS:
        return list(_folders(facts, view))
    if view.section is Section.REQUESTS:
        return list(_requests(facts, view, with_put_off=True))
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
    if facts.held:
        yield TeamItem("held", HeldFacts(facts.held))
    if facts.folders:
        yield TeamItem("heading/folders", heading="Folders")
        yield from _folders(facts, view)


def _folders(facts: TeamFacts, view: TeamView) -> Iterator[TeamItem]:
    for folder in facts.folders:
        path = folder.line.path
        yield TeamItem(folder_key(path), FolderShown(folder, view.work.get(path, "")))


def _requests(facts: TeamFacts, view: TeamView, *, with_put_off: bool) -> Iterator[TeamItem]:
    for line in facts.requests:
        is_put_off = line.id in view.put_off
        if with_put_off or not is_put_off:
            yield TeamItem(request_key(line.id), RequestShown(line, is_put_off))
