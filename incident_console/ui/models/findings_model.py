# SPDX-License-Identifier: Apache-2.0
"""What the check of an evidence package found: faults with the entry's number, then what no check can see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incident_console.ui.delegates import Cell, Column, Icon, Line, Row, Text
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.theme import Role

FINDING_COLUMNS = (Column("finding", min_width=120),)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A fault, of an entry or of the package; or (``is_note``) what is no fault and worth knowing."""

    entry: str
    what: str
    is_note: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What the row stays known by."""
        return self.entry, self.what


class FindingsModel(KeyedRows[ShownFinding]):
    """Filled with `show_found`."""

    def show_found(self, faults: Sequence[tuple[str, str]], notes: Sequence[str]) -> None:
        """Show faults, then notes."""
        told = [ShownFinding("", note, is_note=True) for note in dict.fromkeys(notes)]
        self.show_items([*(ShownFinding(entry, what) for entry, what in faults), *told])

    def look(self, item: ShownFinding) -> Row:
        icon = Icon("info", Role.MUTED) if item.is_note else Icon("circle-x", Role.DANGER, 16, "fault")
        entry = (Text(f"{item.entry}  ", is_bold=True),) if item.entry else ()
        words = Text(item.what, Role.MUTED if item.is_note else Role.TEXT)
        return Row({"finding": Cell((Line((*entry, words), before=(icon,), max_lines=0),))})
