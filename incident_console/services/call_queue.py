# SPDX-License-Identifier: Apache-2.0
"""A call list as a queue: the state of each person on it, who is next, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from incident_console.domain.call_list import REACHED, CallList

from .people import NumberLine, PersonLine

if TYPE_CHECKING:
    from .calls import AttemptLine

WAITING, AGAIN, STUCK, DELEGATED = "waiting", "again", "stuck", "delegated"
"""Not called yet; to be called again; no number left that works; passed on to somebody else. Else ``reached``."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody on a call list: ``state`` says what is to be done, ``outcome`` how the last call ended, if any.

    ``next_number`` is the one to dial now: the least tried of those that work.
    """

    person: bytes
    name: str
    about: str
    state: str
    outcome: str
    tries: int
    last_at_ms: int | None
    retry_at_ms: int | None
    caller: str
    station: str
    note: str
    numbers: tuple[NumberLine, ...]
    next_number: NumberLine | None
    verified_at_ms: int | None
    is_stale: bool
    reached_at_ms: int | None

    @classmethod
    def of(cls, key: bytes, person: PersonLine | None, attempts: Sequence[AttemptLine]) -> CallRow:
        """The row of a person from the calls made to them, the oldest first."""
        last = attempts[-1] if attempts else None
        reached = next((attempt.at_ms for attempt in attempts if attempt.outcome == REACHED), None)
        number = _next_number(person, attempts) if person else None
        return cls(
            person=key,
            name=person.name if person else "Removed person",
            about=person.about if person else "",
            state=_state(last, reached, number),
            outcome=last.outcome if last else "",
            tries=len(attempts),
            last_at_ms=last.at_ms if last else None,
            retry_at_ms=last.retry_at_ms if last else None,
            caller=last.caller if last else "",
            station=last.station if last else "",
            note=last.note if last else "",
            numbers=person.numbers if person else (),
            next_number=number,
            verified_at_ms=person.verified_at_ms if person else None,
            is_stale=person.is_stale if person else True,
            reached_at_ms=reached,
        )


@dataclass(frozen=True, slots=True)
class CallListLine:
    """A call list and how far it has come; ``median_ms``: the middle time from making the list to reaching somebody.

    ``people`` are all who stand on it.
    """

    id: bytes
    incident: bytes
    name: str
    purpose: str
    listed: int
    reached: int
    waiting: int
    median_ms: int | None
    callers: int
    laptops: int
    people: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class CallQueue:
    """A call list at work: ``say`` is its script with the blanks filled.

    ``next`` is whom to call now: who was promised another call by now, else the first not called yet. When it is None,
    ``next_retry_at_ms`` tells when somebody is to be called again, if anybody is.
    """

    list: CallListLine
    say: str
    rows: tuple[CallRow, ...]
    next: CallRow | None
    next_retry_at_ms: int | None


def queue_of(view: CallList, rows: Sequence[CallRow], say: str, now_ms: int) -> CallQueue:
    """The queue of a call list from the state of everyone on it."""
    again = sorted((row for row in rows if row.state == AGAIN), key=lambda row: row.retry_at_ms or 0)
    due = [row for row in again if (row.retry_at_ms or 0) <= now_ms]
    waiting = [row for row in rows if row.state == WAITING]
    first = next(iter([*due, *waiting]), None)
    later = again[0].retry_at_ms if again and first is None else None
    return CallQueue(summary_of(view, rows), say, tuple(rows), first, later)


def summary_of(view: CallList, rows: Sequence[CallRow]) -> CallListLine:
    """How far a call list has come."""
    times = [row.reached_at_ms - view.made.wall_ms for row in rows if row.reached_at_ms is not None]
    called = [row for row in rows if row.tries]
    return CallListLine(
        id=view.id,
        incident=view.incident,
        name=view.name,
        purpose=view.purpose,
        listed=len(rows),
        reached=len(times),
        waiting=sum(row.state in (WAITING, AGAIN) for row in rows),
        median_ms=max(0, median_low(times)) if times else None,
        callers=len({row.caller for row in called}),
        laptops=len({row.station for row in called}),
        people=view.members,
    )


def callable_numbers(person: PersonLine) -> list[NumberLine]:
    """The numbers on which a person may be called."""
    return [number for number in person.numbers if number.is_callable]


def _state(last: AttemptLine | None, reached_at_ms: int | None, number: NumberLine | None) -> str:
    if reached_at_ms is not None:
        return REACHED
    if last is not None and last.outcome == DELEGATED:
        return DELEGATED
    if number is None:
        return STUCK
    return WAITING if last is None else AGAIN


def _next_number(person: PersonLine, attempts: Sequence[AttemptLine]) -> NumberLine | None:
    tried = [attempt.number for attempt in attempts]
    return min(callable_numbers(person), key=lambda number: tried.count(number.shown), default=None)
