# SPDX-License-Identifier: Apache-2.0
"""All about somebody: numbers, addresses, groups, when it was verified; and the form that changes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.calls import CallListLine
from incident_console.services.people import NumberLine, PersonLine
from incident_console.services.times import clock, full, local_offset_min
from incident_console.ui.delegates import Line, Tag, Text
from incident_console.ui.pages.calls.call_words import verified_words
from incident_console.ui.pages.calls.person_form import PersonForm
from incident_console.ui.theme import Role, Tone
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.visibility import refuse


class PersonPane(QWidget):
    """``verify_wanted(person)`` and ``save_wanted(person or None, PersonEdit)`` ask for what the buttons say.

    ``listing_wanted(call list, person, is_on)`` asks to put somebody on a call list, or to take them off.
    While somebody types in the form nothing is refreshed under their hands.
    """

    verify_wanted = Signal(object)
    save_wanted = Signal(object, object)
    listing_wanted = Signal(object, object, bool)
    form_closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.pane = InlineBar(), DetailPane("person-detail", "Person")
        self.person: PersonLine | None = None
        self.form: PersonForm | None = None
        self._now, self._refusal = Moment(0, 0), ""
        self._lists: tuple[CallListLine, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pane, 1)

    def show_person(self, person: PersonLine | None, lists: tuple[CallListLine, ...], now: Moment) -> None:
        """Show somebody and the call lists of the incident, or nobody."""
        is_same = person == self.person and now.ms // 60_000 == self._now.ms // 60_000
        is_same = is_same and _places(lists, person) == _places(self._lists, person)
        self.person, self._lists, self._now = person, lists, now
        if self.form is None and not is_same:
            self._fill()

    def refuse(self, reason: str) -> None:
        """Let nobody be changed, for this reason; empty lets them again."""
        self._refusal = reason
        if self.form is None:
            self._fill()

    def open_form(self, *, is_new: bool) -> None:
        """Change the person that is shown, or add somebody."""
        if self.form is None and not self._refusal and (is_new or self.person is not None):
            self.form = PersonForm(None if is_new else self.person)
            self.form.submitted.connect(self._on_submitted)
            self.form.cancelled.connect(self.close_form)
            self.pane.clear()
            self.pane.add_section("New person" if is_new else "Change")
            self.pane.add_widget(self.form)
        if self.form is not None:
            self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Show the person again."""
        if self.form is not None:
            self.form = None
            self._fill()
            self.form_closed.emit()

    def verify(self) -> None:
        """Say that the numbers were confirmed just now."""
        if self.person is not None and self.form is None and not self._refusal:
            self.verify_wanted.emit(self.person.id)

    def tell_failed(self, error: KnownError) -> None:
        """Say why something was not done, where it was asked for."""
        (self.form.bar if self.form is not None else self.bar).tell_error(error)

    def _on_submitted(self, edit: object) -> None:
        if self.form is not None:
            self.save_wanted.emit(self.form.person.id if self.form.person else None, edit)

    def fill_again(self) -> None:
        """Show the person as before something was refused."""
        if self.form is None:
            self._fill()

    def _fill(self) -> None:
        self.pane.clear()
        person = self.person
        if person is None:
            self.pane.add_text("Choose somebody to see their numbers and groups.")
            return
        self.pane.add_headline(person.name)
        if person.about:
            self.pane.add_text(person.about)
        self._add_buttons()
        self.pane.add_section("Numbers")
        for number in person.numbers:
            self.pane.add_row(_number_line(number))
        if not person.numbers:
            self.pane.add_text("No number yet.", Role.WARN)
        verified = self.pane.add_text(_verified(person, self._now), Role.WARN if person.is_stale else Role.MUTED)
        if person.verified_at_ms is not None:
            at_ms = person.verified_at_ms
            verified.setToolTip(full(at_ms, local_offset_min(at_ms, self._now)))
        self._add_rest(person)

    def _add_buttons(self) -> None:
        verify = SecondaryButton("Verify now", key="V", icon="badge-check", is_key_hint_only=True)
        edit = SecondaryButton("Change", key="E", icon="pencil", is_key_hint_only=True)
        verify.setToolTip("The numbers were confirmed just now")
        verify.clicked.connect(self.verify)
        edit.clicked.connect(self._on_edit_clicked)
        for button in (verify, edit) if self._refusal else ():
            refuse(button, self._refusal)
        self.pane.add_buttons([verify, edit])

    def _add_rest(self, person: PersonLine) -> None:
        if person.emails:
            self.pane.add_section("Mail")
            for email in person.emails:
                self.pane.add_text(email, Role.TEXT).make_selectable()
        self._add_lists(person)
        if person.groups:
            self.pane.add_section("Groups")
            self.pane.add_row(Line(before=tuple(Tag(group) for group in person.groups), max_lines=0))
        if person.note:
            self.pane.add_section("Note")
            self.pane.add_text(person.note, Role.TEXT).make_selectable()
        changed = f"Changed {clock(person.changed_at_ms, self._now)} by {person.changed_by}"
        self.pane.add_gap()
        self.pane.add_text(changed)

    def _add_lists(self, person: PersonLine) -> None:
        """Every call list as a switch: on for those on which this person stands."""
        if not self._lists:
            return
        self.pane.add_section("On call lists")
        chips = FilterChips("On call lists", is_exclusive=False)
        for line in self._lists:
            chips.add_chip(line.id.hex(), line.name)
            chips.set_on(line.id.hex(), is_on=person.id in line.people)
        chips.toggled.connect(self._on_list_toggled)
        refuse(chips, self._refusal)
        self.pane.add_widget(chips)

    def _on_list_toggled(self, key: str, is_on: bool) -> None:
        if self.person is not None:
            self.listing_wanted.emit(bytes.fromhex(key), self.person.id, is_on)

    def _on_edit_clicked(self) -> None:
        self.open_form(is_new=False)


def _places(lists: tuple[CallListLine, ...], person: PersonLine | None) -> list[tuple[bytes, str, bool]]:
    return [(line.id, line.name, person is not None and person.id in line.people) for line in lists]


def _number_line(number: NumberLine) -> Line:
    tag = (Tag("wrong", Tone.WARN),) if number.is_wrong else ()
    words = Text(number.shown, Role.MUTED if number.is_wrong else Role.TEXT, is_struck=number.is_wrong)
    return Line((words,), after=tag, end=(Text(number.kind, Role.MUTED),))


def _verified(person: PersonLine, now: Moment) -> str:
    words = verified_words(person.verified_at_ms, now)
    return f"{words[:1].upper()}{words[1:]}"
