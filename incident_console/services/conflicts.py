# SPDX-License-Identifier: Apache-2.0
"""Conflicts: fields that two people set differently without knowing of each other, and settling them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incident_console.domain.call_list import CallList
from incident_console.domain.document import Document
from incident_console.domain.document_properties import RESTRICT, is_restriction, merge_properties, merge_restriction
from incident_console.domain.errors import KnownError
from incident_console.domain.incident import Incident
from incident_console.domain.merge import Merged, merge_registers
from incident_console.domain.operation import Draft, Value
from incident_console.domain.people import Person
from incident_console.domain.role_holder import RoleHolder
from incident_console.domain.task import Task, parse_state
from incident_console.domain.view import ConflictValue, FieldConflict

from .base import Service
from .document_sight import sight_of
from .finding import full_id
from .times import iso, parse_due_time

_Conflicted = Incident | Task | Person | CallList | RoleHolder | Document
_KINDS: tuple[tuple[type[_Conflicted], str], ...] = (
    (Incident, "incident"), (Task, "task"), (RoleHolder, "role"), (CallList, "call_list"), (Person, "person"),
    (Document, "document"),
)  # fmt: skip
_TIME = "_at_ms"


@dataclass(frozen=True, slots=True)
class ConflictChoice:
    """One of the values: ``value`` as the record holds it, ``words`` as a person reads it and may type it.

    ``op`` is the change that wrote it.
    """

    value: Value
    words: str
    author: str
    station: str
    at_ms: int
    op: bytes


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field with several values; the first is shown everywhere until somebody settles it.

    ``id`` is the thing's id and the field; ``name`` is the field as people call it (due, owner, state).
    """

    id: str
    thing: str
    entity: bytes
    incident: bytes | None
    title: str
    field: str
    name: str
    choices: tuple[ConflictChoice, ...]


class ConflictsService(Service):
    """All conflicts of the workspace."""

    def lines(self) -> list[ConflictLine]:
        """Every conflict there is, by kind of thing."""
        with self.station.lock:
            return [line for view, thing in _KINDS for item in self._all(view) for line in self._of(item, thing)]

    def of(self, entity: bytes) -> list[ConflictLine]:
        """The conflicts of one thing."""
        with self.station.lock:
            found = [(self._get(view, entity), thing) for view, thing in _KINDS]
        return [line for item, thing in found if item is not None for line in self._of(item, thing)]

    def find(self, named: str) -> ConflictLine:
        """The conflict with this id (``<id>:<field>``, the id may be its beginning); raises KnownError."""
        head, _, field = named.strip().partition(":")
        entity = full_id(head, 16)
        candidates = self.of(entity) if entity else self.lines()
        found = [line for line in candidates if _is_meant(line, head.lower(), field)]
        if len(found) != 1:
            raise KnownError(
                f"There is no conflict “{named[:80]}”" if not found else f"“{named[:80]}” means {len(found)} conflicts",
                "Nothing was changed.",
                "The list of conflicts shows their ids.",
            )
        return found[0]

    def settle(self, conflict: str, words: str) -> ConflictLine:
        """Settle a conflict by one of its values, or by another one; returns what was settled. Raises KnownError."""
        line = self.find(conflict)
        return self.settle_by(line, self._value(line, words))

    def settle_by(self, line: ConflictLine, value: Value) -> ConflictLine:
        """Settle a conflict by a value of the record, as one click does. Raises KnownError without the right."""
        with self.station.lock:
            links = self._merged_of(line).heads_of([line.field])
            body: dict[str, Value] = {line.field: value}
            kind = RESTRICT if _is_restriction(line) else f"{line.thing}.set"
            self._save(Draft(kind, line.entity, body, incident=line.incident, sup=links))
        return line

    def keep(self, entity: bytes, field: str, op: bytes) -> ConflictLine:
        """Settle a field of a thing by the value that a change wrote. Raises KnownError if that is gone."""
        with self.station.lock:
            for line in self.of(entity):
                for choice in line.choices:
                    if (line.field, choice.op) == (field, op):
                        return self.settle_by(line, choice.value)
        raise KnownError("This value is not here any more", "Nothing was changed.", "Look at it again.")

    def _merged_of(self, line: ConflictLine) -> Merged:
        known = self._known(line.entity)
        if line.thing != "document":
            return merge_registers(known)
        return merge_restriction(known) if _is_restriction(line) else merge_properties(known)

    def _of(self, item: _Conflicted, thing: str) -> Iterator[ConflictLine]:
        for conflict in self._conflicts(item):
            yield ConflictLine(
                id=f"{item.id.hex()}:{_public(conflict.field)}",
                thing=thing,
                entity=item.id,
                incident=_incident(item),
                title=self._title(item),
                field=conflict.field,
                name=_public(conflict.field),
                choices=self._choices(conflict),
            )

    def _conflicts(self, item: _Conflicted) -> tuple[FieldConflict, ...]:
        """Those of a document only if it is for whoever is writing here: they would tell its name."""
        if not isinstance(item, Document):
            return item.conflicts
        told = item.properties
        return told.conflicts if told.conflicts and sight_of(self.station).shows(told) else ()

    def _choices(self, conflict: FieldConflict) -> tuple[ConflictChoice, ...]:
        return tuple(self._choice(conflict.field, value) for value in conflict.values)

    def _choice(self, field: str, given: ConflictValue) -> ConflictChoice:
        stamp = given.stamp
        station = self.station.station_name(stamp.device)
        words = value_words(field, given.value)
        return ConflictChoice(given.value, words, self._author(stamp), station, stamp.wall_ms, stamp.op)

    def _title(self, item: _Conflicted) -> str:
        if isinstance(item, Task):
            return f"{self.station.label(item.number, item.incident, item.made.op)} {item.title}"
        if isinstance(item, Document):
            return item.properties.title
        return item.title if isinstance(item, RoleHolder) else item.name

    def _value(self, line: ConflictLine, words: str) -> Value:
        chosen = [choice.value for choice in line.choices if choice.words == words.strip()]
        if chosen:
            return chosen[0]
        if line.field.endswith(_TIME):
            return parse_due_time(words, self.station.now())
        if all(isinstance(choice.value, str) for choice in line.choices):
            return _text(line, words.strip())
        raise KnownError(
            "This is none of the values", "Nothing was changed.", f"Choose one of: {_offered(line.choices)}."
        )


def value_words(field: str, value: Value) -> str:
    """A value of the record as a person reads it and may type it to settle a conflict."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return value
    if field.endswith(_TIME) and isinstance(value, int):
        return iso(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _text(line: ConflictLine, words: str) -> str:
    if (line.thing, line.field) == ("task", "state"):
        return parse_state(words)
    if line.field in ("title", "name") and not words:
        raise KnownError("A name or title cannot be blank", "Nothing was changed.")
    return words


def _offered(choices: Sequence[ConflictChoice]) -> str:
    return "; ".join(choice.words for choice in choices)


def _is_meant(line: ConflictLine, head: str, field: str) -> bool:
    return line.entity.hex().startswith(head) and len(head) >= 4 and field in ("", line.name, line.field)


def _public(field: str) -> str:
    return field.removesuffix(_TIME)


def _incident(item: _Conflicted) -> bytes | None:
    if isinstance(item, Incident):
        return item.id
    return None if isinstance(item, Person | Document) else item.incident


def _is_restriction(line: ConflictLine) -> bool:
    return line.thing == "document" and is_restriction(line.field)
