# SPDX-License-Identifier: Apache-2.0
"""Files before they come in: what would be new and changed, what the library has already, what is refused and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.services.import_preview import ImportPlan, Step
from incident_console.ui.delegates.planned_row import PLAN_COLUMNS, STEP_WORDS
from incident_console.ui.models.import_plan_model import ImportPlanModel
from incident_console.ui.theme import TextStyle
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.choices import CheckBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.visibility import show_when

_ALL = "all"
_MARGINS = (16, 10, 16, 10)
_SHOWN = (Step.NEW, Step.CHANGED, Step.TWIN, Step.SAME, Step.REFUSED)


class DocumentImportPane(QWidget):
    """``agreed(skips_twins)`` asks for the import, ``cancelled`` not to."""

    agreed = Signal(bool)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document-import-pane")
        set_ground(self, "surface")
        self._plan = ImportPlan((), is_whole=True)
        self.words = Label("", TextStyle.LEAD, is_bold=True, is_wrapped=True)
        self.chips = FilterChips("Which files")
        self.chips.add_chip(_ALL, "All")
        for step in _SHOWN:
            self.chips.add_chip(step.value, STEP_WORDS[step][0].capitalize())
        self.twins = CheckBox("Take duplicates as other documents")
        self.take = PrimaryButton("Import", key="Ctrl+Return")
        self.cancel = Button("Cancel", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        self.model = ImportPlanModel(self)
        self.rows = RowList(PLAN_COLUMNS, "import-plan", "What the import would do")
        self.rows.setModel(self.model)
        self._lay_out()
        self.chips.chosen.connect(self._on_chip_chosen)
        self.twins.toggled.connect(self._tell)
        self.take.clicked.connect(self._on_taken)
        self.cancel.clicked.connect(self.cancelled)

    def show_plan(self, name: str, plan: ImportPlan) -> None:
        """Show what importing this would do, and give the keyboard to the list."""
        self._plan = plan
        question = f"Import {name}?"
        self.words.setText(question if plan.is_whole else f"{question} Not all of it was looked at.")
        self.chips.set_count(_ALL, len(plan.files))
        for step in _SHOWN:
            self.chips.set_count(step.value, plan.counts[step])
            self.chips.set_shown(step.value, is_shown=bool(plan.counts[step]))
        show_when(self.twins, is_shown=bool(plan.counts[Step.TWIN]))
        self.twins.setChecked(False)
        self.chips.choose(_ALL)
        self.model.show_plan(plan, None)
        self._tell()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, *_checked: bool) -> None:
        """Say on the button what it does."""
        counts = self._plan.counts
        new = counts[Step.NEW] + (counts[Step.TWIN] if self.twins.isChecked() else 0)
        changed = counts[Step.CHANGED]
        parts = [f"{count:,} {word}" for count, word in ((new, "new"), (changed, "changed")) if count]
        self.take.set_words(f"Import {', '.join(parts)}" if parts else "Nothing to import")
        self.take.setEnabled(bool(parts))

    def _on_chip_chosen(self, key: str) -> None:
        self.model.show_plan(self._plan, None if key == _ALL else Step(key))

    def _on_taken(self) -> None:
        self.agreed.emit(not self.twins.isChecked())

    def _lay_out(self) -> None:
        head, foot = QWidget(), QWidget()
        self._head, self._foot = FlowLayout(head, 10, _MARGINS), FlowLayout(foot, 8, _MARGINS)
        self._head.addWidget(self.words)
        self._head.addWidget(self.chips)
        self._foot.addWidget(self.twins)
        for button in (self.cancel, self.take):
            self._foot.add_end(button)
        for part in (head, foot):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.rows, 1)
        column.addWidget(foot)
