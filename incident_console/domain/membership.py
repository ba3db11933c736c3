# SPDX-License-Identifier: Apache-2.0
"""Who belongs to the team with which role: a pure function of the signed membership acts that are held.

Acts form a graph: each names the heads that its author knew. The founder is admin; an act counts only if its author is
admin within the act's own closure. Acts not held count as absent, and everything is judged again when one arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .roles import Role


@dataclass(frozen=True, slots=True)
class Admission:
    """What an act says of the laptop that it lets in."""

    device: bytes
    sign_key: bytes
    hpke_key: bytes
    role: Role
    code: str
    persons: tuple[tuple[bytes, str], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A membership act: its id, author's key, the heads its author knew, and the admission it makes, if any."""

    id: bytes
    author_key: bytes
    heads: tuple[bytes, ...]
    admission: Admission | None
    is_genesis: bool = False
    wall_ms: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A station of the team: its admission and the act that made it."""

    admission: Admission
    act: bytes
    admitted_by: bytes


class Team:
    """The membership graph over the acts held; cheap to ask, built anew when an act arrives."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = {act.id: act for act in acts}
        self._closures: dict[bytes, frozenset[bytes]] = {}
        self._depths: dict[bytes, int] = {}
        self._valid: set[bytes] = set()
        for act in self._oldest_first():
            self._place(act)

    def role_in(self, device: bytes, heads: Sequence[bytes]) -> Role | None:
        """The role of a device within the closure of these heads, or None if it is not admitted there."""
        admit = self._admit_in(device, self.closure(heads))
        return admit.role if admit else None

    def closure(self, heads: Iterable[bytes]) -> frozenset[bytes]:
        """These acts and everything they build upon, as far as held."""
        found: set[bytes] = set()
        for head in heads:
            found |= self._closures.get(head, frozenset())
        return frozenset(found)

    def heads(self) -> tuple[bytes, ...]:
        """The valid acts that no valid act builds upon: what a new batch or act names."""
        covered = {head for act_id in self._valid for head in self._acts[act_id].heads}
        return tuple(sorted(self._valid - covered))

    def members(self) -> Mapping[bytes, Member]:
        """Every station ever admitted, by device; of two admissions the one that ranks first counts."""
        found: dict[bytes, Member] = {}
        for act in sorted((self._acts[act_id] for act_id in self._valid), key=self._rank):
            if act.admission and act.admission.device not in found:
                found[act.admission.device] = Member(act.admission, act.id, act.author_key)
        return found

    def is_valid(self, act_id: bytes) -> bool:
        """Whether an act is held and counts."""
        return act_id in self._valid

    def _oldest_first(self) -> list[Act]:
        order: list[Act] = []
        state: dict[bytes, bool] = {}
        for start in sorted(self._acts):
            stack = [(start, False)]
            while stack:
                act_id, is_ready = stack.pop()
                if is_ready:
                    order.append(self._acts[act_id])
                elif act_id not in state:
                    state[act_id] = True
                    stack.append((act_id, True))
                    stack.extend((head, False) for head in self._acts[act_id].heads if head in self._acts)
        return order

    def _place(self, act: Act) -> None:
        held = [head for head in act.heads if head in self._closures]
        before = self.closure(held)
        self._closures[act.id] = before | {act.id}
        self._depths[act.id] = 1 + max((self._depths[head] for head in held), default=-1)
        if act.is_genesis or self._counts(act, before):
            self._valid.add(act.id)

    def _counts(self, act: Act, before: frozenset[bytes]) -> bool:
        author = next((a for a in self._admissions(before) if a.sign_key == act.author_key), None)
        if author is None or self.role_within(author.device, before) != Role.ADMIN:
            return False
        return act.admission is None or self._admit_in(act.admission.device, before) is None

    def role_within(self, device: bytes, closure: frozenset[bytes]) -> Role | None:
        """The role of a device among a closed set of acts."""
        admit = self._admit_in(device, closure)
        return admit.role if admit else None

    def _admit_in(self, device: bytes, closure: frozenset[bytes]) -> Admission | None:
        return next((a for a in self._admissions(closure) if a.device == device), None)

    def _admissions(self, closure: frozenset[bytes]) -> list[Admission]:
        acts = sorted((self._acts[act_id] for act_id in closure & self._valid), key=self._rank)
        return [act.admission for act in acts if act.admission]

    def _rank(self, act: Act) -> tuple[int, bytes]:
        return self._depths[act.id], act.id
