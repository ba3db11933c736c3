# SPDX-License-Identifier: Apache-2.0
"""What one may do next with a task, always in sight below its detail."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.task import OPEN
from incident_console.services.tasks import TaskLine
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_editor import InlineEditor
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_WORDS = {"A": "Acknowledge", "S": "Start", "D": "Done", "X": "Not applicable...", "R": "Reopen"}


class ActionBar(QWidget):
    """Buttons by key; the next thing to do stands out. ``left_out(reason)`` comes from a line asked in place.

    The page listens to the keys, because in a narrow window the bar is not always in sight.
    """

    acknowledged = Signal()
    started = Signal()
    finished = Signal()
    reopened = Signal()
    left_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task-actions")
        self.setAccessibleName("What to do with this task")
        set_ground(self, "window", "top")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.buttons = {key: Button(words, key=key, is_key_hint_only=True) for key, words in _WORDS.items()}
        self._acknowledge, self._start, self._done, self._leave_out, self._reopen = self.buttons.values()
        self._refusal = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        reason = QLineEdit()
        reason.setObjectName("reason")
        reason.setAccessibleName("Why it is not applicable")
        self._reason = InlineEditor(reason, "Why is it not applicable?", "Save the reason")
        self._buttons = QWidget()
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    @property
    def is_asking(self) -> bool:
        """Whether the reason is being asked."""
        return self._reason.is_open

    def show_for(self, task: TaskLine, refusal: str) -> None:
        """Offer what fits a task; ``refusal`` says why this station may do nothing of it."""
        is_new = task.is_open and not task.acknowledged_by
        shown = {
            self._acknowledge: is_new,
            self._start: task.state == OPEN,
            self._done: task.is_open,
            self._leave_out: task.is_open,
            self._reopen: not task.is_open,
        }
        for button, is_shown in shown.items():
            show_when(button, is_shown=is_shown and not refusal)
        self._acknowledge.set_kind(ButtonKind.PRIMARY)
        self._done.set_kind(ButtonKind.SECONDARY if is_new else ButtonKind.PRIMARY)
        self._refusal.setText(refusal)
        show_when(self._refusal, is_shown=bool(refusal))

    def close_editor(self) -> None:
        """Ask for no reason any more."""
        self._reason.close_editor()
        self._show_buttons()

    def _lay_out(self) -> None:
        flow = FlowLayout(self._buttons, gap=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for part in (self._refusal, self._buttons, self._reason):
            self._column.addWidget(part)

    def _connect(self) -> None:
        self._acknowledge.clicked.connect(self.acknowledged)
        self._start.clicked.connect(self.started)
        self._done.clicked.connect(self.finished)
        self._reopen.clicked.connect(self.reopened)
        self._leave_out.clicked.connect(self._ask_reason)
        self._reason.accepted.connect(self.left_out)
        self._reason.cancelled.connect(self._show_buttons)

    def _ask_reason(self) -> None:
        self._reason.open()
        show_when(self._buttons, is_shown=False)

    def _show_buttons(self) -> None:
        show_when(self._buttons, is_shown=True)

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(16), px(10), px(16), px(12))
