# SPDX-License-Identifier: Apache-2.0
"""What the roles of an incident are shown from, read in one go; nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment

if TYPE_CHECKING:
    from incident_console.services.conflicts import ConflictLine
    from incident_console.services.roles import RoleGiven, RoleLine
    from incident_console.services.session import Session


@dataclass(frozen=True, slots=True)
class IncidentRoles:
    """All roles of an incident by id, since when each is held so, where two values stand, and who is known by name.

    ``refusal`` tells why this station may not hand over roles, empty if it may.
    """

    lines: Mapping[bytes, RoleLine]
    given: Mapping[bytes, RoleGiven | None]
    conflicts: Mapping[bytes, tuple[ConflictLine, ...]]
    names: tuple[str, ...]
    refusal: str
    now: Moment


def read_roles(session: Session, incident: bytes) -> IncidentRoles:
    """Read everything about the roles of an incident."""
    lines = session.roles.lines(incident)
    refusal = session.roles.refusal()
    likely = (*session.tasks.likely_owners(incident), *(person.name for person in session.people.lines()))
    return IncidentRoles(
        lines={line.id: line for line in lines},
        given={line.id: session.roles.given(line.id) for line in lines},
        conflicts={line.id: tuple(session.conflicts.of(line.id)) for line in lines if line.conflict_fields},
        names=tuple({name.casefold(): name for name in reversed(likely)}.values())[::-1],
        refusal=refusal.one_line() if refusal else "",
        now=session.now(),
    )
