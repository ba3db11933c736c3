# SPDX-License-Identifier: Apache-2.0
"""Which entries of a log somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass

Author = tuple[bytes, bytes]
"""A writer: the device and the person at it."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What an entry must fulfil, all of it together; an empty choice asks for nothing.

    ``words`` are all in its text (the last one also as a beginning), or it is one of ``named``: the entries whose
    number those words are. ``keys`` None means any, otherwise only these.
    """

    words: str = ""
    named: frozenset[bytes] = frozenset()
    kinds: frozenset[str] = frozenset()
    stations: frozenset[bytes] = frozenset()
    authors: frozenset[Author] = frozenset()
    is_significant: bool = False
    is_late: bool = False
    is_struck: bool = False
    keys: frozenset[bytes] | None = None

    @property
    def hides_nothing(self) -> bool:
        """Whether every entry passes."""
        return self == EntryFilter()
