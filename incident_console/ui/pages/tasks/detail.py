# SPDX-License-Identifier: Apache-2.0
"""All about one task at the right of the list; each part changes in place, so that nothing jumps while one works."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.services.roles import RoleLine
from incident_console.services.tasks import TaskLine
from incident_console.ui.delegates.task_row import full_time, shown_conflicts
from incident_console.ui.pages.tasks.action_bar import ActionBar
from incident_console.ui.pages.tasks.conflict_box import ConflictBox
from incident_console.ui.pages.tasks.detail_words import (
    acknowledged_words,
    blocker_rows,
    document_rows,
    due_words,
    history_rows,
    owner_words,
    role_words,
    state_words,
    step_rows,
)
from incident_console.ui.pages.tasks.editable_value import EditableValue
from incident_console.ui.pages.tasks.facts import TaskFacts
from incident_console.ui.pages.tasks.verbs import TaskVerbs
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.row_box import RowBox
from incident_console.ui.widgets.value_grid import ValueGrid
from incident_console.ui.widgets.visibility import show_when

LATER = ((15, "1"), (30, "3"), (60, "6"))
"""Minutes by which a due time moves on, and the keys for it."""


class TaskDetail(QStackedWidget):
    """``task_wanted(key)`` and ``document_wanted(key)`` come from links; what is done to the task goes to ``verbs``."""

    task_wanted = Signal(bytes)
    document_wanted = Signal(bytes)

    def __init__(self, verbs: TaskVerbs) -> None:
        super().__init__()
        self.setObjectName("task-detail-side")
        self._verbs = verbs
        self._facts: TaskFacts | None = None
        self._roles: tuple[RoleLine, ...] = ()
        self._refusal = ""
        self._make_parts()
        self._fill_pane()
        self._lay_out()
        self._connect()

    @property
    def keys(self) -> Mapping[str, QAbstractButton]:
        """The keys of the page that press something here."""
        pencils = {"O": self._owner.pencil, "L": self._role.pencil, "T": self._due.pencil}
        return {**self._actions.buttons, **pencils, **{key: self._later[minutes] for minutes, key in LATER}}

    def press(self, key: str) -> None:
        """Press the button of a key, where the task that is shown offers it now."""
        button = self.keys[key]
        if self.task is not None and not button.isHidden():
            button.click()

    @property
    def task(self) -> TaskLine | None:
        """The task that is shown, if one is."""
        return self._facts.line if self._facts else None

    @property
    def is_whole(self) -> bool:
        """Whether everything about the task is shown."""
        return self._facts is not None and self._facts.is_whole

    def show_choices(self, roles: Sequence[RoleLine], names: Sequence[str], refusal: str) -> None:
        """Say to which roles and people a task may be given, and why nothing may be changed, if so."""
        self._roles, self._refusal = tuple(roles), refusal
        if not self._role.is_editing:
            self._role_box.clear()
            self._role_box.addItem("No role", "")
            for role in roles:
                self._role_box.addItem(role.title, role.key)
        self._name_field.set_names(names)
        if self._facts is not None:
            self.show_task(self._facts)

    def show_task(self, facts: TaskFacts) -> None:
        """Show a task; open editors stay open while it is the same one."""
        if self._facts is None or self._facts.line.id != facts.line.id:
            self.close_editors()
            self._pane.verticalScrollBar().setValue(0)
        self._facts = facts
        self._show_head(facts)
        self._show_values(facts)
        self._show_parts(facts)
        self._actions.show_for(facts.line, self._refusal)
        self.setCurrentWidget(self._side)

    def shows_any(self, keys: Collection[bytes]) -> bool:
        """Whether one of these tasks is shown, or comes before the one that is."""
        facts = self._facts
        return facts is not None and any(each.id in keys for each in (facts.line, *facts.blockers))

    def pass_time(self, now: Moment) -> None:
        """Let the clock go on."""
        if self._facts is not None:
            self.show_task(replace(self._facts, now=now))

    def show_nothing(self) -> None:
        """Show that no task is chosen."""
        self.close_editors()
        self._facts = None
        self.setCurrentWidget(self._nothing)

    def focus_first(self) -> None:
        """Put the keyboard where one goes on: the first step, else the pane itself."""
        target = self._steps.row(0) if self.task and self.task.steps and not self._refusal else self._pane
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is not self._pane:
            self._pane.reveal(target)

    def close_editors(self) -> None:
        """End every question that is open; what was typed is saved or given up."""
        for part in (self._owner, self._role, self._due, self._actions):
            part.close_editor()

    def _make_parts(self) -> None:
        self._nothing = DetailPane("no-task", "No task")
        self._nothing.add_text("Choose a task to see all about it.")
        self._pane, self._side, self._actions = DetailPane("task-detail", "Task"), QWidget(), ActionBar()
        self._name_field, self._role_box = NameField("Owner"), ChoiceBox("Role")
        due_field = QLineEdit()
        due_field.setAccessibleName("Due")
        due_field.setPlaceholderText("14:05, +30 or none")
        self._later = {minutes: Chip(f"+{minutes}", is_small=True) for minutes, _ in LATER}
        self._owner = EditableValue("Change the owner", "O", self._name_field)
        self._role = EditableValue("Change the role", "L", self._role_box)
        self._due = EditableValue("Change the due time", "T", due_field, tuple(self._later.values()))
        self._blockers, self._document = RowBox("Blocked by"), RowBox("Document")
        self._steps, self._history = RowBox("Steps"), RowBox("History")
        self._conflicts = ConflictBox()

    def _fill_pane(self) -> None:
        pane = self._pane
        self._title, self._headline = pane.add_section(""), pane.add_headline("")
        self._note = pane.add_text("")
        pane.add_widget(self._conflicts)
        self._values: ValueGrid = pane.add_values()
        self._values.add("State", "")
        self._values.add_widget("Owner", self._owner, is_centred=True)
        self._values.add_widget("Role", self._role, is_centred=True)
        self._values.add_widget("Due", self._due, is_centred=True)
        self._known = self._values.add("Acknowledged", "")
        for box in (self._blockers, self._steps, self._document, self._history):
            pane.add_widget(box)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self, self._pane):
            part.setMinimumHeight(1)  # in a low window the actions stay whole, and the rest scrolls
        column.addWidget(self._pane, 1)
        column.addWidget(self._actions)
        self.addWidget(self._nothing)
        self.addWidget(self._side)

    def _connect(self) -> None:
        verbs, actions = self._verbs, self._actions
        for signal, verb in (
            (actions.acknowledged, verbs.acknowledge),
            (actions.started, verbs.start),
            (actions.finished, verbs.finish),
            (actions.reopened, verbs.reopen),
            (actions.left_out, verbs.leave_out),
            (self._owner.wanted, verbs.set_owner),
            (self._role.wanted, verbs.set_role),
            (self._due.wanted, verbs.set_due),
            (self._conflicts.keep_wanted, verbs.keep),
        ):
            signal.connect(partial(self._ask, verb))
        self._steps.row_clicked.connect(self._on_step_clicked)
        for box in (self._blockers, self._steps, self._document):
            box.row_entered.connect(self._pane.reveal)
        for value in (self._owner, self._role, self._due):
            value.opened.connect(partial(self._pane.reveal, value))
        self._blockers.row_clicked.connect(self.task_wanted)
        self._document.row_clicked.connect(self.document_wanted)
        for minutes, key in LATER:
            chip = self._later[minutes]
            chip.setToolTip(f"Due {minutes} min later ({key})")
            chip.clicked.connect(self._on_later_clicked)

    def _show_head(self, facts: TaskFacts) -> None:
        line = facts.line
        place = line.role_title or "no role"
        extra = [f"{line.priority} priority"] if line.priority != "normal" else []
        self._title.set_words(" \N{MIDDLE DOT} ".join((line.label, place, *extra)))
        self._headline.setText(line.title)
        said = "\n".join(filter(None, (line.detail, line.phase)))
        self._note.setText(said)
        show_when(self._note, is_shown=bool(said))

    def _show_values(self, facts: TaskFacts) -> None:
        line, can_change = facts.line, not self._refusal
        self._values.set_value("State", state_words(facts))
        self._owner.show_value(owner_words(line), line.owner, can_change=can_change)
        self._role.show_value(role_words(line), line.role, can_change=can_change)
        words, role = due_words(line, facts.now)
        typed = "" if line.due_at_ms is None else full_time(line.due_at_ms, facts.now)[:16]
        self._due.show_value(words, typed, role, can_change=can_change and line.is_open)
        self._due.set_tip("" if line.due_at_ms is None else full_time(line.due_at_ms, facts.now))
        self._values.set_value("Acknowledged", *acknowledged_words(line, facts.now))
        known_at_ms = line.acknowledged_at_ms
        self._known.setToolTip("" if known_at_ms is None else full_time(known_at_ms, facts.now))

    def _show_parts(self, facts: TaskFacts) -> None:
        can_change = not self._refusal
        shown = shown_conflicts(facts.line)
        conflicts = [conflict for conflict in facts.conflicts if conflict.field in shown]
        titles = {role.key: role.title for role in self._roles}
        self._conflicts.show_conflicts(conflicts, titles, facts.now, can_change=can_change)
        self._blockers.show_rows(blocker_rows(facts))
        self._steps.show_rows(step_rows(facts, can_change=can_change))
        self._document.show_rows(document_rows(facts))
        self._history.show_rows(history_rows(facts))

    def _ask(self, verb: Callable[..., None], *values: object) -> None:
        """Ask for something to be done to the task that is shown."""
        if self.task:
            verb(self.task, *values)

    def _on_later_clicked(self) -> None:
        minutes = next(minutes for minutes, chip in self._later.items() if chip is self.sender())
        self._ask(self._verbs.postpone, minutes)

    def _on_step_clicked(self, key: str) -> None:
        step = next((step for step in self.task.steps if step.key == key), None) if self.task else None
        if self.task and step:
            self._verbs.tick(self.task, key, is_done=not step.is_done)
