# SPDX-License-Identifier: Apache-2.0
"""Asks for one thing in place, without a dialog: a reason, a name, a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.pressable import is_enter
from incident_console.ui.widgets.visibility import show_when


class InlineEditor(QWidget):
    """Hidden until `open`. Enter or the button emits ``accepted(value)``, Esc closes and emits ``cancelled``.

    Accepted, it stays open, so that a refusal loses nothing: call `close_editor` once it is saved. The keyboard goes
    back to where it was.
    """

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, field: QLineEdit | ChoiceBox, question: str = "", save: str = "Save") -> None:
        super().__init__()
        self._field = field
        self._came_from: QWidget | None = None
        self._save = Button(save, key="Return", is_key_hint_only=True)
        self._cancel = Button("Cancel", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        if question:
            self._column.addWidget(Label(question, TextStyle.BODY, Role.TEXT, is_wrapped=True))
        self._column.addWidget(field)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=6)
        for button in (self._save, self._cancel):
            flow.addWidget(button)
        self._column.addWidget(buttons)
        self._save.clicked.connect(self._accept)
        self._cancel.clicked.connect(self._on_cancelled)
        self.hide()
        follow_theme(self._restyle)

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return not self.isHidden()

    def value(self) -> object:
        """What was typed, without blanks around it, or the key of what was chosen."""
        return self._field.text().strip() if isinstance(self._field, QLineEdit) else self._field.currentData()

    def open(self, value: object = "") -> None:
        """Ask, beginning with a value, marked so that typing replaces it; what is asked already is gone on with."""
        if not self.is_open:
            self._came_from = QApplication.focusWidget()
            self._begin_with(value)
        show_when(self, is_shown=True)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_editor(self) -> None:
        """Ask no more; what was typed is forgotten."""
        if not self.is_open:
            return
        back, self._came_from = self._came_from, None
        if has_keyboard(self) and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self._on_cancelled()
        else:
            super().keyPressEvent(event)

    def _begin_with(self, value: object) -> None:
        if isinstance(self._field, QLineEdit):
            self._field.setText(str(value))
            self._field.selectAll()
        else:
            self._field.setCurrentIndex(max(0, self._field.findData(value)))

    def _accept(self) -> None:
        self.accepted.emit(self.value())

    def _on_cancelled(self) -> None:
        self.close_editor()
        self.cancelled.emit()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(6))
