# SPDX-License-Identifier: Apache-2.0
"""Membership acts of those whom nobody ever admitted: anybody may sign one and seal it to a laptop that asked to join.

They say nothing to anybody until an act arrives that admits their author. Until then some of them are kept and carried
as sealed files, in no index and no hash; the others stay where they lie. So strangers can neither fill a disk nor keep
real acts out, which are known by their authors.
"""

from __future__ import annotations

from collections.abc import Iterable

from .act_files import ActFile

MOST_KEPT = 500
"""So many acts of strangers are kept and carried, in case their admission is still on its way."""


class Circle:
    """Who may have signed a membership act: the founder, and whoever is admitted by an act from inside.

    Whether such an act counts is judged elsewhere; those ``outside`` are not even looked at.
    """

    def __init__(self, known: Iterable[bytes], team_id: bytes) -> None:
        self._known = set(known)
        self._team_id = team_id
        self.inside: list[ActFile] = []
        self.outside: list[ActFile] = []

    @property
    def size(self) -> int:
        """How many laptops were ever admitted by what is known; when it grows, strangers may be none any more."""
        return len(self._known)

    @property
    def met(self) -> int:
        """How many acts were met."""
        return len(self.inside) + len(self.outside)

    def meet(self, acts: Iterable[ActFile]) -> None:
        """Take in acts in any order."""
        self.outside += acts
        while near := [act for act in self.outside if act.author_key in self._known or act.id == self._team_id]:
            self.inside += near
            self._known.update(key for act in near for key in act.admitted_keys)
            paths = {act.path for act in near}
            self.outside = [act for act in self.outside if act.path not in paths]
