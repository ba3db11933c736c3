# SPDX-License-Identifier: Apache-2.0
"""Membership acts by name, for tests of the rules about them: ``ann`` admits ``bob`` knowing ``a1``."""

from __future__ import annotations

from collections.abc import Iterable

from incident_console.domain.acts import (
    Act,
    Admission,
    Content,
    Founding,
    Granted,
    HeldAdmitted,
    NamedEpoch,
    PersonNamed,
    RoleChange,
    StreamTip,
)
from incident_console.domain.membership import Team
from incident_console.domain.roles import Role


def key(name: str) -> bytes:
    return name.encode().ljust(32, b"k")


def act_id(name: str) -> bytes:
    return name.encode().ljust(32, b"a")


def device(name: str) -> bytes:
    return name.encode().ljust(16, b"d")


def epoch_id(name: str) -> bytes:
    return name.encode().ljust(32, b"e")


def an_act(name: str, by: str, content: Content, heads: Iterable[str], tips: tuple[StreamTip, ...] = ()) -> Act:
    return Act(act_id(name), key(by), tuple(sorted(act_id(head) for head in heads)), content, 1, tips)


def an_admission(name: str, role: Role, *, is_paper: bool = False) -> Admission:
    person = (b"p" * 16, name)
    return Admission(device(name), key(name), b"h" * 1216, role, name.upper(), (person,), is_paper)


def founded(by: str = "ann") -> Act:
    epoch = NamedEpoch(epoch_id("e0"), 0, frozenset((device(by),)))
    return an_act("genesis", by, Founding(an_admission(by, Role.ADMIN), epoch), ())


def admits(name: str, by: str, new: str, role: Role, heads: Iterable[str], *, is_paper: bool = False) -> Act:
    return an_act(name, by, an_admission(new, role, is_paper=is_paper), heads)


def changes(
    name: str, by: str, whom: str, role: Role | None, heads: Iterable[str], cut: Iterable[StreamTip] = ()
) -> Act:
    return an_act(name, by, RoleChange(device(whom), role, tuple(cut)), heads)


def revokes(name: str, by: str, whom: str, heads: Iterable[str], cut: Iterable[StreamTip] = ()) -> Act:
    return changes(name, by, whom, None, heads, cut)


def rotates(name: str, by: str, generation: int, recipients: Iterable[str], heads: Iterable[str]) -> Act:
    epoch = NamedEpoch(epoch_id(name), generation, frozenset(device(each) for each in recipients))
    return an_act(name, by, epoch, heads)


def grants(name: str, by: str, epoch: str, to: str, heads: Iterable[str]) -> Act:
    return an_act(name, by, Granted(epoch_id(epoch), device(to)), heads)


def admits_held(name: str, by: str, stmts: Iterable[bytes], heads: Iterable[str]) -> Act:
    return an_act(name, by, HeldAdmitted(frozenset(stmts)), heads)


def names_person(name: str, by: str, whom: str, person: bytes, text: str, heads: Iterable[str]) -> Act:
    return an_act(name, by, PersonNamed(device(whom), person, text), heads)


def role(team: Team, name: str, *heads: str) -> Role | None:
    return team.verdict(key(name), tuple(sorted(act_id(head) for head in heads))).claimed


def role_now(team: Team, name: str) -> Role | None:
    member = team.members.get(device(name))
    return member.role if member else None
