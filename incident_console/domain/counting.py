# SPDX-License-Identifier: Apache-2.0
"""Which membership acts count, when admins act without knowing of each other.

An act counts when its author was admin by all that he knew; a person may be named by the station itself, and any member
may hand a key on to another one. A removal (a revocation, or a change to a role below admin)
wins over what the removed one did without knowing of it. Where removals meet, one that nobody contests stands first; of
those that contest each other in a circle the one whose author ranks first stands: paper before laptops, then who was
admitted at the lower depth of the graph, then by the id of that act. A removal that would leave the team without any
admin does not count.
"""

from __future__ import annotations

from .act_graph import ActGraph, Places, places_in
from .acts import Act, Admission, Founding, Granted, PersonNamed, RoleChange
from .roles import Role
from .standing import Standings


class Counting:
    """Works out the acts that count; everything here depends on nothing but the graph.

    ``places`` are those that count; ``rightful`` those that would if nobody acted apart, the undone ones among them.
    """

    def __init__(self, graph: ActGraph, standings: Standings) -> None:
        self._graph = graph
        self._standings = standings
        self._void: Places = 0
        self._removals: Places = sum(1 << place for place, change in standings.changes.items() if change.is_removal)
        self._undecided = self._removals
        self.places = at_first = self._counting(0)
        while pending := list(places_in(self._undecided & self.places)):
            self._decide(pending)
            self.places = self._counting(self._void)
        self.rightful = at_first | self.places

    # --- one act, in the light of those before it ---------------------------------------------------------------------

    def _counting(self, void: Places) -> Places:
        counting = 0
        for place, act in enumerate(self._graph.acts):
            if not void >> place & 1 and self._counts(place, act, self._graph.before(place) & counting):
                counting |= 1 << place
        return counting

    def _counts(self, place: int, act: Act, before: Places) -> bool:
        if isinstance(act.content, Founding):
            return True
        author = self._standings.of(act.author_key, before)
        if author is None or author.role is None:
            return False
        if isinstance(act.content, PersonNamed) and act.content.device == author.device:
            return True
        if isinstance(act.content, Granted):
            return self._is_member(act.content.recipient, before)
        if author.role is not Role.ADMIN:
            return False
        if isinstance(act.content, Admission):
            return self._standings.of(act.content.sign_key, before) is None
        if isinstance(act.content, RoleChange):
            return self._is_member(act.content.device, before) and self._leaves_an_admin(before | 1 << place)
        return True

    def _is_member(self, device: bytes, before: Places) -> bool:
        key = self._standings.keys.get(device)
        standing = self._standings.of(key, before) if key else None
        return standing is not None and standing.device == device and standing.role is not None

    def _leaves_an_admin(self, acts: Places) -> bool:
        return any(True for _ in self._standings.admins(acts))

    # --- removals that meet -------------------------------------------------------------------------------------------

    def _decide(self, pending: list[int]) -> None:
        """Let one removal stand, or declare it void; those that touch nothing done apart from them stand together."""
        free = [place for place in pending if not self._contesting(place, pending)]
        quiet = sum(1 << place for place in free if not self._undone_by(place))
        if quiet and self._leaves_an_admin(self._counting(self._void | self._undecided & ~quiet)):
            self._undecided &= ~quiet
            return
        chosen = min(free or pending, key=self._rank)
        beaten = sum(1 << place for place in self._contesting(chosen, pending))
        void = self._void | beaten | self._undone_by(chosen)
        self._undecided &= ~(1 << chosen)
        is_possible = self._leaves_an_admin(self._counting(void | self._undecided))
        self._void = void if is_possible else self._void | 1 << chosen
        self._undecided &= ~self._void

    def _contesting(self, place: int, pending: list[int]) -> list[int]:
        """The undecided removals that remove the author of this one, who did not know of them."""
        return [other for other in pending if self._undoes(other, place)]

    def _undone_by(self, removal: int) -> Places:
        """What the removed one did without knowing of it, but for removals that stand already."""
        stands = self._removals & ~self._undecided & ~self._void
        return sum(1 << place for place in range(len(self._graph.acts)) if self._undoes(removal, place)) & ~stands

    def _undoes(self, removal: int, place: int) -> bool:
        act = self._graph.acts[place]
        return (
            self._standings.keys[self._standings.changes[removal].device] == act.author_key
            and self._graph.are_apart(removal, place)
            and not isinstance(act.content, Founding)
        )

    def _rank(self, place: int) -> tuple[tuple[bool, int, bytes], int, bytes]:
        act = self._graph.acts[place]
        admitted = self._standings.admitting.get(act.author_key, 0) & self._graph.before(place)
        author = min(self._rank_of_admission(at) for at in places_in(admitted))
        return author, self._graph.depth(place), act.id

    def _rank_of_admission(self, place: int) -> tuple[bool, int, bytes]:
        return not self._standings.admissions[place].is_paper, self._graph.depth(place), self._graph.acts[place].id
