# SPDX-License-Identifier: Apache-2.0
"""What role a device has, given a set of acts that count: a pure function of that set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .act_graph import ActGraph, Places, places_in
from .acts import Admission, RoleChange
from .roles import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """A device that was admitted, and its role; None once it is revoked."""

    device: bytes
    role: Role | None


class Standings:
    """Looks up what a set of acts says of a signing key, reading no act that does not speak of it."""

    def __init__(self, graph: ActGraph) -> None:
        self._graph = graph
        self.admitting: dict[bytes, Places] = defaultdict(int)
        """By signing key: the acts that admit it."""
        self.changing: dict[bytes, Places] = defaultdict(int)
        """By signing key: the acts that change its role or revoke it."""
        self.keys: dict[bytes, bytes] = {}
        """The signing key of each device."""
        self.admissions: dict[int, Admission] = {}
        self.changes: dict[int, RoleChange] = {}
        self._given: dict[int, Role | None] = {}
        for place, act in enumerate(graph.acts):
            if act.admission is not None:
                self._note_admission(place, act.admission)
        for place, act in enumerate(graph.acts):
            if isinstance(act.content, RoleChange) and act.content.device in self.keys:
                self._note_change(place, act.content)

    def of(self, sign_key: bytes, acts: Places) -> Standing | None:
        """What these acts make of a key; None if none of them admits it.

        A later act replaces those that its author knew. Of acts made apart the lowest role counts, and a revocation is
        final.
        """
        admitted = self.admitting.get(sign_key, 0) & acts
        if not admitted:
            return None
        device = self.admissions[self.first(admitted)].device
        changed = self.changing.get(sign_key, 0) & acts
        is_revoked = any(self._given[place] is None for place in places_in(changed))
        return Standing(device, None if is_revoked else self._lowest(admitted | changed))

    def last_role(self, sign_key: bytes, acts: Places) -> Role:
        """The role that a device has, or had when it was revoked; one of these acts admits it."""
        speaking = (self.admitting[sign_key] | self.changing.get(sign_key, 0)) & acts
        return self._lowest(sum(1 << place for place in places_in(speaking) if self._given[place] is not None))

    def admins(self, acts: Places) -> Iterator[bytes]:
        """The signing keys that are admin by these acts."""
        for key in self.admitting:
            standing = self.of(key, acts)
            if standing is not None and standing.role is Role.ADMIN:
                yield key

    def first(self, places: Places) -> int:
        """The act with the smallest id: the one that speaks where several admit one device."""
        return min(places_in(places), key=lambda place: self._graph.acts[place].id)

    def _lowest(self, places: Places) -> Role:
        """The lowest of the roles given by acts that none of the others here builds upon."""
        return min(role for place in self._newest(places) if (role := self._given[place]) is not None)

    def _newest(self, places: Places) -> Iterator[int]:
        known = 0
        for place in places_in(places):
            known |= self._graph.before(place)
        return places_in(places & ~known)

    def _note_admission(self, place: int, admission: Admission) -> None:
        self.admitting[admission.sign_key] |= 1 << place
        self.keys[admission.device] = admission.sign_key
        self.admissions[place], self._given[place] = admission, admission.role

    def _note_change(self, place: int, change: RoleChange) -> None:
        self.changing[self.keys[change.device]] |= 1 << place
        self.changes[place], self._given[place] = change, change.role
