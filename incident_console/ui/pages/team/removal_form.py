# SPDX-License-Identifier: Apache-2.0
"""Says what removing a station means, and asks to type its code before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.membership_words import place
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.choices import RadioButton
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label

if TYPE_CHECKING:
    from incident_console.domain.errors import KnownError
    from incident_console.services.team import MemberLine

_MEANS = (
    "What it wrote up to now counts. What it writes later is held until an admin looks at it.",
    "The team writes under a new key from now on, and it is not given that key.",
    "It keeps what it has: nothing can be fetched back from a laptop.",
    "A removal cannot be taken back; the laptop can join anew, in a new workspace.",
)
_LOST = (
    "Whoever has the laptop and its passphrase reads what it held until now. Remove it at once; every station that"
    " hears of it writes under the new key from then on."
)
_HANDED_OVER = (
    "Let it sync once more before, so that its last work counts. If a new laptop comes in its place, let that one ask"
    " to join, and say there that it replaces this one: both are done in one step."
)


class RemovalForm(QWidget):
    """``confirmed`` comes when the code was typed, ``cancelled`` when not; after a failure all stays.

    ``typed`` tells that somebody types where it may be out of sight.
    """

    typed = Signal()
    confirmed = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("removal-form")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._wanted = ""
        self._question = Label("", is_bold=True, is_wrapped=True)
        self._lost, self._handed_over = RadioButton("Lost or stolen"), RadioButton("Handed over or retired")
        self._advice = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._code = QLineEdit()
        self._code.setObjectName("removal-code")
        self._code.setMaxLength(16)
        self.bar = InlineBar()
        self._remove = Button("Remove", ButtonKind.DANGER, key="Return", is_key_hint_only=True)
        self._remove.setObjectName("confirm-removal")
        self._cancel = Button("Cancel", key="Esc", is_key_hint_only=True)
        self._ask_code = FormField("Type its code to confirm", self._code)
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def ask(self, line: MemberLine) -> None:
        """Ask about this station, from the beginning."""
        self._wanted = line.code
        self.setAccessibleName(f"Remove {place(line)}")
        self._question.setText(f"Remove {place(line)}, {line.member}, from the team?")
        self._code.clear()
        self._code.setPlaceholderText(line.code)
        self._code.setAccessibleName(f"Type {line.code} to confirm")
        self._remove.set_words(f"Remove {line.code}")
        self._lost.setChecked(True)
        self._on_kind_chosen()
        self.tell_ready()

    def tell_ready(self) -> None:
        """Let the button be pressed if the code is right."""
        self.bar.hide()
        self._on_typed()

    def tell_failed(self, error: KnownError) -> None:
        """Say why it was not done."""
        self.bar.tell_error(error)
        self._on_typed()

    def focus_first(self) -> None:
        """Put the keyboard where the code is typed."""
        self._code.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        buttons = QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(buttons, gap=8)
        for button in (self._remove, self._cancel):
            flow.addWidget(button)
        self._column.setContentsMargins(0, 0, 0, 0)
        means = [Label(words, is_wrapped=True) for words in _MEANS]
        for part in (self._question, *means, self._lost, self._handed_over, self._advice, self._ask_code):
            self._column.addWidget(part)
        for part in (self.bar, buttons):
            self._column.addWidget(part)

    def _connect(self) -> None:
        self._lost.toggled.connect(self._on_kind_chosen)
        self._code.textChanged.connect(self._on_typed)
        self._code.textEdited.connect(self.typed)
        self._code.returnPressed.connect(self._on_confirmed)
        self._remove.clicked.connect(self._on_confirmed)
        self._cancel.clicked.connect(self.cancelled)

    def _on_kind_chosen(self) -> None:
        self._advice.setText(_LOST if self._lost.isChecked() else _HANDED_OVER)

    def _on_typed(self) -> None:
        self._remove.setEnabled(bool(self._wanted) and self._code.text().strip().upper() == self._wanted.upper())

    def _on_confirmed(self) -> None:
        if self._remove.isEnabled():
            self._remove.setEnabled(False)
            self.confirmed.emit()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))
