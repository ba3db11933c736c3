# SPDX-License-Identifier: Apache-2.0
"""Who is writing at this laptop: a person whom the team's acts bind to it, until another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.domain.events import MembershipChanged
from incident_console.storage.record import Record

if TYPE_CHECKING:
    from .own_standing import OwnStanding
    from .station import Station

_WRITER = "writing-person"


def persons_here(station: OwnStanding) -> dict[bytes, str]:
    """The persons of this laptop with their names, who joined with it first."""
    member = station.members().get(station.device)
    return dict(member.persons) if member else {}


def kept_writer(record: Record) -> bytes | None:
    """Who was writing here last, if that was ever chosen."""
    return record.get(_WRITER)


def write_as(station: Station, person: bytes) -> None:
    """Let a person of this laptop stand in all that is saved from now on. Raises KnownError for anybody else."""
    with station.lock:
        if person not in persons_here(station):
            raise KnownError("This person does not work here", "Nothing was changed.", "Add the person first.")
        station.record.put(_WRITER, person)
        station.writer = person
        station.bus.publish(MembershipChanged())
