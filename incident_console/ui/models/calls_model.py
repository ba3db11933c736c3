# SPDX-License-Identifier: Apache-2.0
"""The queue of a call list, the people, and the contacts of a file, as rows known by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from incident_console.domain.clock import Moment
from incident_console.services.calls import CallQueue, CallRow
from incident_console.services.contacts import ContactFailure, ContactPreview, ContactsOutcome
from incident_console.services.people import PersonLine
from incident_console.ui.delegates import Row
from incident_console.ui.delegates.call_row import call_row, call_tip
from incident_console.ui.delegates.marks import has_words
from incident_console.ui.delegates.person_row import contact_row, person_row
from incident_console.ui.models.keyed_rows import KeyedRows


@dataclass(frozen=True, slots=True)
class CallItem:
    """Somebody in the queue."""

    row: CallRow
    is_next: bool

    @property
    def key(self) -> bytes:
        """The person."""
        return self.row.person


class CallsModel(KeyedRows[CallItem]):
    """Shows what it is given with `show_queue`, narrowed to what was searched for."""

    def __init__(self, now: Moment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now

    def show_queue(self, queue: CallQueue | None, now: Moment, words: str = "") -> None:
        """Show a queue as it is now."""
        self._now = now
        rows = queue.rows if queue else ()
        first = queue.next.person if queue and queue.next else None
        shown = [row for row in rows if has_words(f"{row.name} {row.about}", words)]
        self.show_items([CallItem(row, row.person == first) for row in shown])
        self.refresh_looks()

    def look(self, item: CallItem) -> Row:
        return call_row(item.row, self._now, is_next=item.is_next)

    def tip(self, item: CallItem) -> str:
        return call_tip(item.row, self._now)


@dataclass(frozen=True, slots=True)
class PersonItem:
    """Somebody in the list of people, and what was searched for."""

    person: PersonLine
    words: str

    @property
    def key(self) -> bytes:
        """The person's id."""
        return self.person.id


class PeopleModel(KeyedRows[PersonItem]):
    """Shows what it is given with `show_people`."""

    def show_people(self, people: Sequence[PersonLine], words: str = "") -> None:
        """Show those in whom every word begins some word of name, position, numbers or groups."""
        self.show_items([PersonItem(person, words) for person in people if has_words(_all_words(person), words)])

    def look(self, item: PersonItem) -> Row:
        return person_row(item.person, item.words)


@dataclass(frozen=True, slots=True)
class ContactItem:
    """One contact of a file, known by its place."""

    key: int
    contact: ContactPreview | ContactFailure


class ContactsModel(KeyedRows[ContactItem]):
    """Shows what an import would do: what is left out first, then what changes, then what stays the same."""

    def show_outcome(self, outcome: ContactsOutcome) -> None:
        """Show the contacts of a file."""
        order = ("added", "changed", "same")
        people = sorted(outcome.people, key=lambda preview: order.index(preview.kind))
        contacts: list[ContactPreview | ContactFailure] = [*outcome.failed, *people]
        shown = [ContactItem(place, each) for place, each in enumerate(contacts)]
        self.show_items(())
        self.show_items(shown)

    def look(self, item: ContactItem) -> Row:
        return contact_row(item.contact)


def _all_words(person: PersonLine) -> str:
    numbers = (part for one in person.numbers for part in (one.shown, one.e164))
    return " ".join((person.name, person.about, *numbers, *person.emails, *person.groups, person.note))
