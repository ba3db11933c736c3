# SPDX-License-Identifier: Apache-2.0
"""The files of an import that was not begun yet."""

from __future__ import annotations

from dataclasses import dataclass

from incident_console.services.import_preview import ImportPlan, PlannedFile, Step
from incident_console.ui.delegates import Row
from incident_console.ui.delegates.planned_row import planned_row
from incident_console.ui.models.keyed_rows import KeyedRows

_ORDER = (Step.REFUSED, Step.TWIN, Step.CHANGED, Step.NEW, Step.SAME)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A file by its place in the plan."""

    key: int
    file: PlannedFile


class ImportPlanModel(KeyedRows[PlanItem]):
    """Shows what asks for a decision first: refused, duplicates, changed, new, the same."""

    def show_plan(self, plan: ImportPlan, step: Step | None) -> None:
        """Show the files of a plan, or those of one step."""
        items = [PlanItem(place, file) for place, file in enumerate(plan.files) if step in (None, file.step)]
        self.show_items(())  # keys are places: those of another plan are other files
        self.show_items(sorted(items, key=lambda item: _ORDER.index(item.file.step)))

    def look(self, item: PlanItem) -> Row:
        return planned_row(item.file)

    def tip(self, item: PlanItem) -> str:
        return item.file.name
