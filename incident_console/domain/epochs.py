# SPDX-License-Identifier: Apache-2.0
"""Which keys the team writes under: those that nobody outside it holds any more."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from .act_graph import ActGraph, Places, places_in
from .acts import Act, Admission, Founding, Granted, NamedEpoch


class Epochs:
    """The keys that acts name, and who holds each.

    ``named`` are those that files may lie under: acts name them that count, or that a removal undid. Only the former
    are written under. Whoever is given a key in an act is given all older ones with it, since every membership file
    carries the keys of its author.
    """

    def __init__(self, graph: ActGraph, counting: Places, rightful: Places, members: Collection[bytes]) -> None:
        self._graph = graph
        self._rightful = rightful
        self._members = frozenset(members)
        self.named: dict[bytes, NamedEpoch] = {}
        self._place: dict[bytes, int] = {}
        self._writable: set[bytes] = set()
        for place in places_in(rightful):
            epoch = graph.acts[place].epoch
            if epoch is not None:
                self.named[epoch.id] = epoch
                self._place.setdefault(epoch.id, place)
                self._writable |= {epoch.id} if counting >> place & 1 else set()

    @cached_property
    def newest_first(self) -> list[bytes]:
        """The keys that acts which count name."""
        return sorted(self._writable, key=lambda each: (self.named[each].generation, each), reverse=True)

    def holders(self, epoch: bytes) -> frozenset[bytes]:
        """The devices that were given a key, directly or with a later one."""
        named_at = self._place[epoch]
        given: set[bytes] = set()
        for place in places_in(self._rightful >> named_at << named_at):
            if place == named_at or self._graph.before(place) >> named_at & 1:
                given |= _given_in(self._graph.acts[place])
        return frozenset(given)

    def is_clean(self, epoch: bytes) -> bool:
        """Whether only members hold a key: nobody who was revoked, or whose admission does not count."""
        return self.holders(epoch) <= self._members

    def lacking(self, epoch: bytes) -> list[bytes]:
        """The members who were not given a key, sorted."""
        return sorted(self._members - self.holders(epoch))

    @cached_property
    def clean(self) -> list[bytes]:
        """The clean keys, the newest first."""
        return [epoch for epoch in self.newest_first if self.is_clean(epoch)]

    @cached_property
    def stray(self) -> dict[bytes, list[bytes]]:
        """Keys that only acts name behind which no right stands, each with the members who were not given it, sorted.

        Nothing is written under them, but who cannot open such an act cannot judge what others did knowing it.
        """
        given: dict[bytes, set[bytes]] = {}
        for act in self._graph.acts:
            if act.epoch is not None and act.epoch.id not in self.named:
                given.setdefault(act.epoch.id, set()).update(_given_in(act))
        for act in self._graph.acts:
            if isinstance(act.content, Granted) and act.content.epoch in given:
                given[act.content.epoch].add(act.content.recipient)
        return {epoch: sorted(self._members - devices) for epoch, devices in sorted(given.items())}

    @property
    def next_generation(self) -> int:
        """The generation of the next key."""
        return 1 + max((epoch.generation for epoch in self.named.values()), default=0)


def _given_in(act: Act) -> frozenset[bytes]:
    content = act.content
    if isinstance(content, Founding):
        return content.epoch.recipients
    if isinstance(content, NamedEpoch):
        return content.recipients
    if isinstance(content, Admission):
        return frozenset((content.device,))
    return frozenset((content.recipient,)) if isinstance(content, Granted) else frozenset()
