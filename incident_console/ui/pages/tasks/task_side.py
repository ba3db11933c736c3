# SPDX-License-Identifier: Apache-2.0
"""The left side of the page: the list or the board, or why there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from incident_console.ui.models.task_view import Grouping, TaskView, count_tasks
from incident_console.ui.models.tasks_model import TaskBook
from incident_console.ui.pages.tasks.board import TaskBoard
from incident_console.ui.pages.tasks.task_list import TaskList
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.split_page import ViewMemory

_NO_TASKS = "An incident opened from a plan brings its tasks, by role and with due times. Or press N to write one."
_TEACHES = ("No tasks yet", _NO_TASKS)
_NONE_MINE = ("Nothing is yours", "What is given to you by name, or to a role that you hold, stands here.")
_NONE_OVERDUE = ("Nothing is overdue", "Open tasks past their due time stand here, the longest overdue first.")
_ALL_DONE = ("Everything is done", "Press the chip “Done” to see what was done or not applicable, or N for a new task.")


class TaskSide(QStackedWidget):
    """Keeps the chosen task chosen whatever changes, as long as it is shown; else its neighbour takes its place.

    ``new_wanted`` comes from the empty state, ``move_wanted(key, state)`` from the board.
    """

    current_key_changed = Signal(object)
    row_activated = Signal(object)
    move_wanted = Signal(object, str)
    new_wanted = Signal()

    def __init__(self, book: TaskBook, memory: ViewMemory) -> None:
        super().__init__()
        self.setMinimumHeight(1)  # else the words of an empty state would press on the form above
        self._book = book
        self._chosen: object = None
        self._told: object = None
        self._is_changing = False
        self.list, self.board = TaskList(book, memory), TaskBoard(book)
        self._first = EmptyState("list-checks", *_TEACHES, "New task")
        self._none = EmptyState("list-checks", *_NONE_MINE)
        for part in (self.list, self.board, self._first, self._none):
            self.addWidget(part)
        for part in (self.list, self.board):
            part.current_key_changed.connect(self._on_current_changed)
            part.row_activated.connect(self.row_activated)
        self.board.move_wanted.connect(self.move_wanted)
        self._first.action_clicked.connect(self.new_wanted)
        book.about_to_change.connect(self._before_change)
        book.changed.connect(self._after_change)  # after the models of list and board, which connected before

    @property
    def _part(self) -> TaskList | TaskBoard:
        return self.board if self._book.view.grouping is Grouping.BOARD else self.list

    def current_key(self) -> object:
        """The chosen task, or None."""
        return self._part.current_key()

    def select_key(self, key: object) -> bool:
        """Choose a task; False where it is not shown."""
        return self._part.select_key(key)

    def focus_current(self) -> None:
        """Put the keyboard where the tasks are."""
        if self.currentWidget() in (self.list, self.board):
            self._part.focus_current()
        else:
            self.setFocus()

    def _before_change(self) -> None:
        self._chosen, self._is_changing = self.current_key(), True

    def _after_change(self) -> None:
        if self.current_key() != self._chosen:
            self.select_key(self._chosen)
        if self.current_key() is None:
            self._part.select_first()
        self._is_changing = False
        self._tell(self.current_key())
        self._show_part()

    def _on_current_changed(self, key: object) -> None:
        """While rows come and go the choice wanders; only where it ends is told."""
        if not self._is_changing and self.sender() is self._part:
            self._tell(key)

    def _tell(self, key: object) -> None:
        if key != self._told:
            self._told = key
            self.current_key_changed.emit(key)

    def _show_part(self) -> None:
        had_keyboard = has_keyboard(self)
        words = self._why_empty()
        if words is not None:
            self._none.set_words(*words)
        shown = self._part if words is None else self._first if words is _TEACHES else self._none
        if shown is not self.currentWidget():
            self.setCurrentWidget(shown)
            if had_keyboard:
                self.focus_current()

    def _why_empty(self) -> tuple[str, str] | None:
        """What to say in place of rows; None while there are some."""
        view, counts = self._book.view, count_tasks(self._book.lines, self._book.now)
        if not counts.all:
            return _TEACHES
        if self._part.has_rows():
            return None
        return _none_shown(view)


def _none_shown(view: TaskView) -> tuple[str, str]:
    if view.words:
        return "Nothing found", f"No task that is shown has “{view.words}” in it. Esc in the search takes it away."
    if view.grouping is Grouping.MINE:
        return _NONE_MINE
    return _NONE_OVERDUE if view.grouping is Grouping.OVERDUE else _ALL_DONE
