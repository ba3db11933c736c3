# SPDX-License-Identifier: Apache-2.0
"""What a member may do: the four roles, each including the ones below it."""

from __future__ import annotations

from enum import IntEnum

from .errors import KnownError


class Role(IntEnum):
    """The right of a station; an operation needs at least the role in its head."""

    VIEWER = 0
    RESPONDER = 1
    COORDINATOR = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """The role as people say it."""
        return self.name.lower()


def parse_role(word: str) -> Role:
    """The role of a word; raises KnownError for any other word."""
    try:
        return Role[word.upper()]
    except KeyError:
        words = ", ".join(role.word for role in reversed(Role))
        raise KnownError(f"There is no role “{word}”", what_to_do=f"Use one of {words}.") from None
