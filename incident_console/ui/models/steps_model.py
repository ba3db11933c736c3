# SPDX-License-Identifier: Apache-2.0
"""The steps of a document of which tasks may be made, each ticked or not, below the headings of the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from incident_console.services.document_tasks import StepLine
from incident_console.services.times import span
from incident_console.ui.delegates import Cell, Column, Heading, Icon, Line, Row, Text
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.theme import Role, TextStyle

STEP_COLUMNS = (Column("step", min_width=120),)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step, chosen or not; without a ``line`` it is a heading."""

    key: str
    heading: str
    line: StepLine | None = None
    is_chosen: bool = False


class StepsModel(KeyedRows[ShownStep]):
    """Filled with `show_steps`; `chosen` are the keys of steps."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[StepLine] = ()
        self.chosen: frozenset[str] = frozenset()

    @property
    def open_keys(self) -> frozenset[str]:
        """Every step that is no task yet."""
        return frozenset(line.step.key for line in self._lines if not line.task)

    def show_steps(self, lines: Sequence[StepLine], chosen: Collection[str]) -> None:
        """Show these steps, some of them chosen."""
        self._lines = lines
        self.choose(chosen)

    def choose(self, keys: Collection[str]) -> None:
        """Choose these steps and no others; what is a task already cannot be chosen."""
        self.chosen = frozenset(keys) & self.open_keys
        self.show_items(list(_rows(self._lines, self.chosen)))

    def turn(self, key: object) -> None:
        """Choose a step, or no longer."""
        self.choose(self.chosen ^ {key} if isinstance(key, str) else self.chosen)

    def is_heading(self, item: ShownStep) -> bool:
        return item.line is None

    def look(self, item: ShownStep) -> Row | Heading:
        if item.line is None:
            return Heading(item.heading)
        return Row({"step": Cell((_look(item.line, is_chosen=item.is_chosen),))})


def _rows(lines: Sequence[StepLine], chosen: Collection[str]) -> Iterator[ShownStep]:
    heading = ""
    for line in lines:
        if line.step.heading != heading:
            heading = line.step.heading
            yield ShownStep(f"heading {line.step.key}", heading)
        yield ShownStep(line.step.key, heading, line, line.step.key in chosen)


def _look(line: StepLine, *, is_chosen: bool) -> Line:
    step = line.step
    box = Icon("square-check", Role.ACCENT, 16, "chosen") if is_chosen else Icon("square", Role.TEXT, 16, "not chosen")
    if line.task:
        box = Icon("check", Role.MUTED, 16, "a task already")
    words = Text(step.title, Role.MUTED if line.task else Role.TEXT)
    return Line((words,), before=(box,), end=(Text(_told(line), Role.MUTED, TextStyle.SMALL),), max_lines=0)


def _told(line: StepLine) -> str:
    """What else there is to know: the task that it is, or what its task will have."""
    step = line.step
    if line.task:
        return line.task
    due = "" if step.due_minutes is None else f"due in {span(step.due_minutes * 60_000)}"
    parts = "" if not step.parts else "1 step" if len(step.parts) == 1 else f"{len(step.parts)} steps"
    return ", ".join(filter(None, (due, parts, "ticked in the document" if step.is_done else "")))
