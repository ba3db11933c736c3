# SPDX-License-Identifier: Apache-2.0
"""A person to add or to change, in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.people import PersonEdit, PersonLine
from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.pressable import is_enter

_KINDS = ("mobile", "work", "home", "satellite", "pager", "fax", "other")


class PersonForm(QWidget):
    """``submitted(PersonEdit)`` asks to save, Esc and Cancel emit ``cancelled``; a refusal loses nothing."""

    submitted = Signal(object)
    cancelled = Signal()

    def __init__(self, person: PersonLine | None) -> None:
        super().__init__()
        self.setObjectName("person-form")
        self.person = person
        self.bar = InlineBar()
        self.name, self.title = _field("Name"), _field("Position")
        self.organisation, self.groups = _field("Organisation"), _field("Groups")
        self.emails, self.note = _field("Mail"), GrowingText("person-note", "Note")
        self._numbers: list[tuple[str, ChoiceBox, QLineEdit]] = []
        self._rows: list[QHBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._lay_out()
        if person is not None:
            self._fill(person)
        self.setFocusProxy(self.name)
        follow_theme(self._restyle)

    def edit(self) -> PersonEdit:
        """What the form says."""
        numbers = tuple((key, str(kind.currentData()), field.text()) for key, kind, field in self._numbers)
        return PersonEdit(
            name=self.name.text(),
            title=self.title.text(),
            organisation=self.organisation.text(),
            note=self.note.text(),
            groups=_parted(self.groups),
            numbers=numbers,
            emails=_parted(self.emails),
        )

    def tell_failed(self, error: KnownError) -> None:
        """Say why it was not saved."""
        self.bar.tell_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Ask to save."""
        self.submitted.emit(self.edit())

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.bar)
        for name, field in (("Name", self.name), ("Position", self.title), ("Organisation", self.organisation)):
            self._column.addWidget(FormField(name, field))
        self._column.addWidget(Label("Numbers, in the order in which to try them"))
        for number in self.person.numbers if self.person else ():
            self._add_number(number.key, number.kind, number.shown)
        self._add_number("", "mobile", "")
        self._column.addWidget(FormField("Mail", self.emails, "Several with commas."))
        self._column.addWidget(FormField("Groups", self.groups, "With commas, such as crisis-team, suppliers."))
        self._column.addWidget(FormField("Note", self.note, "Hours, language, who else answers."))
        self.note.submitted.connect(self.submit)
        save = PrimaryButton("Save", key="Return", is_key_hint_only=True)
        cancel = Button("Cancel", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        save.clicked.connect(self.submit)
        cancel.clicked.connect(self.cancelled)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        for button in (save, cancel):
            flow.addWidget(button)
        self._column.addWidget(buttons)

    def _add_number(self, key: str, kind: str, shown: str) -> None:
        box, field, row = ChoiceBox(f"Kind of number {len(self._numbers) + 1}"), QLineEdit(shown), QHBoxLayout()
        for each in dict.fromkeys((*_KINDS, kind)):
            box.addItem(each or "not said", each)
        box.setCurrentIndex(max(0, box.findData(kind)))
        field.setObjectName(f"number-{len(self._numbers) + 1}")
        field.setAccessibleName(f"Number {len(self._numbers) + 1}")
        field.setPlaceholderText("" if key else "another number, +49 ...")
        row.addWidget(box)
        row.addWidget(field, 1)
        self._column.addLayout(row)
        self._rows.append(row)
        self._numbers.append((key, box, field))

    def _fill(self, person: PersonLine) -> None:
        self.name.setText(person.name)
        self.title.setText(person.title)
        self.organisation.setText(person.organisation)
        self.groups.setText(", ".join(person.groups))
        self.emails.setText(", ".join(person.emails))
        self.note.set_text(person.note)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))
        for row in self._rows:
            row.setSpacing(theme().px(8))


def _parted(field: QLineEdit) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in field.text().split(","))))


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(f"person-{name.lower()}")
    field.setAccessibleName(name)
    return field
