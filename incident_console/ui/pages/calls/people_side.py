# SPDX-License-Identifier: Apache-2.0
"""Everybody whom the team may have to reach: the list, the person beside it, adding, changing, importing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.contacts import ContactsOutcome
from incident_console.services.people import PersonEdit, PersonLine
from incident_console.ui.delegates.person_row import PERSON_COLUMNS
from incident_console.ui.models.calls_model import PeopleModel
from incident_console.ui.pages.calls.feed import CallFacts
from incident_console.ui.pages.calls.import_pane import ImportPane, outcome_words
from incident_console.ui.pages.calls.person_pane import PersonPane
from incident_console.ui.pages.page import PageContext
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.split_page import SplitPage

_NO_PEOPLE = (
    "Import the contacts of an address book (vCard or CSV): you see what would change before anything does."
    " Call lists are made of people and their groups."
)


class PeopleSide(QWidget):
    """Shows what it is given with `show_facts`; ``saved`` comes when something here became durable."""

    saved = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._people, self._calls, self._jobs = context.session.people, context.session.calls, context.jobs
        self._saved = context.tell_saved
        self._facts: CallFacts | None = None
        self._words = ""
        self._wanted: bytes | None = None
        self.bar, self.model = InlineBar(), PeopleModel(self)
        self.rows = RowList(PERSON_COLUMNS, "people-list", "People")
        self.rows.setModel(self.model)
        self.pane = PersonPane()
        self.split = SplitPage(self.rows, self.pane, "people", context.settings)
        self.empty = EmptyState("users", "No people yet", _NO_PEOPLE, "Import contacts")
        self.nothing = EmptyState("search", "Nobody found", "Nobody fits what you search for.")
        self.importing = ImportPane(context.session.contacts, context.jobs)
        self._stack = QStackedWidget()
        for part in (self.split, self.empty, self.nothing, self.importing):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.rows.current_key_changed.connect(self._on_current_changed)
        self.rows.row_activated.connect(self._on_row_activated)
        self.split.back_to_list.connect(self.focus_list)
        self.pane.verify_wanted.connect(self._on_verify_wanted)
        self.pane.save_wanted.connect(self._on_save_wanted)
        self.pane.listing_wanted.connect(self._on_listing_wanted)
        self.pane.form_closed.connect(self.focus_list)
        self.empty.action_clicked.connect(self.importing.choose_file)
        self.importing.previewed.connect(self._on_previewed)
        self.importing.ended.connect(self._on_import_ended)
        self.importing.failed.connect(self.bar.tell_error)

    def show_facts(self, facts: CallFacts, words: str) -> None:
        """Show everybody as they are now, or those who fit the search."""
        self._facts, self._words = facts, words
        self.model.show_people(facts.people, words)
        if self._wanted is not None and self.rows.select_key(self._wanted):
            self._wanted = None
        if self.rows.current_key() is None and self.model.items:
            self.rows.select_key(self.model.items[0].key)
        self._show_part()
        self._show_person()

    def show_person(self, person: bytes) -> None:
        """Choose somebody now, or when they come."""
        self._wanted = person
        if self._facts is not None:
            self.show_facts(self._facts, self._words)

    def add_person(self) -> None:
        """Ask for a new person."""
        self.pane.open_form(is_new=True)
        self._show_part()
        self.split.show_detail()
        self.pane.open_form(is_new=True)

    def change_person(self) -> None:
        """Ask how the person that is shown shall be changed."""
        if self._stack.currentWidget() is self.split:
            self.split.show_detail()
            self.pane.open_form(is_new=False)

    def focus_list(self) -> None:
        """Put the keyboard on the list, or on what stands in its place."""
        self._show_part()
        self.split.show_list()
        shown = self._stack.currentWidget() or self.split
        (self.rows if shown is self.split else shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_part(self) -> None:
        if self._stack.currentWidget() is self.importing:
            return
        everybody = self._facts.people if self._facts else ()
        is_listed = bool(self.model.items) or self.pane.form is not None
        self._stack.setCurrentWidget(self.split if is_listed else self.nothing if everybody else self.empty)

    def _show_person(self) -> None:
        if self._facts is not None:
            key = self.rows.current_key()
            person = next((each for each in self._facts.people if each.id == key), None)
            self.pane.show_person(person, self._facts.lists, self._facts.now)

    def _on_current_changed(self, _key: object) -> None:
        self._show_person()

    def _on_row_activated(self, _key: object) -> None:
        self.split.show_detail()
        self.pane.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_verify_wanted(self, person: bytes) -> None:
        call = partial(self._people.verify, person)
        self._jobs.ask(call, on_success=self._on_saved, on_failure=self.pane.tell_failed)

    def _on_listing_wanted(self, call_list: bytes, person: bytes, is_on: bool) -> None:
        put_on = partial(self._calls.add_people, call_list, [person])
        take_off = partial(self._calls.remove_person, call_list, person)
        self._jobs.ask(put_on if is_on else take_off, on_success=self._on_saved, on_failure=self._on_listing_refused)

    def _on_listing_refused(self, error: KnownError) -> None:
        self.pane.fill_again()
        self.pane.tell_failed(error)

    def _on_save_wanted(self, person: bytes | None, edit: PersonEdit) -> None:
        call = partial(self._people.save, person, edit)
        self._jobs.ask(call, on_success=self._on_form_saved, on_failure=self.pane.tell_failed)

    def _on_form_saved(self, person: PersonLine) -> None:
        self._wanted = person.id
        self.pane.close_form()
        self._on_saved(person)

    def _on_saved(self, _saved: object) -> None:
        self._saved()
        self.saved.emit()

    def _on_previewed(self) -> None:
        self.bar.hide()
        self._stack.setCurrentWidget(self.importing)
        self.importing.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_import_ended(self, outcome: ContactsOutcome | None) -> None:
        self._stack.setCurrentWidget(self.split)
        if outcome is not None:
            self.bar.tell(Tone.WARN if outcome.failed else Tone.OK, f"Imported: {outcome_words(outcome)}")
            self._saved()
            self.saved.emit()
        self.focus_list()
