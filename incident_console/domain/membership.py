# SPDX-License-Identifier: Apache-2.0
"""Who belongs to the team with which role: a pure function of the signed membership acts that are held.

Acts form a graph: each names the heads that its author knew. An act counts only when its whole closure is held and its
author is admin there; the founder is admin from the first act on. What arrives later is judged again with all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
    wall_ms: int
    is_genesis: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A station of the team, the act that admitted it, and the key of the admin who signed that act."""

    admission: Admission
    act: bytes
    admitted_by: bytes
    admitted_at_ms: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The right of a batch: its author's device and role there, None while unknown.

    ``is_settled`` is false while an act that the batch names is missing: what its role does not allow is then held
    rather than refused.
    """

    device: bytes | None
    role: Role | None
    is_settled: bool


class Team:
    """The membership graph over the acts held; built anew when an act arrives."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = {act.id: act for act in acts}
        self._closures: dict[bytes, frozenset[bytes]] = {}
        self._valid: set[bytes] = set()
        self._verdicts: dict[tuple[bytes, tuple[bytes, ...]], Verdict] = {}
        for act in self._oldest_first():
            self._place(act)

    def verdict(self, sign_key: bytes, acl_heads: tuple[bytes, ...]) -> Verdict:
        """What a device may do in a batch that names these heads."""
        key = (sign_key, acl_heads)
        if key not in self._verdicts:
            admitted = self._admitted_in(sign_key, self._closure(acl_heads))
            is_settled = all(head in self._closures for head in acl_heads)
            device = admitted[0].device if admitted else None
            self._verdicts[key] = Verdict(device, min((a.role for a in admitted), default=None), is_settled)
        return self._verdicts[key]

    @cached_property
    def heads(self) -> tuple[bytes, ...]:
        """The complete acts that no complete act builds upon: what a new batch or act names."""
        covered = {head for act_id in self._closures for head in self._acts[act_id].heads}
        return tuple(sorted(self._closures.keys() - covered))

    @cached_property
    def members(self) -> Mapping[bytes, Member]:
        """Every station admitted, by device. Two admissions made apart: the lower role and the smaller act's code."""
        found: dict[bytes, Member] = {}
        for act_id in sorted(self._valid):
            act = self._acts[act_id]
            if act.admission is None:
                continue
            new = Member(act.admission, act.id, act.author_key, act.wall_ms)
            found[new.admission.device] = _lower(found.get(new.admission.device), new)
        return found

    def counts(self, act_id: bytes) -> bool:
        """Whether an act is complete and its author had the right."""
        return act_id in self._valid

    def has(self, act_id: bytes) -> bool:
        """Whether an act is held, complete or not."""
        return act_id in self._acts

    def _oldest_first(self) -> list[Act]:
        order: list[Act] = []
        seen: set[bytes] = set()
        for start in sorted(self._acts):
            stack = [(start, False)]
            while stack:
                act_id, is_ready = stack.pop()
                if is_ready:
                    order.append(self._acts[act_id])
                elif act_id not in seen:
                    seen.add(act_id)
                    stack.append((act_id, True))
                    stack.extend((head, False) for head in self._acts[act_id].heads if head in self._acts)
        return order

    def _place(self, act: Act) -> None:
        if any(head not in self._closures for head in act.heads) or not (act.heads or act.is_genesis):
            return
        before = self._closure(act.heads)
        self._closures[act.id] = before | {act.id}
        if act.is_genesis or self._counts(act, before):
            self._valid.add(act.id)

    def _counts(self, act: Act, before: frozenset[bytes]) -> bool:
        author = self._admitted_in(act.author_key, before)
        if not author or min(a.role for a in author) != Role.ADMIN:
            return False
        return act.admission is None or not self._admitted_in(act.admission.sign_key, before)

    def _closure(self, heads: Sequence[bytes]) -> frozenset[bytes]:
        return frozenset().union(*(self._closures.get(head, frozenset()) for head in heads))

    def _admitted_in(self, sign_key: bytes, closure: frozenset[bytes]) -> list[Admission]:
        admissions = (self._acts[act_id].admission for act_id in sorted(closure & self._valid))
        return [admission for admission in admissions if admission and admission.sign_key == sign_key]


def _lower(known: Member | None, new: Member) -> Member:
    if known is None or new.admission.role >= known.admission.role:
        return known or new
    kept = known.admission
    lower = Admission(kept.device, kept.sign_key, kept.hpke_key, new.admission.role, kept.code, kept.persons)
    return Member(lower, known.act, known.admitted_by, known.admitted_at_ms)
