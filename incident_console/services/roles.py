# SPDX-License-Identifier: Apache-2.0
"""Roles of an incident: who holds them, who follows, and handing them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.role_holder import RoleHolder, role_entity
from incident_console.domain.roles import Role

from .base import Service


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


class RolesService(Service):
    """The roles of each incident."""

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

    def assign(self, incident: bytes, key: str, holder: str) -> RoleLine:
        """Give a role to somebody; an empty holder leaves it vacant."""
        return self._set(incident, key, {"holder": holder.strip()})

    def set_deputies(self, incident: bytes, key: str, deputies: Sequence[str]) -> RoleLine:
        """Say who follows if the holder drops out, in order."""
        names: list[Value] = [name.strip() for name in deputies if name.strip()]
        return self._set(incident, key, {"deputies": names})

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
        self.station.require(Role.COORDINATOR, "hand over a role")
        entity = role_entity(incident, key)
        if "key" not in fields:
            self._need(RoleHolder, entity, "role")
        self._change("role.set", entity, fields, incident)
        return self.get(incident, key)
