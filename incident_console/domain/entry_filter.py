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

    def with_also(self, other: EntryFilter) -> EntryFilter:
        """Both together: one more kind, station or author is let through, other demands are added."""
        return EntryFilter(
            words=f"{self.words} {other.words}".strip(),
            named=self.named | other.named,
            kinds=self.kinds | other.kinds,
            stations=self.stations | other.stations,
            authors=self.authors | other.authors,
            is_significant=self.is_significant or other.is_significant,
            is_late=self.is_late or other.is_late,
            is_struck=self.is_struck or other.is_struck,
            keys=other.keys if self.keys is None else self.keys if other.keys is None else self.keys & other.keys,
        )

    @property
    def hides_nothing(self) -> bool:
        """Whether every entry passes."""
        return self == EntryFilter()
