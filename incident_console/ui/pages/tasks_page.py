# SPDX-License-Identifier: Apache-2.0
"""Tasks: by role, by person, mine, overdue, as a board; each with all about it and what to do next beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.events import Change, Event, MembershipChanged, ThingsChanged
from incident_console.domain.task import DONE, IN_PROGRESS
from incident_console.services.tasks import TaskLine
from incident_console.ui.models.task_view import Grouping, TaskView, count_tasks, in_view
from incident_console.ui.models.tasks_model import TaskBook
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.pages.tasks.detail import TaskDetail
from incident_console.ui.pages.tasks.facts import IncidentTasks, TaskFacts, first_facts, unsaved_key
from incident_console.ui.pages.tasks.form import TaskForm
from incident_console.ui.pages.tasks.reader import TaskReader
from incident_console.ui.pages.tasks.task_side import TaskSide
from incident_console.ui.pages.tasks.undo_strip import UndoStrip
from incident_console.ui.pages.tasks.verbs import NewTask, TaskVerbs
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.search_field import SearchField
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.visibility import show_when

_MINUTE_MS = 60_000
_GROUPING, _CLOSED = "tasks/grouping", "tasks/closed"
_MOST_ONE_BY_ONE = 200
"""With more tasks changed at once, reading all anew is quicker than asking for each."""
_ASKING_KEYS = frozenset("XOLT")
"""Keys that open a question in the detail."""
_KEYS = (
    PageKey("N", "new task"),
    PageKey("Ctrl+F", "search; Esc goes back to the list"),
    PageKey("Return", "go into the detail; Esc goes back"),
    PageKey("A", "acknowledge"),
    PageKey("S", "start"),
    PageKey("D", "done"),
    PageKey("X", "not applicable, with a reason"),
    PageKey("R", "reopen"),
    PageKey("O", "change the owner"),
    PageKey("L", "change the role"),
    PageKey("T", "change the due time"),
    PageKey("1", "due 15 min later; 3: 30 min, 6: 1 h"),
    PageKey("Space", "tick a step"),
    PageKey("Ctrl+Z", "undo the last change"),
    PageKey("Ctrl+Right", "on the board: take the task to the next column; Ctrl+Left: back"),
)


class TasksPage(Page):
    """The page that the rail calls Tasks; its badge counts what is overdue."""

    key, title, icon = "tasks", "Tasks", "list-checks"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("tasks-page")
        self._verbs, self._reader = TaskVerbs(context, self), TaskReader(context, self)
        self._book = TaskBook(context.session.now(), self)
        self._book.look_at(self._remembered_view())
        self._chips, self._closed = FilterChips("Which tasks"), FilterChips("Done tasks", is_exclusive=False)
        self._search = SearchField("Search tasks")
        self._new = SecondaryButton("New task", key="N", is_key_hint_only=True)
        self._bar, self._form, self._strip = InlineBar(), TaskForm(), UndoStrip()
        self._side, self.detail = TaskSide(self._book, context.settings), TaskDetail(self._verbs)
        self._split = SplitPage(self._main_side(), self.detail, "tasks", context.settings)
        self._loaded_for: bytes | None = None
        self._wanted: bytes | None = None
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._lay_out()
        self._connect()
        self._show_view()

    @property
    def is_loaded(self) -> bool:
        """Whether the tasks of the incident are here."""
        return self.incident is not None and self._loaded_for == self.incident

    def tell_time(self) -> None:
        """Say anew what depends on the clock; called once a minute."""
        now = self.context.session.now()
        self._book.pass_time(now)
        self.detail.pass_time(now)

    # --- what the frame asks -----------------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        if incident == self.incident:
            return
        self.keep_unsaved()
        super().show_incident(incident)
        self._loaded_for = self._wanted = None
        self._verbs.forget()
        self._bar.hide()
        self._form.restore("")
        self._book.fill((), self.context.session.now())
        self._reader.load(incident)
        if incident is None:
            self._minute.stop()
        else:
            self._minute.start()

    def show_thing(self, key: bytes) -> None:
        line = self._book.get(key)
        if line is None:
            self._wanted = key
            return
        self._look_at(in_view(line, self._book.view, self._book.now))
        self._side.select_key(key)
        if self._split.is_narrow:
            self._split.show_detail()
        else:
            self._side.focus_current()

    def take_events(self, events: Sequence[Event]) -> None:
        changes = [change for event in events if isinstance(event, ThingsChanged) for change in event.changes]
        tasks = {change.key for change in changes if change.thing == "task" and self._is_here(change)}
        has_new_roles = any(change.thing == "role" and change.incident == self.incident for change in changes)
        is_other_team = any(isinstance(event, MembershipChanged) for event in events)
        if has_new_roles or is_other_team or len(tasks) > _MOST_ONE_BY_ONE:
            self._reader.load(self.incident)
        elif tasks:
            self._reader.refresh(tasks | self._book.waiting_for(tasks))
        if any(change.thing in ("document", "station") for change in changes):
            self._read_chosen()

    def focus_first(self) -> None:
        self._split.show_list()
        self._side.focus_current()

    def keep_unsaved(self) -> None:
        if self.incident is not None and self.is_loaded:
            call = partial(self.context.session.drafts.keep, unsaved_key(self.incident), self._form.unsaved())
            self.context.jobs.ask(call)

    def page_keys(self) -> Sequence[PageKey]:
        return _KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the detail goes back to the list; anywhere else it is the frame's."""
        if event.key() == Qt.Key.Key_Escape and has_keyboard(self.detail):
            self.focus_first()
        else:
            super().keyPressEvent(event)

    # --- making ------------------------------------------------------------------------------------------------

    def _main_side(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._form, self._side, self._strip):
            column.addWidget(part, 1 if part is self._side else 0)
        return main

    def _lay_out(self) -> None:
        for grouping, words in _CHIPS:
            self._chips.add_chip(grouping, words)
        self._closed.add_chip("closed", "Done")
        header = PageHeader(self.title)
        header.add(self._chips)
        header.add(self._closed)
        header.add_end(self._search)
        header.add_end(self._new)
        self._split.turn_with_list(header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (header, self._bar, self._split):
            column.addWidget(part, 1 if part is self._split else 0)

    def _connect(self) -> None:
        self._chips.chosen.connect(self._on_grouping_chosen)
        self._closed.toggled.connect(self._on_closed_toggled)
        self._search.searched.connect(self._on_searched)
        self._search.left.connect(self.focus_first)
        self._new.clicked.connect(self._open_form)
        self._form.wanted.connect(self._on_new_wanted)
        self._form.left.connect(self._on_form_left)
        self._strip.undo_wanted.connect(self._verbs.undo)
        self._side.current_key_changed.connect(self._on_current_changed)
        self._side.row_activated.connect(self._on_row_activated)
        self._side.move_wanted.connect(self._on_move_wanted)
        self._side.new_wanted.connect(self._open_form)
        self._split.back_to_list.connect(self._side.focus_current)
        self.detail.task_wanted.connect(self.show_thing)
        self.detail.document_wanted.connect(partial(self.context.go_to, "documents"))
        self._verbs.saved.connect(self._on_saved)
        self._verbs.added.connect(self._on_added)
        self._verbs.refused.connect(self._bar.tell_error)
        self._verbs.last_changed.connect(self._strip.show_last)
        self._reader.loaded.connect(self._on_loaded)
        self._reader.refreshed.connect(self._on_refreshed)
        self._reader.task_read.connect(self._on_task_read)
        self._reader.failed.connect(self._bar.tell_error)
        self._book.changed.connect(self._count)
        self._minute.timeout.connect(self.tell_time)
        self.add_key("N", self._new.click)
        for key in self.detail.keys:
            self.add_key(key, partial(self._on_key, key))

    # --- what is looked at -------------------------------------------------------------------------------------

    def _remembered_view(self) -> TaskView:
        kept, memory = self.context.settings.read(_GROUPING), self.context.settings
        grouping = Grouping(kept) if kept in set(Grouping) else Grouping.ROLE
        return TaskView(grouping, shows_closed=memory.read(_CLOSED) == "yes")

    def _look_at(self, view: TaskView) -> None:
        self._book.look_at(view)
        self.context.settings.write(_GROUPING, view.grouping)
        self.context.settings.write(_CLOSED, "yes" if view.shows_closed else "")
        self._show_view()

    def _show_view(self) -> None:
        view = self._book.view
        self._chips.choose(view.grouping)
        self._closed.set_on("closed", is_on=view.shows_closed)
        show_when(self._closed, is_shown=view.grouping not in (Grouping.BOARD, Grouping.OVERDUE))
        if self._search.text() != view.words:
            self._search.set_text(view.words)
        self._count()

    def _count(self) -> None:
        counts = count_tasks(self._book.lines, self._book.now)
        self._chips.set_count(Grouping.MINE, counts.mine)
        self._chips.set_count(Grouping.OVERDUE, counts.overdue)
        self._closed.set_count("closed", counts.closed, "shown" if self._book.view.shows_closed else "hidden")
        self.badge_changed.emit(counts.overdue)

    def _on_grouping_chosen(self, key: str) -> None:
        self._look_at(replace(self._book.view, grouping=Grouping(key)))

    def _on_closed_toggled(self, _key: str, is_on: bool) -> None:
        self._look_at(replace(self._book.view, shows_closed=is_on))

    def _on_searched(self, words: str) -> None:
        self._look_at(replace(self._book.view, words=words))

    # --- reading -----------------------------------------------------------------------------------------------

    def _is_here(self, change: Change) -> bool:
        return change.incident == self.incident or self._book.get(change.key) is not None

    def _on_loaded(self, tasks: IncidentTasks) -> None:
        refusal = tasks.refusal.one_line() if tasks.refusal else ""
        self._form.show_choices(tasks.roles, tasks.names)
        self.detail.show_choices(tasks.roles, tasks.names, refusal)
        self._new.setEnabled(not refusal)
        if not self.is_loaded:
            self._loaded_for = self.incident
            self._form.restore(tasks.unsaved)
        self._book.fill(tasks.lines, tasks.now)
        if self._wanted is not None and self._book.get(self._wanted):
            self.show_thing(self._wanted)
        self._wanted = None
        self._read_chosen()

    def _on_refreshed(self, asked: frozenset[bytes], lines: Sequence[TaskLine]) -> None:
        self._book.take(asked, lines)
        if self._side.current_key() in asked or self.detail.shows_any(asked):
            self._read_chosen()

    def _on_task_read(self, facts: TaskFacts) -> None:
        if facts.line.id == self._side.current_key():
            self.detail.show_task(facts)

    def _read_chosen(self) -> None:
        self._reader.read_task(self._side.current_key())

    # --- choosing and doing ------------------------------------------------------------------------------------

    def _on_current_changed(self, key: object) -> None:
        """The detail follows at once, so that a key never does something to the task chosen before."""
        line = self._book.get(key)
        if line is None:
            self.detail.show_nothing()
        else:
            blockers = (self._book.get(each) for each in line.blocker_ids)
            self.detail.show_task(first_facts(line, blockers, self._book.now))
        self._reader.read_task(key)

    def _on_row_activated(self, _key: object) -> None:
        self._split.show_detail()
        if not self._split.is_narrow:
            self.detail.focus_first()

    def _on_key(self, key: str) -> None:
        if key in _ASKING_KEYS:
            self._split.show_detail()
        self.detail.press(key)

    def _on_move_wanted(self, key: object, state: str) -> None:
        line = self._book.get(key)
        if line is not None:
            verb = {DONE: self._verbs.finish, IN_PROGRESS: self._verbs.start}.get(state, self._verbs.reopen)
            verb(line)

    def _open_form(self) -> None:
        self._split.show_list()
        self._form.open()

    def _on_new_wanted(self, new: NewTask) -> None:
        if self.incident is not None:
            self._verbs.add(self.incident, new)

    def _on_form_left(self) -> None:
        self._form.hide()
        self.focus_first()

    def _on_saved(self, line: TaskLine) -> None:
        self._bar.hide()
        if self.detail.task is not None and self.detail.task.id == line.id:
            self.detail.close_editors()
        if line.incident == self.incident:
            self._book.take([line.id], [line])
            self._read_chosen()

    def _on_added(self, line: TaskLine) -> None:
        self._form.start_next()
        self._side.select_key(line.id)
        self.keep_unsaved()


_CHIPS = (
    (Grouping.MINE, "Mine"),
    (Grouping.ROLE, "By role"),
    (Grouping.PERSON, "By person"),
    (Grouping.BOARD, "Board"),
    (Grouping.OVERDUE, "Overdue"),
)
