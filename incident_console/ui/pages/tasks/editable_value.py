# SPDX-License-Identifier: Apache-2.0
"""A value beside its name in the detail, and changing it in the same place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.inline_editor import InlineEditor
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.visibility import show_when


class EditableValue(QWidget):
    """``wanted(value)`` comes from its editor, ``opened`` before; it stays open until `close_editor`.

    The pencil opens it, and the page that listens to the key; ``extras`` stand beside it: chips that move a time.
    """

    wanted = Signal(object)
    opened = Signal()

    def __init__(self, verb: str, key: str, field: QLineEdit | ChoiceBox, extras: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._value: object = ""
        self._words = ElidedLabel("", TextStyle.BODY)
        self.pencil = Button(verb, ButtonKind.LINK, key=key, icon="pencil", is_key_hint_only=True, is_icon_only=True)
        self._editor = InlineEditor(field)
        self._extras, self._view = tuple(extras), QWidget()
        flow = FlowLayout(self._view, gap=5)
        for part in (self._words, self.pencil, *([_side_by_side(extras)] if extras else [])):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._view)
        column.addWidget(self._editor)
        self.pencil.clicked.connect(self._open)
        self._editor.accepted.connect(self.wanted)
        self._editor.cancelled.connect(self._show_view)

    @property
    def is_editing(self) -> bool:
        """Whether its editor is open."""
        return self._editor.is_open

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_value(self, words: str, value: object, role: Role = Role.TEXT, *, can_change: bool = True) -> None:
        """Show a value in words; ``value`` is what the editor begins with."""
        self._value = value
        self._words.set_text(words, role)
        for part in (*self._extras, self.pencil):
            show_when(part, is_shown=can_change)

    def set_tip(self, tip: str) -> None:
        """Tell more on hovering."""
        self._view.setToolTip(tip)

    def close_editor(self) -> None:
        """Show the value again."""
        self._editor.close_editor()
        self._show_view()

    def _open(self) -> None:
        self._editor.open(self._value)
        show_when(self._view, is_shown=False)
        self.opened.emit()

    def _show_view(self) -> None:
        show_when(self._view, is_shown=True)


def _side_by_side(parts: Sequence[QWidget]) -> QWidget:
    """Parts that wrap to the next line together."""
    group = QWidget()
    flow = FlowLayout(group, gap=5)
    for part in parts:
        flow.addWidget(part)
    return group
