# SPDX-License-Identifier: Apache-2.0
"""Who works at this laptop, and who of them is writing now: it stands in everything that is saved."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.domain.errors import KnownError

from .base import Service

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Writer:
    """A person of this laptop."""

    id: bytes
    name: str
    is_writing: bool


class WritersService(Service):
    """The persons of this laptop; whoever is chosen stays so until another one is, over a lock too."""

    def lines(self) -> list[Writer]:
        """Everybody who works here, who joined with the laptop first."""
        from incident_console.sync.persons import persons_here

        station = self.station
        with station.lock:
            return [Writer(person, name, person == station.person) for person, name in persons_here(station).items()]

    def choose(self, person: bytes) -> None:
        """Let somebody else write from now on. Raises KnownError for who does not work here."""
        from incident_console.sync.persons import write_as

        write_as(self.station, person)

    def add(self, name: str) -> bytes:
        """Say that somebody else works here too, and let them write; returns the person's id.

        Raises KnownError for a blank name, or on a laptop that is no member.
        """
        person = self.name(self.station.device, name)
        self.choose(person)
        return person

    def name(self, device: bytes, name: str) -> bytes:
        """Say who else works at a station; returns the person's id. Raises KnownError for a blank name."""
        from incident_console.sync.governing import name_person

        if not name.strip() or len(name.encode()) > _LONGEST_NAME:
            raise KnownError(f"A person needs a name of 1 to {_LONGEST_NAME} letters", "Nothing was changed.")
        return name_person(self.station, device, name.strip())[0]
