# SPDX-License-Identifier: Apache-2.0
"""Opens an incident, in the window itself: which plan, what to call it, how bad, since when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from incident_console.domain.plan import Plan
from incident_console.services.plans import load_plans
from incident_console.services.times import parse_event_time
from incident_console.ui.frame.severity_choice import SeverityChoice
from incident_console.ui.jobs import Lane
from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.form_column import FormColumn
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.option_list import OptionList
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.incidents import IncidentLine
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner

_NO_PLAN = "no-plan"
_MAY = "A plan brings its roles, tasks, call lists and first entries. All of it can be changed afterwards."
_MAY_NOT = "As soon as a coordinator opens one, it appears here by itself."


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What was asked for; ``plan`` None opens one that no plan fits, ``since`` is as typed."""

    plan: Plan | None
    name: str
    level: int
    since: str


def open_incident(session: Session, wish: OpenIncident) -> IncidentLine:
    """Open the incident. Raises KnownError for a blank name, a time that is none, or without the right."""
    started = parse_event_time(wish.since.strip() or "now", session.now())
    if wish.plan is None:
        return session.incidents.open_without_plan(wish.name, started=started)
    return session.plans.open_incident(wish.plan, wish.name, started, wish.level)


class OpenIncidentPanel(QWidget):
    """Stands in place of a page. ``opened(id)`` comes once the incident is durable, ``left`` when it is not wanted."""

    opened = Signal(bytes)
    left = Signal()

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("open-incident")
        self.setAccessibleName("Open an incident")
        set_ground(self, "surface")
        self._session, self._jobs = session, jobs
        self._plans: dict[str, Plan] = {}
        self._title = Label("No incident is open", TextStyle.TITLE, is_bold=True)
        self._about = Label(_MAY, TextStyle.BODY, Role.MUTED, is_wrapped=True)
        self._bar = InlineBar()
        self._options = OptionList("Plan", is_brief=True)
        self._name, self._since = QLineEdit(), QLineEdit()
        self._severity = SeverityChoice()
        self._severity_field = FormField("Severity", self._severity)
        self._open = PrimaryButton("Open the incident", key="Ctrl+Return", icon="flag")
        self._cancel = SecondaryButton("Not now", key="Esc", is_key_hint_only=True)
        self._form = QWidget()
        self._lay_out()
        self._connect()
        jobs.ask(load_plans, lane=Lane.POOL, on_success=self._on_plans, on_failure=self._bar.tell_error)

    def show_for(self, *, may_open: bool, may_leave: bool) -> None:
        """Say what this station may do, and whether there is an incident to go back to."""
        self._title.setText("Open another incident" if may_leave else "No incident is open")
        self._about.setText(_MAY if may_open else _MAY_NOT)
        for part in (self._form, self._open):
            show_when(part, is_shown=may_open)
        show_when(self._cancel, is_shown=may_leave)

    def focus_first(self) -> None:
        """Put the keyboard into the name, the only thing that must be typed."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._cancel.isHidden():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._name.setPlaceholderText("What and where: Facility outage, Harbour House")
        self._since.setPlaceholderText("now")
        form = FormColumn(620)
        for part in (self._title, self._about):
            form.add(part)
        inside = QVBoxLayout(self._form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(FormField("Name", self._name))
        inside.addWidget(FormField("Plan", self._options))
        inside.addWidget(self._severity_field)
        inside.addWidget(FormField("Began at", self._since, "14:05, or -20 for 20 minutes ago; empty means now."))
        form.add(self._form)
        form.add_foot(self._open, self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(form, 1)

    def _connect(self) -> None:
        self._options.chosen.connect(self._on_plan_chosen)
        self._name.returnPressed.connect(self._on_open_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._cancel.clicked.connect(self.left)

    def _on_plans(self, plans: list[Plan]) -> None:
        for plan in sorted(plans, key=lambda plan: plan.name.casefold()):
            self._plans[plan.id] = plan
            brings = f"{len(plan.roles)} roles, {len(plan.tasks)} tasks, {len(plan.call_lists)} call lists."
            self._options.add_option(plan.id, plan.name, f"{_first_sentence(plan.summary)} {brings}", "list-checks")
        self._options.add_option(_NO_PLAN, "Without a plan", "An empty incident; tasks are added by hand.", "file-text")
        self._on_plan_chosen(self._options.chosen_key())

    def _on_plan_chosen(self, key: str) -> None:
        plan = self._plans.get(key)
        show_when(self._severity_field, is_shown=plan is not None)
        if plan is not None:
            self._severity.show_levels(plan.severity_levels, plan.opening_severity)

    def _on_open_clicked(self) -> None:
        plan = self._plans.get(self._options.chosen_key())
        wish = OpenIncident(plan, self._name.text(), self._severity.level() if plan else 0, self._since.text())
        self._open.setEnabled(False)
        call = partial(open_incident, self._session, wish)
        self._jobs.ask(call, on_success=self._on_opened, on_failure=self._on_refused)

    def _on_opened(self, line: IncidentLine) -> None:
        self._open.setEnabled(True)
        self._bar.dismiss()
        self._name.clear()
        self._since.clear()
        self.opened.emit(line.id)

    def _on_refused(self, error: KnownError) -> None:
        self._open.setEnabled(True)
        self._bar.tell_error(error)


def _first_sentence(text: str) -> str:
    first, stop, _ = " ".join(text.split()).partition(". ")
    return first + stop.strip()
