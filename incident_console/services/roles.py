# SPDX-License-Identifier: Apache-2.0
"""Roles of an incident: who holds them, who follows, and handing them over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.role_holder import RoleHolder, role_entity
from incident_console.domain.roles import Role
from incident_console.domain.view import stamp_of

from .base import Service

_DOING = "hand over a role"


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role as lists show it; an empty ``holder`` says vacant, ``since_at_ms`` is when it was last set."""

    id: bytes
    incident: bytes
    key: str
    title: str
    holder: str
    deputies: tuple[str, ...]
    duties: tuple[str, ...]
    since_at_ms: int
    changed_by: str
    station: str
    conflict_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """When a role was given to its holder or left vacant, by whom, on which station."""

    at_ms: int
    by: str
    station: str


class RolesService(Service):
    """The roles of each incident."""

    def refusal(self) -> KnownError | None:
        """Why this station may not hand over roles, or None if it may."""
        return self._refusal(Role.COORDINATOR, _DOING)

    def lines(self, incident: bytes) -> list[RoleLine]:
        """Every role of an incident, by title."""
        lines = [self.line(view) for view in self._all(RoleHolder, incident)]
        return sorted(lines, key=lambda line: (line.title.casefold(), line.key))

    def titles(self, incident: bytes) -> dict[str, str]:
        """The title of each role of an incident, by key."""
        return {view.key: view.title for view in self._all(RoleHolder, incident)}

    def add(self, incident: bytes, key: str, title: str) -> RoleLine:
        """Add a role that the plan did not bring; raises KnownError for a blank key or title."""
        if not key.strip() or not title.strip():
            raise KnownError("A role needs a name", "Nothing was changed.")
        return self._set(incident, key.strip(), {"key": key.strip(), "title": title.strip()})

    def add_titled(self, incident: bytes, title: str) -> RoleLine:
        """Add a role under a key made of its title; raises KnownError if it is blank or there is such a role."""
        words = " ".join(title.split())
        key = "-".join(re.findall(r"\w+", words.casefold()))
        with self.station.lock:
            if self._get(RoleHolder, role_entity(incident, key)) is not None:
                raise KnownError(f"There is a role “{words}” already", "Nothing was changed.")
            return self.add(incident, key, words)

    def take(self, incident: bytes, key: str) -> RoleLine:
        """Give a role to whoever is writing here."""
        return self.assign(incident, key, self.station.member_name)

    def assign(self, incident: bytes, key: str, holder: str) -> RoleLine:
        """Give a role to somebody; an empty holder leaves it vacant."""
        return self._set(incident, key, {"holder": holder.strip()})

    def set_deputies(self, incident: bytes, key: str, deputies: Sequence[str]) -> RoleLine:
        """Say who follows if the holder drops out, in order."""
        names: list[Value] = [name.strip() for name in deputies if name.strip()]
        return self._set(incident, key, {"deputies": names})

    def given(self, role: bytes) -> RoleGiven | None:
        """Since when a role is held as it is, by id; None while nobody was named for it."""
        holder = self._merged(role).fields.get("holder")
        if holder is None:
            return None
        stamp = stamp_of(holder.heads[0])
        return RoleGiven(stamp.wall_ms, self._author(stamp), self.station.station_name(stamp.device))

    def get(self, incident: bytes, key: str) -> RoleLine:
        """One role; raises KnownError if the incident has none of that key."""
        return self.line(self._need(RoleHolder, role_entity(incident, key), "role"))

    def line(self, view: RoleHolder) -> RoleLine:
        """A role of the record, ready to show."""
        return RoleLine(
            id=view.id,
            incident=view.incident,
            key=view.key,
            title=view.title,
            holder=view.holder,
            deputies=view.deputies,
            duties=tuple(line for line in view.duties.splitlines() if line.strip()),
            since_at_ms=view.changed.wall_ms,
            changed_by=self._author(view.changed),
            station=self.station.station_name(view.changed.device),
            conflict_fields=tuple(conflict.field for conflict in view.conflicts),
        )

    def _set(self, incident: bytes, key: str, fields: dict[str, Value]) -> RoleLine:
        self.station.require(Role.COORDINATOR, _DOING)
        entity = role_entity(incident, key)
        if "key" not in fields:
            self._need(RoleHolder, entity, "role")
        self._change("role.set", entity, fields, incident)
        return self.get(incident, key)
