# SPDX-License-Identifier: Apache-2.0
"""Writing a new task above the list: what, which role, who, by when."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.services.roles import RoleLine
from incident_console.ui.pages.tasks.verbs import NewTask
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.pressable import is_enter

_FIELD_WIDTH = {"role": 170, "owner": 160, "due": 146}


class TaskForm(QWidget):
    """``wanted(NewTask)`` comes with Enter; the text stays until `start_next`. Esc emits ``left`` and keeps it too."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task-form")
        self.setAccessibleName("New task")
        set_ground(self, "surface", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title, self._due = QLineEdit(), QLineEdit()
        self._role, self._owner = ChoiceBox("Role of the new task"), NameField("Owner of the new task", "Owner")
        self._add = PrimaryButton("Add", key="Return", is_key_hint_only=True)
        self._close = Button("Close", ButtonKind.LINK, key="Esc", is_key_hint_only=True)
        self._column, self._fields = QVBoxLayout(self), QWidget()
        self._name_fields()
        self._lay_out()
        self._add.clicked.connect(self._accept)
        self._close.clicked.connect(self.left)
        self.hide()
        follow_theme(self._restyle)

    def show_choices(self, roles: Sequence[RoleLine], names: Sequence[str]) -> None:
        """Say to which roles and people a task may be given; the chosen role stays."""
        chosen = self._role.currentData()
        self._role.clear()
        self._role.addItem("No role", "")
        for role in roles:
            self._role.addItem(role.title, role.key)
        self._role.setCurrentIndex(max(0, self._role.findData(chosen)))
        self._owner.set_names(names)

    def open(self) -> None:
        """Put the keyboard into the first field."""
        self.show()
        self._title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_next(self) -> None:
        """The task was added: be ready for one more of the same role and owner."""
        self._title.clear()
        self._due.clear()
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def task(self) -> NewTask:
        """What was typed."""
        role = self._role.currentData()
        return NewTask(self._title.text(), role if isinstance(role, str) else "", self._owner.text(), self._due.text())

    def unsaved(self) -> str:
        """What was typed as one text to keep, empty if no task was begun."""
        new = self.task()
        return json.dumps([new.title, new.role, new.owner, new.due]) if new.title.strip() else ""

    def restore(self, unsaved: str) -> None:
        """Take back what `unsaved` gave, or begin empty; anything else is passed over."""
        title, role, owner, due = _typed(unsaved)
        self._title.setText(title)
        self._role.setCurrentIndex(max(0, self._role.findData(role)))
        self._owner.setText(owner)
        self._due.setText(due)
        self.setVisible(bool(title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        self.wanted.emit(self.task())

    def _name_fields(self) -> None:
        for field, name, words, hint in (
            (self._title, "new-task-title", "What has to be done", "What has to be done"),
            (self._due, "new-task-due", "Due: 14:05, or +30 for in 30 minutes", "Due: 14:05 or +30"),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setPlaceholderText(hint)

    def _lay_out(self) -> None:
        flow = FlowLayout(self._fields, gap=8)
        for part in (self._role, self._owner, self._due, self._add):
            flow.addWidget(part)
        head = QHBoxLayout()
        head.addWidget(Label("New task", TextStyle.SMALL, Role.MUTED, is_bold=True), 1)
        head.addWidget(self._close)
        self._column.addLayout(head)
        self._column.addWidget(self._title)
        self._column.addWidget(self._fields)

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(16), px(8), px(16), px(10))
        self._column.setSpacing(px(6))
        fields = {"role": self._role, "owner": self._owner, "due": self._due}
        for name, field in fields.items():
            field.setFixedWidth(px(_FIELD_WIDTH[name]))


def _typed(unsaved: str) -> list[str]:
    try:
        found = json.loads(unsaved or "null")
    except (ValueError, RecursionError):
        found = None
    is_sound = isinstance(found, list) and len(found) == 4 and all(isinstance(part, str) for part in found)
    return found if is_sound else [""] * 4
