# SPDX-License-Identifier: Apache-2.0
"""The steps of a document, to choose of which ones tasks are made, and who answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.document_properties import RESTRICTED
from incident_console.services.document_tasks import StepChoice
from incident_console.services.roles import RoleLine
from incident_console.ui.document_words import version_words
from incident_console.ui.models.steps_model import STEP_COLUMNS, StepsModel
from incident_console.ui.theme import Role, TextStyle, Tone
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.row_list import RowList


class TasksView(QWidget):
    """``make_wanted`` comes with Ctrl+Enter, ``left_wanted`` with Esc; Space or a click chooses a step."""

    make_wanted = Signal()
    left_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document-tasks")
        self.header, self.bar, self.model = PageHeader("Make tasks"), InlineBar(), StepsModel()
        self.rows = RowList(STEP_COLUMNS, "document-steps", "Steps of the document")
        self.rows.setModel(self.model)
        self.role = ChoiceBox("Role that answers for them")
        self._about = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._all, self._none = Button("Choose all", ButtonKind.QUIET), Button("Choose none", ButtonKind.QUIET)
        self._back = Button("Back", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True)
        self.make = PrimaryButton("Make tasks", key="Ctrl+Return", is_key_hint_only=True)
        self.make.setObjectName("make")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.header.add_end(self._back)
        tools = QWidget()
        set_ground(tools, "surface", "bottom")
        tools.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(tools, gap=10, margins=(16, 8, 16, 8))
        for part in (self._about, self._all, self._none):
            flow.addWidget(part)
        for end in (self.role, self.make):
            flow.add_end(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for whole in (self.header, self.bar, tools):
            column.addWidget(whole)
        column.addWidget(self.rows, 1)

    def _connect(self) -> None:
        self._back.clicked.connect(self.left_wanted)
        self.make.clicked.connect(self.make_wanted)
        self._all.clicked.connect(self._choose_all)
        self._none.clicked.connect(partial(self._choose, ()))
        self.rows.cell_clicked.connect(self._on_clicked)
        self.rows.row_activated.connect(self._turn)
        space = QShortcut(QKeySequence("Space"), self.rows, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._on_space)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            make = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            make.activated.connect(self.make.click)

    def show_choice(self, choice: StepChoice, roles: Sequence[RoleLine], now: Moment) -> None:
        """Show the steps of a version, all chosen that are no task yet and not ticked there."""
        self._tell_restricted(choice)
        self.header.set_title(f"Make tasks of: {choice.version.title}")
        self._about.setText(f"They cite this version: {version_words(choice.version, now)}")
        self.role.clear()
        self.role.addItem("No role", "")
        for role in roles:
            self.role.addItem(role.title, role.key)
        self.role.setCurrentIndex(max(0, self.role.findData(choice.role)))
        self.model.show_steps(choice.steps, choice.open_keys)
        self.rows.select_key(next((line.step.key for line in choice.steps), None))
        self._count()

    def _tell_restricted(self, choice: StepChoice) -> None:
        """A task is nobody's secret: say so before words of a restricted document become some."""
        if choice.document.classification.casefold() == RESTRICTED:
            self.bar.tell(Tone.WARN, "This document is restricted, its tasks are not", "The whole team will read them.")
        else:
            self.bar.hide()

    def forget(self) -> None:
        """Let go of the document."""
        self.model.show_steps((), ())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, keys: Sequence[str]) -> None:
        self.model.choose(keys)
        self._count()

    def _choose_all(self) -> None:
        self._choose(sorted(self.model.open_keys))

    def _turn(self, key: object) -> None:
        self.model.turn(key)
        self._count()

    def _on_clicked(self, key: object, _column: str) -> None:
        self._turn(key)

    def _on_space(self) -> None:
        self._turn(self.rows.current_key())

    def _count(self) -> None:
        count = len(self.model.chosen)
        self.make.set_words("Make 1 task" if count == 1 else f"Make {count} tasks")
        self.make.setEnabled(count > 0)
