# SPDX-License-Identifier: Apache-2.0
"""Asks before something that cannot be undone, and says in one sentence what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when


class DeliberateForm(QWidget):
    """Hidden until `ask`; ``agreed`` or ``cancelled`` comes once, and it is hidden again."""

    agreed = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("deliberate-form")
        set_ground(self, "surface", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._question = Label("", TextStyle.LEAD, is_bold=True, is_wrapped=True)
        self._means = Label("", is_wrapped=True)
        self._note = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._agree = Button("", ButtonKind.DANGER, key="Return", is_key_hint_only=True)
        self._agree.setObjectName("agree")
        self._cancel = Button("Cancel", key="Esc", is_key_hint_only=True)
        buttons = QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(buttons, gap=8)
        for button in (self._agree, self._cancel):
            flow.addWidget(button)
        self._column = QVBoxLayout(self)
        for part in (self._question, self._means, self._note, buttons):
            self._column.addWidget(part)
        self.setFocusProxy(self._agree)
        self._agree.clicked.connect(self._on_agreed)
        self._cancel.clicked.connect(self._on_cancelled)
        self.hide()
        follow_theme(self._restyle)

    def ask(self, question: str, means: str, button: str, note: str = "") -> None:
        """Ask; an earlier question that nobody answered is forgotten."""
        self._question.setText(question)
        self._means.setText(means)
        self._note.setText(note)
        show_when(self._note, is_shown=bool(note))
        self._agree.set_words(button)
        self.setAccessibleName(" ".join(filter(None, (question, means, note))))
        show_when(self, is_shown=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancelled()
        else:
            super().keyPressEvent(event)

    def _on_agreed(self) -> None:
        self.hide()
        self.agreed.emit()

    def _on_cancelled(self) -> None:
        self.hide()
        self.cancelled.emit()

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(6))
