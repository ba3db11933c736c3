# SPDX-License-Identifier: Apache-2.0
"""The verifier and the program were written apart, from docs/format.md; on any history they say the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from incident_console.domain.acts import Act, Granted, HeldAdmitted, NamedEpoch, PersonNamed, RoleChange
from incident_console.domain.kinds import schema_fault
from incident_console.domain.membership import Team
from incident_console.domain.operation import OpHead
from incident_console.domain.roles import Role
from incident_console.services.evidence_check import verifier
from tests.helpers.acts import device, founded, key
from tests.unit.domain.test_removals import NAMES, STEPS, a_history


def as_verifier_reads(act: Act) -> Any:
    """An act as the verifier has it after reading its bytes."""
    content, told = act.content, None
    types = {RoleChange: 5, NamedEpoch: 3, Granted: 6, HeldAdmitted: 7, PersonNamed: 8}
    kind = types.get(type(content), 2)
    fields: dict[str, object] = {}
    if act.admission:
        each = act.admission
        told = verifier().Device(each.device, each.sign_key, int(each.role), each.code, each.persons, each.is_paper)
        kind = 1 if act.id == founded().id else 2
    elif isinstance(content, RoleChange):
        kind = 4 if content.role is None else 5
        fields = {"device": content.device, "role": content.role, "cut": []}
    return verifier().Act(act.id, kind, act.author_key, act.heads, (), fields, told)


@settings(max_examples=400, deadline=None)
@given(STEPS)
def test_both_agree_on_who_counts_and_on_every_role(steps: Any) -> None:
    acts = a_history(steps)
    team = Team(acts)
    members = verifier().Membership({act.id: as_verifier_reads(act) for act in acts})
    for act in acts:
        place = members.place.get(act.id)
        assert (place is not None and bool(members.counting >> place & 1)) == team.counts(act.id), act
    for name in NAMES:
        mine = team.members.get(device(name))
        role = members.role(key(name), members.counting)
        assert role == (None if mine is None else -1 if mine.role is None else int(mine.role))


@pytest.mark.parametrize("cites", ["absent", None, [], [{"document": b"d" * 16, "version": b"v" * 32}], "text", 7, {}])
def test_both_agree_on_what_an_entry_may_cite(cites: Any) -> None:
    body = {"text": "x", "kind": "fact", "event_at_ms": 1, "event_offset_min": 0, "cites": cites}
    if cites == "absent":
        del body["cites"]
    head = OpHead("entry.add", Role.RESPONDER, b"i" * 16, None, b"e" * 16, b"d" * 16, b"p" * 16, 1, 1, 0, ())
    theirs = verifier().Head("entry.add", int(Role.RESPONDER), b"i" * 16, None, *(b"e" * 16,) * 3, 1, 1, 0)
    if schema_fault(head, body) is None:
        verifier().check_body(theirs, body)
    else:
        with pytest.raises(verifier().Wrong):
            verifier().check_body(theirs, body)
