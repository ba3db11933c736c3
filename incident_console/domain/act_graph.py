# SPDX-License-Identifier: Apache-2.0
"""The graph of membership acts: who knew of what, whatever the order of arrival.

Each act names the heads that its author knew. Only complete acts take part: those whose whole closure is held. They
stand in an order in which every act follows what it knew; a set of acts is the bits of an int by their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .acts import Act, Founding

Places = int
"""A set of acts: bit n stands for the act at place n."""


class ActGraph:
    """The acts held, and among them the complete ones in order."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._held = {act.id: act for act in acts}
        self.acts: list[Act] = []
        self._place: dict[bytes, int] = {}
        self._before: list[Places] = []
        self._depth: list[int] = []
        for act in self._oldest_first():
            self._put(act)

    def has(self, act_id: bytes) -> bool:
        """Whether an act is held, complete or not."""
        return act_id in self._held

    def place(self, act_id: bytes) -> int | None:
        """Where a complete act stands; None if it is not complete or not held."""
        return self._place.get(act_id)

    def before(self, place: int) -> Places:
        """Everything that the author of an act knew."""
        return self._before[place]

    def depth(self, place: int) -> int:
        """The length of the longest way from an act down to the founding."""
        return self._depth[place]

    def closure(self, heads: Iterable[bytes]) -> Places:
        """These acts and everything their authors knew; what is not complete counts as absent."""
        found = 0
        for head in heads:
            place = self._place.get(head)
            if place is not None:
                found |= self._before[place] | 1 << place
        return found

    def heads(self) -> tuple[bytes, ...]:
        """The complete acts that no complete act builds upon, sorted: what a new batch or act names."""
        covered = {head for act in self.acts for head in act.heads}
        return tuple(sorted(act.id for act in self.acts if act.id not in covered))

    def are_apart(self, one: int, other: int) -> bool:
        """Whether neither author knew of the other act."""
        return not (self._before[one] >> other & 1 or self._before[other] >> one & 1 or one == other)

    def _put(self, act: Act) -> None:
        if any(head not in self._place for head in act.heads) or not (act.heads or isinstance(act.content, Founding)):
            return
        self._before.append(self.closure(act.heads))
        self._depth.append(max((self._depth[self._place[head]] + 1 for head in act.heads), default=0))
        self._place[act.id] = len(self.acts)
        self.acts.append(act)

    def _oldest_first(self) -> Iterator[Act]:
        seen: set[bytes] = set()
        for start in sorted(self._held):
            stack = [(start, False)]
            while stack:
                act_id, is_ready = stack.pop()
                if is_ready:
                    yield self._held[act_id]
                elif act_id not in seen:
                    seen.add(act_id)
                    stack.append((act_id, True))
                    stack.extend((head, False) for head in self._held[act_id].heads if head in self._held)


def places_in(places: Places) -> Iterator[int]:
    """The places of a set, lowest first."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
