# SPDX-License-Identifier: Apache-2.0
"""Who works at this laptop and who of them is writing, in the pane of this laptop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.choices import RadioButton
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incident_console.domain.errors import KnownError
    from incident_console.services.persons import Writer
    from incident_console.ui.pages.page import PageContext

_EXPLAINS = "Whoever is chosen stands in everything that is saved from then on, until somebody else is."
_ADD = "Who takes turns at this laptop. Everybody sees the name with what that person writes."


class WritersPart(QWidget):
    """A name that is being typed stays while the rest follows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("writers-part")
        self.setAccessibleName("Who is writing")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._context, self._writers = context, context.session.writers
        self._shown: tuple[Writer, ...] = ()
        self._choices = QWidget()
        self._choices_column, self._column = QVBoxLayout(self._choices), QVBoxLayout(self)
        self._explains = Label(_EXPLAINS, TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._name, self._add = QLineEdit(), SecondaryButton("Add person")
        self._name.setObjectName("person-name")
        self._name.setMaxLength(60)
        self._add.setEnabled(False)
        self._bar = InlineBar()
        for layout in (self._choices_column, self._column):
            layout.setContentsMargins(0, 0, 0, 0)
        field = FormField("Add a person", self._name, _ADD, self._add)
        for part in (self._choices, self._explains, field, self._bar):
            self._column.addWidget(part)
        self._name.textChanged.connect(self._on_typed)
        self._name.returnPressed.connect(self._on_add_clicked)
        self._add.clicked.connect(self._on_add_clicked)
        follow_theme(self._restyle)

    def show_writers(self, writers: Sequence[Writer]) -> None:
        """Show them as they are now."""
        if tuple(writers) == self._shown:
            return
        self._shown = tuple(writers)
        while (item := self._choices_column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for writer in writers:
            button = RadioButton(writer.name)
            button.setObjectName(f"writer-{writer.id.hex()}")
            button.setChecked(writer.is_writing)
            button.clicked.connect(partial(self._on_chosen, writer.id))
            self._choices_column.addWidget(button)
        show_when(self._explains, is_shown=len(self._shown) > 1)

    def focus_name(self) -> None:
        """Put the keyboard where a person is added."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, person: bytes) -> None:
        self._ask(partial(self._writers.choose, person))

    def _on_typed(self) -> None:
        self._add.setEnabled(bool(self._name.text().strip()))

    def _on_add_clicked(self) -> None:
        if self._add.isEnabled():
            self._add.setEnabled(False)
            self._context.jobs.ask(
                partial(self._writers.add, self._name.text()), on_success=self._on_added, on_failure=self._on_refused
            )

    def _on_added(self, _person: bytes) -> None:
        self._name.clear()
        self._bar.hide()
        self._context.tell_saved()

    def _ask(self, call: partial[None]) -> None:
        self._context.jobs.ask(call, on_failure=self._on_refused)

    def _on_refused(self, error: KnownError) -> None:
        self._bar.tell_error(error)
        self._on_typed()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))
        self._choices_column.setSpacing(0)
