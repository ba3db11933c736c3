# SPDX-License-Identifier: Apache-2.0
"""How people look in a list, and how a contact looks before it is imported."""

from __future__ import annotations

from incident_console.services.contacts import ContactFailure, ContactPreview
from incident_console.services.people import PersonLine
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.marks import marks_of
from incident_console.ui.delegates.row import Cell, Icon, Line, Row, Tag, Text, line
from incident_console.ui.theme import Role, Tone

PERSON_COLUMNS = (
    Column("name", 0, min_width=180, is_first_when_stacked=True),
    Column("number", 150),
    Column("marks", 30, is_right=True),
)
CONTACT_COLUMNS = (
    Column("kind", 84),
    Column("name", 0, "Name", min_width=200, is_first_when_stacked=True),
    Column("number", 190, "Numbers"),
    Column("differences", 190, "What is new"),
)
_KINDS = {"added": ("new", Tone.OK), "changed": ("changes", Tone.INFO), "same": ("the same", Tone.PLAIN)}


def person_row(person: PersonLine, words: str = "") -> Row:
    """Somebody in the list of people; ``words`` were searched for."""
    lines = [Line((Text(person.name, is_bold=True, marks=marks_of(person.name, words)),))]
    if person.about:
        lines.append(Line((Text(person.about, Role.MUTED, marks=marks_of(person.about, words)),)))
    number = next((one for one in person.numbers if one.is_callable), None)
    cells = {"name": Cell(tuple(lines))}
    cells["number"] = line(number.shown if number else "wrong number" if person.numbers else "no number", Role.MUTED)
    if marks := _marks(person):
        cells["marks"] = Cell((Line(before=marks),))
    return Row(cells)


def contact_row(contact: ContactPreview | ContactFailure) -> Row:
    """What importing one contact does, or why it is left out."""
    if isinstance(contact, ContactFailure):
        where = Line((Text(contact.where),), max_lines=2)
        reason = Line((Text(contact.reason, Role.WARN),), max_lines=0)
        return Row({"kind": Cell((Line(before=(Tag("left out", Tone.WARN),)),)), "name": Cell((where, reason))})
    words, tone = _KINDS.get(contact.kind, (contact.kind, Tone.PLAIN))
    lines = [Line((Text(contact.name),))]
    if contact.about:
        lines.append(Line((Text(contact.about, Role.MUTED),)))
    return Row(
        {
            "kind": Cell((Line(before=(Tag(words, tone),)),)),
            "name": Cell(tuple(lines)),
            "number": line(", ".join(contact.numbers) or "no number", Role.MUTED),
            "differences": line(", ".join(contact.differences), Role.MUTED),
        }
    )


def _marks(person: PersonLine) -> tuple[Icon, ...]:
    if person.conflict_fields:
        return (Icon("triangle-alert", Role.WARN, 14, "two values"),)
    return (Icon("clock", Role.WARN, 14, "numbers not verified for 90 days"),) if person.is_stale else ()
