# SPDX-License-Identifier: Apache-2.0
"""From the bytes of membership acts to what the rules about them need."""

from __future__ import annotations

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.domain import acts as domain
from incident_console.domain.roles import Role
from incident_console.wire import acts as wire

PAPER = "paper"
"""The type of device that a recovery kit is."""


def meaning(content: wire.Content) -> domain.Content:
    """What an act says; None for one that speaks of nothing this program knows."""
    said: domain.Content = None
    match content:
        case wire.Genesis():
            said = _founding(content)
        case wire.Admit():
            said = _admission(content.device, Role(content.role), content.code, content.persons)
        case wire.NewEpoch() if content.space == TEAM_SPACE:
            said = domain.NamedEpoch(content.epoch_id, content.generation, frozenset(content.recipients))
        case wire.Revoke():
            said = domain.RoleChange(content.device, None, content.cut)
        case wire.ChangeRole():
            said = domain.RoleChange(content.device, Role(content.role), content.cut)
        case wire.Grant():
            said = domain.Granted(content.epoch_id, content.recipient)
        case wire.AdmitHeld():
            said = domain.HeldAdmitted(frozenset(content.stmts))
        case wire.NamePerson():
            said = domain.PersonNamed(content.device, *content.person)
    return said


def _founding(content: wire.Genesis) -> domain.Founding:
    admission = _admission(content.device, Role.ADMIN, content.code, (content.person,))
    epoch = domain.NamedEpoch(content.epoch_id, content.generation, frozenset((content.device.id,)))
    return domain.Founding(admission, epoch)


def _admission(device: wire.Device, role: Role, code: str, persons: tuple[wire.Person, ...]) -> domain.Admission:
    return domain.Admission(device.id, device.sign_key, device.hpke_key, role, code, persons, device.type == PAPER)
