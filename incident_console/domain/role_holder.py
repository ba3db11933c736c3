# SPDX-License-Identifier: Apache-2.0
"""Who holds which role of an incident, and who follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .ids import derived_entity
from .merge import KnownOp, merge_registers
from .operation import Draft, Value
from .view import FieldConflict, Stamp, conflicts_of, first_and_last, incident_of, text, texts


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A role of an incident: the person who holds it and the deputies in order."""

    id: bytes
    incident: bytes
    key: str
    title: str
    holder: str
    deputies: tuple[str, ...]
    duties: str
    changed: Stamp
    conflicts: tuple[FieldConflict, ...]


def role_entity(incident: bytes, key: str) -> bytes:
    """The id of a role, the same on every laptop, so that two assignments made apart meet as a conflict."""
    return derived_entity("role", incident, key)


def set_role(incident: bytes, key: str, fields: Mapping[str, Value], known: Sequence[KnownOp] = ()) -> Draft:
    """Name a role of the incident, or hand it to somebody."""
    body = {"key": key, **fields}
    links = merge_registers(known).heads_of(body)
    return Draft("role.set", role_entity(incident, key), body, incident=incident, sup=links)


def project_role(entity: bytes, known: Sequence[KnownOp]) -> RoleHolder | None:
    """The role that these operations describe, or None while nothing of it is accepted."""
    merged = merge_registers(known)
    incident = incident_of(known)
    if not merged.fields or incident is None:
        return None
    value = merged.value
    return RoleHolder(
        id=entity,
        incident=incident,
        key=text(value("key")),
        title=text(value("title")) or text(value("key")),
        holder=text(value("holder")),
        deputies=texts(value("deputies")),
        duties=text(value("duties")),
        changed=first_and_last(known)[1],
        conflicts=conflicts_of(merged),
    )
