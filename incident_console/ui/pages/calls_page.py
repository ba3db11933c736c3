# SPDX-License-Identifier: Apache-2.0
"""Calls: whom to call next and how each call ended; and everybody with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event
from incident_console.services.calls import AttemptLine, CallRow
from incident_console.services.people import PersonLine
from incident_console.ui.models.calls_model import CallsModel
from incident_console.ui.pages.calls.call_pane import CallPane
from incident_console.ui.pages.calls.feed import CallFacts, CallsFeed
from incident_console.ui.pages.calls.notes import CallNotes
from incident_console.ui.pages.calls.people_side import PeopleSide
from incident_console.ui.pages.calls.queue_side import QueueSide
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.search_field import SearchField
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.visibility import refuse, show_when

PEOPLE = "people"
_LIST_WIDTH = 470
_NO_LIST = (
    "Call lists come with the plan from which an incident is opened: who is called, in which order, and what to say."
    " People and their numbers are under People."
)

_NOBODY = (
    "Nobody is on this list yet",
    "A list from a plan takes everyone who is in its groups. Single people are put on it under People.",
)
_NOBODY_AT_ALL = (
    "Nobody is on this list yet",
    "No people are known here. Import the contacts of an address book, then fill the list from its groups.",
)
_FILL, _IMPORT = "Fill it from its groups", "Import contacts"


class CallsPage(Page):
    """Wires the parts in pages/calls to the services. The person before one changes by one's own steps only."""

    key = "calls"
    title = "Calls"
    icon = "phone-call"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("calls-page")
        self._calls = context.session.calls
        self._chip_words: list[tuple[str, str]] = []
        self._goes_on = True
        self._is_recording = False
        self.chips, self.search, self.bar = (
            FilterChips("Call lists and people"),
            SearchField("Search people"),
            InlineBar(),
        )
        self.add_button = SecondaryButton("Add person", key="A", icon="user-plus", is_key_hint_only=True)
        self.import_button = SecondaryButton("Import contacts", key="I", icon="file-down", is_key_hint_only=True)
        self.model = CallsModel(context.session.now(), self)
        self.side, self.pane = QueueSide(self.model), CallPane()
        self.notes = CallNotes(self.pane.note, context.session.drafts, context.jobs, self)
        self.people = PeopleSide(context)
        self.nobody = EmptyState("users", *_NOBODY, _FILL)
        self.no_list = EmptyState("phone-call", "No call list in this incident", _NO_LIST, "Show people")
        self.feed = CallsFeed(context.session, context.jobs, self)
        self._lay_out()
        self._connect()
        self._show_chips([])
        self.feed.read()

    def _lay_out(self) -> None:
        header = PageHeader(self.title)
        header.add(self.chips)
        for part in (self.search, self.add_button, self.import_button):
            header.add_end(part)
        self.split = SplitPage(self.side, self.pane, self.key, self.context.settings, main_width=_LIST_WIDTH)
        for split in (self.split, self.people.split):
            split.turn_with_list(header)
        self._stack = QStackedWidget()
        for view in (self.split, self.people, self.no_list, self.nobody):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (header, self.bar):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._on_chip_chosen)
        self.search.searched.connect(self._on_searched)
        self.search.left.connect(self._focus_list)
        self.add_button.clicked.connect(self.people.add_person)
        self.import_button.clicked.connect(self.people.importing.choose_file)
        self.no_list.action_clicked.connect(partial(self._choose, PEOPLE))
        self.nobody.action_clicked.connect(self._on_fill)
        self.side.rows.current_key_changed.connect(self._on_current_changed)
        self.side.rows.row_activated.connect(self._on_row_activated)
        self.side.rows.cell_clicked.connect(self._on_cell_clicked)
        self.split.back_to_list.connect(self._focus_list)
        self.pane.outcome_chosen.connect(self._on_outcome)
        self.pane.number_corrected.connect(self._on_corrected)
        self.pane.left.connect(self._focus_list)
        self.people.saved.connect(self.feed.read)
        keys = (
            ("A", self.people.add_person),
            ("I", self.people.importing.choose_file),
            ("E", self.people.change_person),
            ("V", self.people.pane.verify),
        )
        for key, slot in keys:
            self.add_key(key, partial(self._in_people, slot))
        self.feed.changed.connect(self._on_facts)
        self.feed.failed.connect(self._on_refused)

    # What the frame asks -------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self._goes_on = True
        self.notes.show(None)
        self.pane.clear()
        self.feed.show(incident, None)

    def show_thing(self, key: bytes) -> None:
        self._choose(PEOPLE)
        self.people.show_person(key)
        self._focus_list()

    def take_events(self, events: Sequence[Event]) -> None:
        self.feed.take_events(events)

    def refuse(self, reason: str) -> None:
        for part in (self.add_button, self.import_button, self.people.empty, self.nobody):
            refuse(part, reason)
        self.pane.refuse(reason)
        self.people.pane.refuse(reason)

    def focus_first(self) -> None:
        self._focus_list()

    def keep_unsaved(self) -> None:
        self.notes.keep()

    def page_keys(self) -> Sequence[PageKey]:
        return (
            PageKey("R", "reached; N no answer, B busy, M left message, W wrong number, D delegated"),
            PageKey("Alt+R", "the same while the note is typed; Alt and the key of any outcome"),
            PageKey("Return", "in the list, write the note; in the note, back to the list"),
            PageKey("C", "correct the number; O another number of the same person"),
            PageKey("Ctrl+F", "search people; Down goes to the list"),
            PageKey("V", "under People: the numbers were verified just now"),
            PageKey("E", "under People: change the person; A adds one"),
            PageKey("I", "under People: import contacts, after a look at what would change"),
            PageKey("Esc", "back to the list"),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.feed.watch(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.notes.keep()
        self.feed.watch(is_watched=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (has_keyboard(self.pane) or has_keyboard(self.people.pane)):
            self._focus_list()
        else:
            super().keyPressEvent(event)

    # Showing -------------------------------------------------------------------------------------

    @property
    def _is_people(self) -> bool:
        return self.chips.chosen_key() == PEOPLE

    def _choose(self, chip: str) -> None:
        self.chips.choose(chip)
        self._on_chip_chosen(chip)

    def _on_chip_chosen(self, key: str) -> None:
        if key != PEOPLE:
            self._goes_on = True
            self.feed.show(self.incident, bytes.fromhex(key))
        self._show()

    def _on_searched(self, _words: str) -> None:
        self._show()

    def _on_facts(self, facts: CallFacts) -> None:
        self.pane.tell_saving(is_saving=self._is_recording)
        self._show_chips([(line.id.hex(), line.name) for line in facts.lists])
        self.chips.set_count(PEOPLE, len(facts.people))
        if not self._is_people and facts.queue is not None:
            self.chips.choose(facts.queue.list.id.hex())
        self._show()

    def _show_chips(self, lists: list[tuple[str, str]]) -> None:
        """The lists, then people; without a list people are looked at."""
        wanted = [*lists, (PEOPLE, "People")]
        if wanted == self._chip_words:
            return
        chosen = self.chips.chosen_key()
        self._chip_words = wanted
        self.chips.clear()
        for key, words in wanted:
            self.chips.add_chip(key, words)
        self.chips.choose(chosen if chosen in dict(wanted) else lists[0][0] if lists else "")

    def _show(self) -> None:
        facts = self.feed.facts
        for part in (self.add_button, self.import_button):
            show_when(part, is_shown=self._is_people)
        if facts is None:
            return
        words = self.search.text()
        if self._is_people:
            self.people.show_facts(facts, words)
        elif facts.queue is not None:
            self.model.show_queue(facts.queue, facts.now, words)
            self.side.tell(facts.queue, len(self.model.items), facts.now)
            self._go_on(facts)
            self._show_call()
        self._stack.setCurrentWidget(self._part_for(facts))
        self.nobody.set_words(*(_NOBODY if facts.people else _NOBODY_AT_ALL))
        self.nobody.set_action(_FILL if facts.people else _IMPORT)

    def _part_for(self, facts: CallFacts) -> QWidget:
        if self._is_people:
            return self.people
        if facts.queue is None:
            return self.no_list
        return self.split if facts.queue.list.listed else self.nobody

    def _go_on(self, facts: CallFacts) -> None:
        """After one's own step: the next person. Else nobody is exchanged before one's eyes."""
        following = facts.queue.next.person if facts.queue and facts.queue.next else None
        if self._goes_on and following is not None and self.side.rows.select_key(following):
            self._goes_on = False
        if self.side.rows.current_key() is None and self.model.items:
            self.side.rows.select_key(self.model.items[0].key)

    def _row(self) -> CallRow | None:
        key = self.side.rows.current_key()
        return next((item.row for item in self.model.items if item.key == key), None)

    def _show_call(self) -> None:
        facts, row = self.feed.facts, self._row()
        if facts is None or facts.queue is None or row is None:
            self.notes.show(None)
            self.pane.clear()
            return
        self.notes.show((facts.queue.list.id, row.person))
        self.pane.show_row(facts.queue, row, facts.now)

    # Keyboard and mouse --------------------------------------------------------------------------

    def _in_people(self, slot: Callable[[], None]) -> None:
        if self._is_people:
            slot()

    def _focus_list(self) -> None:
        if self._is_people:
            self.people.focus_list()
        elif (shown := self._stack.currentWidget()) is not None and shown is not self.split:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.split.show_list()
            self.side.focus_list()

    def _on_current_changed(self, _key: object) -> None:
        self._show_call()

    def _on_row_activated(self, _key: object) -> None:
        self.split.show_detail()
        if not self.split.is_narrow:  # there the number would be scrolled away
            self.pane.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cell_clicked(self, key: object, column: str) -> None:
        row = self._row()
        if column == "who" and row is not None and row.person == key and row.next_number is None:
            self.split.show_detail()
            self.pane.open_editor()

    # Saving --------------------------------------------------------------------------------------

    def _on_outcome(self, outcome: str) -> None:
        call, row = self.notes.call, self.pane.row
        if call is None or self.incident is None or row is None:
            return
        number, note = self.pane.dialled, self.pane.note.text()
        self._is_recording = True
        self.pane.tell_saving(is_saving=True)
        record = partial(
            self._calls.record, self.incident, call[1], outcome, call_list=call[0],
            number=number.shown if number else "", note=note,
        )  # fmt: skip
        self.context.jobs.ask(record, on_success=partial(self._on_recorded, call, note), on_failure=self._on_refused)

    def _on_recorded(self, call: tuple[bytes, bytes], note: str, _attempt: AttemptLine) -> None:
        """It is durable: only now the note goes, unless more was typed meanwhile, and the next person comes."""
        self._is_recording = False
        self.bar.hide()
        self.context.tell_saved()
        self.notes.forget(call, note)
        if self.notes.call == call and not self.pane.note.text():
            self._goes_on = True
            (self.pane if self.split.is_narrow else self.side.rows).setFocus(Qt.FocusReason.OtherFocusReason)
        self.feed.read()

    def _on_refused(self, error: KnownError) -> None:
        self._is_recording = False
        self.pane.tell_saving(is_saving=False)
        self.bar.tell_error(error)

    def _on_corrected(self, text: str) -> None:
        row = self.pane.row
        if row is None:
            return
        old = self.pane.dialled or next(iter(row.numbers), None)
        call = partial(
            self.context.session.people.set_number, row.person, text, old.kind if old else "mobile",
            old.key if old else "",
        )  # fmt: skip
        self.context.jobs.ask(call, on_success=self._on_number_saved, on_failure=self._on_refused)

    def _on_number_saved(self, _person: PersonLine) -> None:
        self.pane.editor.close_editor()
        self.bar.hide()
        self.context.tell_saved()
        self.feed.read()

    def _on_fill(self) -> None:
        facts = self.feed.facts
        if facts is not None and not facts.people:
            self._choose(PEOPLE)
            self.people.importing.choose_file()
        elif facts is not None and facts.queue is not None:
            call = partial(self._calls.fill, facts.queue.list.id)
            self.context.jobs.ask(call, on_success=self._on_filled, on_failure=self._on_refused)

    def _on_filled(self, added: int) -> None:
        if added:
            self.context.tell_saved()
            self._goes_on = True
            self.feed.read()
        else:
            told = "Under People, put people into groups, or on this list one by one."
            self.bar.tell(Tone.INFO, "Nobody is in the groups of this list", told)
