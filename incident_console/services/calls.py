# SPDX-License-Identifier: Apache-2.0
"""Call lists worked by a person: whom to call next, how each call ended, how many were reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.domain.call_list import (
    OUTCOMES,
    CallAttempt,
    CallList,
    call_attempt,
    parse_outcome,
    set_call_list,
)
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import Incident
from incident_console.domain.operation import Value
from incident_console.domain.people import Person
from incident_console.domain.plan import fill_script
from incident_console.domain.roles import Role
from incident_console.domain.view import text, with_prefix

from .base import Service
from .call_queue import CallListLine, CallQueue, CallRow, callable_numbers, queue_of, summary_of
from .finding import find_one
from .people import NumberLine, PeopleService, PersonLine
from .times import clock

__all__ = ["OUTCOMES", "AttemptLine", "CallListLine", "CallQueue", "CallRow", "CallsService"]

_RETRY_MIN = {"no_answer": 15, "busy": 5, "left_message": 30, "wrong_number": 0}
"""When to try again, in minutes, unless somebody says otherwise; a wrong number: at once, on the next number."""


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One call as it was recorded."""

    id: bytes
    incident: bytes
    person: bytes
    name: str
    call_list: bytes | None
    outcome: str
    number: str
    note: str
    at_ms: int
    retry_at_ms: int | None
    caller: str
    station: str


class CallsService(Service):
    """The call lists of each incident and every attempt to reach somebody."""

    outcomes = OUTCOMES

    def lists(self, incident: bytes) -> list[CallListLine]:
        """The call lists of an incident with how far each has come."""
        attempts, people = self.attempts(incident), self._people()
        return [summary_of(view, self._rows(view, attempts, people)) for view in self._lists(incident)]

    def queue(self, call_list: bytes) -> CallQueue:
        """A call list with everyone on it, and who is to be called next."""
        view = self._need(CallList, call_list, "call list")
        rows = self._rows(view, self.attempts(view.incident), self._people())
        return queue_of(view, rows, self._script(view), self.station.now().ms)

    def attempts(self, incident: bytes) -> list[AttemptLine]:
        """Every call of an incident, the oldest first."""
        with self.station.lock:
            names = {person.id: person.name for person in self._all(Person)}
            return [self._attempt(view, names) for view in self._all(CallAttempt, incident)]

    def record(
        self, incident: bytes, person: bytes, outcome: str, *, call_list: bytes | None = None, number: str = "",
        note: str = "", retry_in_min: int | None = None,
    ) -> AttemptLine:  # fmt: skip
        """Record how a call ended; returns the attempt. Raises KnownError for an unknown outcome or person.

        Without a list it counts on the list that the person stands on, on all if there are several. Without a number
        the person's only one is meant. A wrong number is marked so. 0 minutes says: again at once.
        """
        self.station.require(Role.RESPONDER, "record a call")
        with self.station.lock:
            word, who, now = parse_outcome(outcome), self._person(person), self.station.now().ms
            dialled = number.strip() or _only_number(who)
            place = call_list or self._only_list(incident, person)
            wait = _RETRY_MIN.get(word) if retry_in_min is None else retry_in_min
            fields: dict[str, Value] = {
                "outcome": word, "at_ms": now, "call_list": place, "number": dialled or None,
                "note": note.strip() or None, "retry_at_ms": None if wait is None else now + wait * 60_000,
            }  # fmt: skip
            drafts = [call_attempt(self._new_id(), incident, person, fields)]
            wrong = PeopleService(self.station).wrong_number_draft(person, dialled) if word == "wrong_number" else None
            saved = self._save(*drafts, *([wrong] if wrong else []))
            return self._attempt(self._need(CallAttempt, saved[0].id, "call"), {person: who.name})

    def find_list(self, incident: bytes, named: str) -> CallListLine:
        """The call list with this id, beginning of an id, or name; raises KnownError for none or several."""
        return find_one(named, "call lists", self.lists(incident), lambda v: v.id.hex(), lambda v: (v.name,))

    def add_list(
        self, incident: bytes, name: str, people: Sequence[bytes], *, purpose: str = "", say: str = ""
    ) -> bytes:
        """Make a call list of these people in this order; returns its id. Raises KnownError for a blank name."""
        self.station.require(Role.COORDINATOR, "make a call list")
        if not name.strip():
            raise KnownError("A call list needs a name", "Nothing was changed.")
        entity = self._new_id()
        fields: dict[str, Value] = {"name": name.strip(), "purpose": purpose.strip(), "say": say.strip()}
        self._save(set_call_list(entity, incident, {**fields, **members(people)}))
        return entity

    def add_people(self, call_list: bytes, people: Sequence[bytes]) -> int:
        """Put people at the end of a call list; returns how many were not on it yet."""
        self.station.require(Role.COORDINATOR, "change a call list")
        with self.station.lock:
            view = self._need(CallList, call_list, "call list")
            new = [person for person in people if person not in view.members]
            orders = [text(order) for _, order in with_prefix(self._merged(call_list), "member.")]
            last = max((int(order) for order in orders if order.isdecimal()), default=0)
            self._change("call_list.set", call_list, members(new, last), view.incident)
            return len(new)

    def fill(self, call_list: bytes) -> int:
        """Put everyone of the groups from which the plan made this list on it; returns how many were not on it yet."""
        view = self._need(CallList, call_list, "call list")
        groups = [group for group in view.plan_key.split(",") if group]
        return self.add_people(call_list, [person.id for person in people_of(groups, self._all(Person))])

    def remove_person(self, call_list: bytes, person: bytes) -> None:
        """Take somebody off a call list; calls already made stay in the record."""
        self.station.require(Role.COORDINATOR, "change a call list")
        view = self._need(CallList, call_list, "call list")
        self._change("call_list.set", call_list, {f"member.{person.hex()}": None}, view.incident)

    def _lists(self, incident: bytes) -> list[CallList]:
        return sorted(self._all(CallList, incident), key=lambda view: (view.order or "~", view.made.hlc, view.id))

    def _people(self) -> dict[bytes, PersonLine]:
        service = PeopleService(self.station)
        return {view.id: service.line(view) for view in self._all(Person)}

    def _rows(self, view: CallList, attempts: Sequence[AttemptLine], people: dict[bytes, PersonLine]) -> list[CallRow]:
        made: dict[bytes, list[AttemptLine]] = {}
        for attempt in attempts:
            if attempt.call_list in (None, view.id):
                made.setdefault(attempt.person, []).append(attempt)
        return [CallRow.of(person, people.get(person), made.get(person, [])) for person in view.members]

    def _script(self, view: CallList) -> str:
        incident, now = self._get(Incident, view.incident), self.station.now()
        if incident is None:
            return view.say
        since = clock(incident.started_at_ms, now)
        return fill_script(view.say, incident=incident.name, caller=self.station.member_name, since=since)

    def _attempt(self, view: CallAttempt, names: dict[bytes, str]) -> AttemptLine:
        return AttemptLine(
            id=view.id,
            incident=view.incident,
            person=view.person,
            name=names.get(view.person, ""),
            call_list=view.call_list,
            outcome=view.outcome,
            number=view.number,
            note=view.note,
            at_ms=view.at_ms,
            retry_at_ms=view.retry_at_ms,
            caller=self._author(view.made),
            station=self.station.station_name(view.made.device),
        )

    def _only_list(self, incident: bytes, person: bytes) -> bytes | None:
        found = [view.id for view in self._all(CallList, incident) if person in view.members]
        return found[0] if len(found) == 1 else None

    def _person(self, person: bytes) -> PersonLine:
        return PeopleService(self.station).get(person)


def members(people: Sequence[bytes], after: int = 0) -> dict[str, Value]:
    """The fields that put people on a call list, in order, after those who stand there already."""
    return {f"member.{person.hex()}": f"{place:05d}" for place, person in enumerate(people, start=after + 1)}


def people_of(groups: Sequence[str], people: Sequence[Person]) -> list[Person]:
    """The people of some groups, each once: group by group, by name."""
    chosen: dict[bytes, Person] = {}
    by_name = sorted(people, key=lambda person: (person.name.casefold(), person.id))
    for group in groups:
        chosen.update((person.id, person) for person in by_name if group in person.groups and person.id not in chosen)
    return list(chosen.values())


def _only_number(person: PersonLine) -> str:
    numbers: list[NumberLine] = callable_numbers(person)
    return numbers[0].shown if len(numbers) == 1 else ""
