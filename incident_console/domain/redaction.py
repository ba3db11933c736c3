# SPDX-License-Identifier: Apache-2.0
"""Which words of a status log are withheld from those who get its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .operation import Operation
from .status_log import STRIKE, TAG_FIELD, TAGS, Entry

_PLAIN = {"significant", *(TAG_FIELD + tag for tag in TAGS)}
"""The fields of marks and tags that say yes or no; others of a newer program may hold words, even in their names."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a person asked to withhold: every entry with one of these tags, and these entries by their ids."""

    tags: frozenset[str] = frozenset()
    entries: frozenset[bytes] = frozenset()


def withheld(log: Sequence[Entry], redaction: Redaction) -> frozenset[bytes]:
    """The lines whose words are withheld: those asked for, and all that strikes them, since a reason may quote them.

    A strike asked for by itself takes nothing else with it.
    """
    named = {entry.entity for entry in log if entry.id in redaction.entries and entry.kind != STRIKE}
    return frozenset(
        entry.id
        for entry in log
        if entry.id in redaction.entries or entry.entity in named or redaction.tags & set(entry.tags)
    )


def shown_bodies(ops: Iterable[tuple[Operation, bool]], log: Sequence[Entry], hidden: Collection[bytes]) -> set[bytes]:
    """The operations of a log that are shown with their words: the lines that count and are not hidden.

    Marks and tags are shown too if they hold nothing but a known yes or no. ``ops`` tells of each whether it counts.
    """
    lines = {entry.id for entry in log} - set(hidden)
    return {op.id for op, counts in ops if op.id in lines or (counts and _is_plain(op))}


def _is_plain(op: Operation) -> bool:
    is_mark = op.head.kind in ("entry.mark", "entry.tag")
    return is_mark and op.body.keys() <= _PLAIN and all(isinstance(value, bool) for value in op.body.values())
