# SPDX-License-Identifier: Apache-2.0
"""Who belongs to the team with which role: a pure function of the signed membership acts that are held.

Acts form a graph: each names the heads that its author knew. What arrives later is judged again with all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .act_graph import ActGraph, Places, places_in
from .acts import Act, Admission, HeldAdmitted, PersonNamed, StreamTip
from .counting import Counting
from .epochs import Epochs
from .roles import Role
from .standing import Standings


@dataclass(frozen=True, slots=True)
class Member:
    """A device of the team: the act that admitted it and the key of who signed that, and its role of now.

    ``role`` is None once it is revoked, ``last_role`` the one that it had until then; ``changed_by`` and
    ``changed_at_ms`` tell of the act that gave it.
    """

    admission: Admission
    act: bytes
    admitted_by: bytes
    admitted_at_ms: int
    role: Role | None
    last_role: Role
    persons: tuple[tuple[bytes, str], ...]
    changed_by: bytes = b""
    changed_at_ms: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether it may still do anything."""
        return self.role is not None

    @property
    def names(self) -> str:
        """Who works at it."""
        return ", ".join(name for _, name in self.persons)


@dataclass(frozen=True, slots=True)
class Limit:
    """A change of role that a batch's author did not know: outside ``cut`` his work has ``role`` at most.

    What the author of the change acknowledged in his own batches up to ``author_tips`` is inside the cut too.
    """

    act: bytes
    role: Role | None
    cut: tuple[StreamTip, ...]
    author_key: bytes
    author_tips: tuple[StreamTip, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The right of a batch: its author's device, the role that he knew of (``claimed``), and what is left of it.

    ``role`` is None where a revocation took it. ``is_settled`` is false while an act that the batch names is missing:
    what its role does not allow is then held rather than refused. Without any ``claimed`` role, the device is unknown,
    or wrote although it knew that it was revoked.
    """

    device: bytes | None
    claimed: Role | None
    role: Role | None
    is_settled: bool


class Team:
    """The membership graph over the acts held; built anew when an act arrives."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._graph = ActGraph(acts)
        self._standings = Standings(self._graph)
        counting = Counting(self._graph, self._standings)
        self._counting, self._rightful = counting.places, counting.rightful
        self._verdicts: dict[tuple[bytes, tuple[bytes, ...]], Verdict] = {}

    # --- the right of work ------------------------------------------------------------------------------------------

    def verdict(self, sign_key: bytes, acl_heads: tuple[bytes, ...]) -> Verdict:
        """What a device may do in a batch that names these heads, but for changes of its role that it did not know."""
        key = (sign_key, acl_heads)
        if key not in self._verdicts:
            standing = self._standings.of(sign_key, self._graph.closure(acl_heads) & self._counting)
            is_settled = all(self._graph.place(head) is not None for head in acl_heads)
            role = standing.role if standing else None
            self._verdicts[key] = Verdict(standing.device if standing else None, role, role, is_settled)
        return self._verdicts[key]

    def limits(self, sign_key: bytes, acl_heads: Iterable[bytes] = ()) -> list[Limit]:
        """The changes of a device's role that somebody who names these heads does not know."""
        known = self._graph.closure(acl_heads)
        changing = self._standings.changing.get(sign_key, 0) & self._counting & ~known
        return [self._limit(place) for place in places_in(changing)]

    def has_limits(self, sign_key: bytes) -> bool:
        """Whether the role of a device was ever changed."""
        return bool(self._standings.changing.get(sign_key, 0) & self._counting)

    @cached_property
    def limited_keys(self) -> frozenset[bytes]:
        """The signing keys whose role was ever changed."""
        return frozenset(key for key in self._standings.changing if self.has_limits(key))

    @cached_property
    def admitted_stmts(self) -> frozenset[bytes]:
        """Batches that an admin admitted after all: no change of role limits them."""
        return frozenset(self._admitting)

    def verdict_when_admitted(self, stmt: bytes, sign_key: bytes) -> Verdict | None:
        """The highest right of a device by what those knew who admitted a batch of it; None if they knew none."""
        closures = (self._graph.before(place) & self._counting for place in self._admitting.get(stmt, ()))
        standings = (self._standings.of(sign_key, closure) for closure in closures)
        rights = [(each.role, each.device) for each in standings if each and each.role is not None]
        role, device = max(rights, default=(None, None))
        return Verdict(device, role, role, True) if rights else None

    @cached_property
    def _admitting(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = {}
        for place in places_in(self._counting):
            content = self._graph.acts[place].content
            for stmt in content.stmts if isinstance(content, HeldAdmitted) else ():
                found.setdefault(stmt, []).append(place)
        return found

    # --- the graph --------------------------------------------------------------------------------------------------

    @cached_property
    def heads(self) -> tuple[bytes, ...]:
        """The complete acts that no complete act builds upon: what a new batch or act names."""
        return self._graph.heads()

    def together(self, heads: Iterable[bytes]) -> tuple[bytes, ...]:
        """Membership heads without those that another one of them builds upon, sorted; unknown ones stay."""
        every = sorted(set(heads))
        known = 0
        for head in every:
            place = self._graph.place(head)
            known |= self._graph.before(place) if place is not None else 0
        return tuple(head for head in every if not self._is_in(head, known))

    def counts(self, act_id: bytes) -> bool:
        """Whether an act is complete, its author had the right, and no removal undid it."""
        return self._is_in(act_id, self._counting)

    def has(self, act_id: bytes) -> bool:
        """Whether an act is held, complete or not."""
        return self._graph.has(act_id)

    # --- now --------------------------------------------------------------------------------------------------------

    @cached_property
    def members(self) -> Mapping[bytes, Member]:
        """Every device ever admitted, by device, the revoked ones too, with its role by all acts held.

        Admitted twice by acts made apart: the smaller act's code, and the lower role.
        """
        found: dict[bytes, Member] = {}
        for key in self._standings.admitting:
            standing = self._standings.of(key, self._counting)
            if standing is not None:
                found[standing.device] = self._member(key, standing.device, standing.role)
        return found

    @cached_property
    def signed_by_paper(self) -> list[Act]:
        """Every use of a recovery kit: the acts that one signed and that count."""
        papers = {each.sign_key for each in self._standings.admissions.values() if each.is_paper}
        return [act for act in self._acts() if act.author_key in papers]

    @cached_property
    def epochs(self) -> Epochs:
        """The keys that the team writes under."""
        active = [device for device, member in self.members.items() if member.is_active]
        return Epochs(self._graph, self._counting, self._rightful, active)

    def _member(self, key: bytes, device: bytes, role: Role | None) -> Member:
        place = self._standings.first(self._standings.admitting[key] & self._counting)
        act, admission = self._graph.acts[place], self._standings.admissions[place]
        changing = places_in(self._standings.changing.get(key, 0) & self._counting)
        given = [self._graph.acts[at] for at in changing if self._standings.changes[at].role is role]
        last = self._standings.last_role(key, self._counting)
        return Member(
            admission, act.id, act.author_key, act.wall_ms, role, last, self._persons(device, admission),
            given[-1].author_key if given else b"", given[-1].wall_ms if given else None,
        )  # fmt: skip

    def _persons(self, device: bytes, admission: Admission) -> tuple[tuple[bytes, str], ...]:
        persons = dict(admission.persons)
        for act in self._acts():
            if isinstance(act.content, PersonNamed) and act.content.device == device:
                persons[act.content.person] = act.content.name
        return tuple(persons.items())

    def _limit(self, place: int) -> Limit:
        act, change = self._graph.acts[place], self._standings.changes[place]
        return Limit(act.id, change.role, change.cut, act.author_key, act.author_tips)

    def _acts(self) -> Iterable[Act]:
        return (self._graph.acts[place] for place in places_in(self._counting))

    def _is_in(self, act_id: bytes, places: Places) -> bool:
        place = self._graph.place(act_id)
        return place is not None and bool(places >> place & 1)


def limited(verdict: Verdict, limits: Iterable[Limit]) -> Verdict:
    """What is left of a right by changes of role that lie before a batch although its author did not know them."""
    roles = [verdict.role, *(limit.role for limit in limits)]
    return replace(verdict, role=None if None in roles else min(role for role in roles if role is not None))
