# SPDX-License-Identifier: Apache-2.0
"""How a file looks before it is imported."""

from __future__ import annotations

from incident_console.domain.sizes import size_words
from incident_console.services.import_preview import PlannedFile, Step
from incident_console.ui.delegates.column import Column
from incident_console.ui.delegates.row import Cell, Line, Row, Tag, Text, line
from incident_console.ui.theme import Role, TextStyle, Tone

PLAN_COLUMNS = (
    Column("step", 104),
    Column("name", 0, "File", min_width=200, is_first_when_stacked=True),
    Column("size", 84, "Size", is_right=True),
)
STEP_WORDS = {
    Step.NEW: ("new", Tone.OK),
    Step.CHANGED: ("changed", Tone.INFO),
    Step.TWIN: ("duplicate", Tone.WARN),
    Step.SAME: ("the same", Tone.PLAIN),
    Step.REFUSED: ("refused", Tone.WARN),
}


def planned_row(file: PlannedFile) -> Row:
    """What importing one file does, or why it is refused."""
    words, tone = STEP_WORDS[file.step]
    folder, _, name = file.name.rpartition("/")
    lines = [Line((Text(name or file.name),), max_lines=2)]
    if file.step is Step.REFUSED:
        lines.append(Line((Text(file.words, Role.WARN),), max_lines=0))
    elif file.step is Step.TWIN:
        told = f"the same content as \N{LEFT DOUBLE QUOTATION MARK}{file.words}\N{RIGHT DOUBLE QUOTATION MARK}"
        lines.append(Line((Text(told, Role.MUTED),), max_lines=2))
    elif folder:
        lines.append(Line((Text(folder, Role.MUTED, TextStyle.SMALL),)))
    return Row(
        {
            "step": Cell((Line(before=(Tag(words, tone),)),)),
            "name": Cell(tuple(lines)),
            "size": line(size_words(file.size) if file.size else "", Role.MUTED),
        }
    )
