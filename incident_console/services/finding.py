# SPDX-License-Identifier: Apache-2.0
"""Finds the thing that a person named: by its id, by the beginning of it, by its label or by a name that is unique."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from incident_console.domain.errors import KnownError

T = TypeVar("T")
_SHORTEST_PREFIX = 4
_SHOWN = 4


def find_one(
    named: str, what: str, things: Sequence[T], id_of: Callable[[T], str], names_of: Callable[[T], Iterable[str]]
) -> T:
    """The one thing meant by ``named``; ``what`` is its word in the plural. Raises KnownError for none or several."""
    words = _folded(named)
    if not words:
        raise KnownError(f"Say which of the {what} is meant", what_to_do="Give its id or its name.")
    by_name = [thing for thing in things if any(_folded(name) == words for name in names_of(thing))]
    if len(by_name) > 1:  # a name in exactly this spelling wins over others that differ in case
        exact = [thing for thing in by_name if named.strip() in names_of(thing)]
        by_name = exact if len(exact) == 1 else by_name
    found = _by_id(words, things, id_of) or by_name or _by_prefix(words, things, id_of)
    if not found:
        raise KnownError(f"There is no “{named.strip()[:80]}” among the {what}", "Nothing was changed.")
    if len(found) > 1:
        raise _several(named, what, [id_of(thing) for thing in found])
    return found[0]


def full_id(named: str, length: int) -> bytes | None:
    """The id that was typed in full, or None if it is something else."""
    text = named.strip()
    try:
        return bytes.fromhex(text) if len(text) == 2 * length else None
    except ValueError:
        return None


def _by_id(words: str, things: Sequence[T], id_of: Callable[[T], str]) -> list[T]:
    return [thing for thing in things if id_of(thing).lower() == words]


def _by_prefix(words: str, things: Sequence[T], id_of: Callable[[T], str]) -> list[T]:
    if len(words) < _SHORTEST_PREFIX:
        return []
    return [thing for thing in things if id_of(thing).lower().startswith(words)]


def _several(named: str, what: str, ids: Sequence[str]) -> KnownError:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return KnownError(
        f"“{named.strip()[:80]}” means {len(ids)} of the {what}",
        "Nothing was changed.",
        f"Use one of their ids: {', '.join(ids[:_SHOWN])}{more}.",
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
