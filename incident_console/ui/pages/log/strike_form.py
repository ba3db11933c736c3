# SPDX-License-Identifier: Apache-2.0
"""Asks why an entry is wrong before it is ruled through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label


class StrikeForm(QWidget):
    """``submitted(reason)`` asks to strike, ``cancelled`` not to; after a failure the reason stays."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, label: str, reason: str = "") -> None:
        super().__init__()
        self.setObjectName("strike-form")
        self.setAccessibleName(f"Strike {label}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._bar = InlineBar()
        self._reason = GrowingText("strike-reason", f"Why {label} is wrong", most_lines=4)
        self._reason.set_text(reason)
        self._reason.setPlaceholderText("The reason, as everybody will read it")
        self._strike = Button(f"Strike {label}", ButtonKind.DANGER, key="Return", is_key_hint_only=True)
        cancel = Button("Cancel", key="Esc", is_key_hint_only=True)
        buttons = QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(buttons, gap=8)
        for button in (self._strike, cancel):
            flow.addWidget(button)
        stays = "The text stays readable, ruled through. A strike cannot be taken back."
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (
            Label(f"Why is {label} wrong?", is_bold=True, is_wrapped=True),
            self._reason,
            Label(stays, TextStyle.SMALL, Role.MUTED, is_wrapped=True),
            self._bar,
            buttons,
        ):
            self._column.addWidget(part)
        self.setFocusProxy(self._reason)
        self._reason.submitted.connect(self._on_submitted)
        self._strike.clicked.connect(self._on_submitted)
        cancel.clicked.connect(self.cancelled)
        follow_theme(self._restyle)

    def reason(self) -> str:
        """What was typed."""
        return self._reason.text()

    def tell_failed(self, error: KnownError) -> None:
        """Say why it was not struck."""
        self._strike.setEnabled(True)
        self._bar.tell_error(error)
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _on_submitted(self) -> None:
        if self._strike.isEnabled():
            self._strike.setEnabled(False)
            self.submitted.emit(self._reason.text())

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))
