# SPDX-License-Identifier: Apache-2.0
"""The roles of an incident: who holds each, who follows, which are vacant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incident_console.services.roles import RoleLine
from incident_console.ui.delegates import Cell, Column, Line, Row, Tag, Text
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.theme import Role, TextStyle, Tone

ROLE_COLUMNS = (Column("role", min_width=120),)


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A role as a row."""

    line: RoleLine

    @property
    def key(self) -> bytes:
        """What the row stays known by."""
        return self.line.id


class RolesModel(KeyedRows[ShownRole]):
    """Filled with `show_items`."""

    def look(self, item: ShownRole) -> Row:
        return Row({"role": Cell(tuple(_lines(item.line)))})


def _lines(role: RoleLine) -> Iterator[Line]:
    two_values = (Tag("two values", Tone.WARN),) if role.conflict_fields else ()
    vacant = () if role.holder else (Tag("vacant", Tone.WARN),)
    yield Line((Text(role.title, is_bold=True),), end=(*two_values, *vacant), max_lines=2)
    if role.holder:
        yield Line((Text(role.holder),))
    if role.deputies:
        yield Line((Text(f"then {', then '.join(role.deputies)}", Role.MUTED, TextStyle.SMALL),), max_lines=2)
